// The way of a buyer: leads and deals until it buys, its stay as a customer, and perhaps a comeback.

import { type Account, type Contact, type Source, valueAt } from './account.ts'
import { segmentOf } from './accounts.ts'
import type { Book } from './book.ts'
import { businessHours, DAY, END, type Instant, MINUTE, START } from './calendar.ts'
import type { Offer } from './deal.ts'
import { type DealPlan, type PlayedDeal, playDeal } from './deals.ts'
import { Customer } from './growth.ts'
import type { Journey } from './journey.ts'
import { makeCustomer, makeOffer, maybeDiscount, second } from './offers.ts'
import { makeContact, promote, record, runLeadCycle } from './people.ts'
import type { Random } from './random.ts'
import { ramp } from './reps.ts'
import { planned } from './scenario.ts'
import { closingFactor, findSource } from './sources.ts'

const CYCLE_DAYS = { SMB: 27, 'Mid-Market': 62, Enterprise: 118 } as const
const WIN_CHANCE = { SMB: 0.255, 'Mid-Market': 0.235, Enterprise: 0.205 } as const
const DISQUALIFY = 0.15

const segmentAt = (account: Account, instant: Instant) =>
  segmentOf(valueAt(account.employees, instant) ?? 1)

export const offerAt = ({ account, company }: Journey, random: Random, at: Instant) =>
  makeOffer(random.fork('offer'), company.catalogue, segmentAt(account, at), account.currency)

/** Opportunity after opportunity, until it buys or time is up. */
export function seek(journey: Journey, from: Instant, first: number): void {
  const { random, company, account } = journey
  let when = from
  for (let episode = first; when < END && episode < 14; episode++) {
    const stream = random.fork(`episode/${episode}`)
    const source = findSource(stream, company.campaigns, when, episode > 0, account.country.code)
    if (episode === 0) account.source = source
    const contact = someone(journey, stream, source, when, episode)
    const rep = valueAt(account.sellers, when)
    const dealAt = runLeadCycle(stream.fork('lead'), contact, when, rep, true)
    if (dealAt === null || dealAt > END || !stream.chance(0.93)) {
      when = businessHours(stream, when + stream.int(30, 120) * DAY)
      continue
    }
    const offer = offerAt(journey, stream, dealAt)
    const played = sell(
      journey,
      stream,
      `${account.key}/${episode}`,
      dealAt,
      source,
      offer,
      contact,
    )
    const { outcome, closedAt } = played
    if (outcome === 'open') return
    if (outcome === 'won') {
      buy(journey, stream, offer, closedAt, episode)
      return
    }
    if (!stream.chance(0.96)) return
    when = businessHours(stream, closedAt + stream.int(20, 150) * DAY)
  }
}

/** A new person, or one who asked before and now asks again. */
function someone(
  journey: Journey,
  random: Random,
  source: Source,
  when: Instant,
  episode: number,
): Contact {
  const { account, company } = journey
  const known = account.contacts[0]
  if (known !== undefined && random.chance(0.55)) return known
  return makeContact(
    random.fork('contact'),
    company,
    account,
    `${account.key}/${episode}`,
    source,
    when,
  )
}

export function sell(
  journey: Journey,
  random: Random,
  key: string,
  createdAt: Instant,
  source: Source,
  offer: Offer,
  contact: Contact,
  fixed?: DealPlan['fixed'],
): PlayedDeal {
  const { account, company } = journey
  const segment = segmentAt(account, createdAt)
  const owner = valueAt(account.sellers, createdAt)
  const strength = owner === undefined ? 1 : owner.skill * (0.72 + 0.28 * ramp(owner, createdAt))
  // The product and its name get better over the years.
  const maturity = 0.9 + (0.24 * (createdAt - START)) / (END - START)
  const chance =
    WIN_CHANCE[segment] * maturity * strength * closingFactor(source) * (0.8 + 0.2 * account.fit)
  const others = random.int(segment === 'SMB' ? 0 : 1, segment === 'Enterprise' ? 3 : 1)
  const contacts = [contact]
  for (let i = 0; i < others; i++)
    contacts.push(colleague(journey, random.fork(`colleague/${i}`), createdAt, i))
  const plan = planned(company.scenario, {
    key,
    account,
    type: 'New Business',
    label: 'New business',
    createdAt,
    source,
    offer,
    contacts,
    owners: account.sellers,
    cycleDays: CYCLE_DAYS[segment] * (1.25 - 0.25 * strength),
    winChance: Math.min(0.6, chance),
    disqualifyChance: DISQUALIFY,
    ...(fixed === undefined ? {} : { fixed }),
  })
  const played = playDeal(random.fork('deal'), plan)
  account.deals.push(played.deal)
  for (const person of contacts) {
    promote(person, createdAt + MINUTE, 'opportunity')
    if (played.outcome === 'won') promote(person, played.closedAt + 2 * MINUTE, 'customer')
  }
  record(contact.leadStatus, createdAt + 2 * MINUTE, 'OPEN_DEAL')
  return played
}

/** Deciders and users whom the seller adds by hand. */
function colleague(journey: Journey, random: Random, when: Instant, number: number): Contact {
  const { account, company } = journey
  const old = account.contacts[number + 1]
  if (old !== undefined && random.chance(0.6)) return old
  const source: Source = { channel: 'offline', campaign: null, detail: 'CRM_UI' }
  const key = `${account.key}/c${account.contacts.length}`
  const contact = makeContact(
    random,
    company,
    account,
    key,
    source,
    when + random.int(3, 90) * MINUTE,
  )
  if (contact.createdAt > END) contact.createdAt = END - MINUTE
  record(contact.lifecycle, contact.createdAt, 'lead')
  return contact
}

/** From the signature to the end of the stay, and perhaps back again. */
function buy(
  journey: Journey,
  random: Random,
  offer: Offer,
  closedAt: Instant,
  episode: number,
): void {
  const { account, company } = journey
  const startAt = second(businessHours(random, closedAt + random.int(0, 12) * DAY + 30 * MINUTE))
  if (startAt > END) return
  const customer =
    account.customers.find((known) => known.currency === account.currency && random.chance(0.7)) ??
    makeCustomer(
      random.fork('customer'),
      company,
      account,
      startAt,
      account.currency,
      account.contacts[0],
    )
  stay(journey, random, () =>
    journey.book.start(customer, startAt, offer.lines, maybeDiscount(random, startAt)),
  )
  comeBack(journey, random, episode + 1)
}

export function stay(
  journey: Journey,
  random: Random,
  begin: () => ReturnType<Book['start']>,
): void {
  const { company, account, book } = journey
  const main = begin()
  const customer = new Customer(random.fork('stay'), company.catalogue, account, book)
  const to = customer.live(main)
  journey.stays.push({ from: main.createdAt, to })
  journey.moves.push(...customer.moves)
}

export function comeBack(journey: Journey, random: Random, episode: number): void {
  const to = journey.stays.at(-1)?.to ?? null
  if (to === null || !random.chance(0.42)) return
  seek(journey, businessHours(random, to + random.int(70, 330) * DAY), episode)
}
