// Firms under other names: what the second CRM and the billing system make of them.

import type { Account } from './account.ts'
import type { Books } from './company.ts'
import { spelling, withoutForm } from './names.ts'
import type { Random } from './random.ts'
import { FREE_MAIL, slug } from './words.ts'

/**
 * A name is changed where another sign of the firm stays: its domain, telephone number or town, or
 * the id that another system holds.
 */
export function disguise(random: Random, company: Books): void {
  const { dirt } = company
  for (const account of company.accounts) {
    if (account.kind !== 'regular' || account.story !== null) continue
    const stream = random.fork(account.key)
    if (company.unit === 'salesforce' && account.sameAs !== null) {
      twoNames(stream.fork('record'), account, dirt)
    }
    payers(stream.fork('payers'), account, dirt)
  }
}

/** What both CRMs know is spelt in one of them as its own sellers do. */
function twoNames(random: Random, account: Account, dirt: number): void {
  const [record] = account.records
  if (record === undefined) return
  if (random.chance(0.08 * dirt)) {
    // The domain of its brand; the name, the town and the switchboard stay.
    record.domain = `${slug(withoutForm(account.name)[0])}-online.example`
  } else if (random.chance(0.2 * dirt)) {
    record.name = spelling(random, account.name)
  }
}

function payers(random: Random, account: Account, dirt: number): void {
  for (const customer of account.customers) {
    if (random.chance(0.1 * dirt)) customer.name = spelling(random, account.name)
    if (customer.record !== null && random.chance(0.03 * dirt)) {
      const [bare] = withoutForm(account.name)
      customer.email = `${slug(bare)}.billing@${random.pick(FREE_MAIL)}`
    }
    // Nobody filled in the CRM's id; the address is of the firm's domain.
    else if (account.unit === 'salesforce' && random.chance(0.15 * dirt)) {
      customer.record = null
      customer.email = `billing@${account.domain}`
    }
  }
}
