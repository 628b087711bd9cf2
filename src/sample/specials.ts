// Records that must be left out of everything: our own tests, and a payer whom nobody knows.

import type { Account, Source } from './account.ts'
import { Book } from './book.ts'
import { at, businessHours, DAY, HOUR } from './calendar.ts'
import type { Books } from './company.ts'
import { playDeal } from './deals.ts'
import { makeCustomer } from './offers.ts'
import { makeContact, record } from './people.ts'
import type { Random } from './random.ts'
import { offerOf } from './script.ts'
import { OWN_DOMAIN } from './words.ts'

const SOURCE: Source = { channel: 'offline', campaign: null, detail: 'CRM_UI' }

export function playSpecials(random: Random, company: Books): void {
  for (const account of company.accounts) {
    const stream = random.fork(account.key)
    if (account.kind === 'internal') internal(stream, company, account)
    if (account.kind === 'stripe_only') alone(stream, company, account)
    if (account.kind === 'deleted') {
      const contact = makeContact(
        stream,
        company,
        account,
        `${account.key}/0`,
        SOURCE,
        account.createdAt,
      )
      record(contact.lifecycle, account.createdAt, 'lead')
    }
  }
}

/** Somebody tries the forms, the pipeline and the check-out under our own domain. */
function internal(random: Random, company: Books, account: Account): void {
  const when = businessHours(random, at('2023-05-08') + random.int(0, 600) * DAY)
  const contact = makeContact(random, company, account, `${account.key}/0`, SOURCE, when)
  record(contact.lifecycle, when, 'lead')
  const { price } = company.catalogue
  const offer = offerOf({ ...company.catalogue, price }, [['core', 'enterprise', 12, 'EUR', 120]])
  const { deal } = playDeal(random.fork('deal'), {
    key: `${account.key}/test`,
    account,
    type: 'New Business',
    label: 'TEST deal, please ignore',
    createdAt: when,
    source: SOURCE,
    offer,
    contacts: [contact],
    owners: account.sellers,
    cycleDays: 10,
    winChance: 1,
    disqualifyChance: 0,
    fixed: { isWon: account.key !== 'own2', closedAt: when + 9 * DAY + HOUR },
  })
  account.deals.push(deal)
  if (account.key !== 'own1') return
  const customer = makeCustomer(random, company, account, when + 10 * DAY, 'EUR', undefined)
  customer.email = `qa@${OWN_DOMAIN}`
  customer.payer = 'card'
  const book = new Book(random.fork('book'))
  const line = offerOf(company.catalogue, [['core', 'professional', 1, 'EUR', 5]])
  book.start(customer, Math.floor(when / DAY) * DAY + 11 * DAY + 9 * HOUR, line.lines)
  company.subscriptions.push(...book.subscriptions)
}

/** Pays by card, stands in no CRM. */
function alone(random: Random, company: Books, account: Account): void {
  const startAt = at('2024-05-14T13:41:09')
  const customer = makeCustomer(random, company, account, startAt, account.currency, undefined)
  customer.email = `accounts@${account.domain}`
  customer.record = null
  customer.payer = 'card'
  customer.risk = 0
  const book = new Book(random.fork('book'))
  const offer = offerOf(company.catalogue, [['core', 'essential', 1, account.currency, 5]])
  book.start(customer, startAt, offer.lines)
  company.subscriptions.push(...book.subscriptions)
}
