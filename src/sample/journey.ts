// One account from the first visit to the last day: leads, deals, subscriptions, comebacks.

import type { Account } from './account.ts'
import { isFounding } from './accounts.ts'
import { Book } from './book.ts'
import { at, businessHours, DAY, MINUTE } from './calendar.ts'
import type { Books } from './company.ts'
import { sellMore } from './expansion.ts'
import type { Move } from './growth.ts'
import { makeCustomer, second } from './offers.ts'
import { makeContact, record, runLeadCycle } from './people.ts'
import { comeBack, offerAt, seek, sell, stay } from './pursuit.ts'
import type { Random } from './random.ts'
import { renew } from './renewals.ts'
import { playStory, storyOffer } from './script.ts'
import { findSource } from './sources.ts'
import type { Story } from './story.ts'

/** What belongs to an account while its journey is told. */
export interface Journey {
  random: Random
  company: Books
  account: Account
  book: Book
  /** Stretches in which it was a customer. */
  stays: Account['stays']
  moves: Move[]
}

export function travel(random: Random, company: Books, account: Account): void {
  const book = new Book(random.fork('book'))
  const journey: Journey = { random, company, account, book, stays: account.stays, moves: [] }
  if (account.story !== null) tell(journey, account.story)
  else if (isFounding(account)) found(journey)
  else seek(journey, account.createdAt, 0)
  sellMore(journey)
  renew(journey)
  company.subscriptions.push(...book.subscriptions)
}

/** Customers from before the exports began: their deals are history, their subscriptions are not. */
function found(journey: Journey): void {
  const { account, company } = journey
  const random = journey.random.fork('founding')
  const source = findSource(
    random,
    company.campaigns,
    at('2022-07-01'),
    false,
    account.country.code,
  )
  account.source = source
  const contact = makeContact(
    random.fork('contact'),
    company,
    account,
    `${account.key}/0`,
    source,
    account.createdAt,
  )
  record(contact.lifecycle, account.createdAt, 'lead')
  record(contact.lifecycle, account.createdAt + 4 * DAY, 'salesqualifiedlead')
  record(contact.lifecycle, account.createdAt + 9 * DAY, 'opportunity')
  const startAt = second(businessHours(random, account.createdAt + random.int(25, 75) * DAY))
  record(contact.lifecycle, startAt - 30 * MINUTE, 'customer')
  const offer = offerAt(journey, random, startAt)
  const customer = makeCustomer(
    random.fork('customer'),
    company,
    account,
    startAt,
    account.currency,
    contact,
  )
  stay(journey, random, () => journey.book.start(customer, startAt, offer.lines))
  comeBack(journey, random, 1)
}

/** A planted account: its first deal is won when the story says so. */
function tell(journey: Journey, story: Story): void {
  const { account, company, book } = journey
  const random = journey.random.fork('story')
  const { offer, closedAt } = storyOffer(company.catalogue, account, story)
  const source = findSource(
    random,
    company.campaigns,
    Math.max(closedAt, at('2022-07-01')),
    false,
    account.country.code,
  )
  account.source = source
  const contact = makeContact(
    random.fork('contact'),
    company,
    account,
    `${account.key}/0`,
    source,
    account.createdAt,
  )
  if (closedAt > at('2022-07-01')) {
    const dealAt = runLeadCycle(random.fork('lead'), contact, account.createdAt, undefined, true)
    const latest = businessHours(random, closedAt - 22 * DAY)
    const createdAt = Math.min(dealAt ?? latest, latest)
    sell(journey, random, `${account.key}/0`, createdAt, source, offer, contact, {
      isWon: true,
      closedAt,
    })
  } else {
    record(contact.lifecycle, account.createdAt, 'lead')
    record(contact.lifecycle, closedAt, 'customer')
  }
  playStory(random, company, account, story, book)
  for (const { createdAt, endedAt } of book.subscriptions) {
    journey.stays.push({ from: createdAt, to: endedAt })
  }
}
