// People of the CRM: how they come in, how far they get, and when somebody speaks to them.

import type { Account, Change, Channel, Contact, Rep, Source } from './account.ts'
import { businessHours, DAY, END, HOUR, type Instant, MINUTE } from './calendar.ts'
import type { Books } from './company.ts'
import { makePhone, type Phone } from './phone.ts'
import type { Random } from './random.ts'
import { FIRST_NAMES, JOB_TITLES, LAST_NAMES, slug } from './words.ts'

const LIFECYCLE = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
] as const
export type Lifecycle = (typeof LIFECYCLE)[number]

const FORMS = [
  'Demo request',
  'Contact sales',
  'Whitepaper download',
  'Pricing request',
  'Webinar sign-up',
]

export function makeContact(
  random: Random,
  company: Books,
  account: Account | null,
  key: string,
  source: Source,
  createdAt: Instant,
): Contact {
  const firstName = random.pick(FIRST_NAMES)
  const lastName = random.pick(LAST_NAMES)
  const taken = account?.contacts.some(
    (other) => other.firstName === firstName && other.lastName === lastName,
  )
  const local = `${slug(firstName)}.${slug(lastName)}${taken ? '2' : ''}`
  const contact: Contact = {
    id: '',
    unit: company.unit,
    sameAs: null,
    leadId: '',
    convertedAt: null,
    phone: phoneOf(random.fork('phone'), account?.country.code ?? 'DE'),
    heardFrom: heardFrom(random.fork('heard'), source),
    key,
    account,
    record: null,
    firstName,
    lastName,
    email: `${local}@${account?.domain ?? 'unknown.example'}`,
    jobTitle: random.pick(JOB_TITLES),
    companyName: account?.name ?? '',
    country: account?.country.name ?? '',
    createdAt,
    source,
    lifecycle: [],
    leadStatus: [],
    owners: [],
    conversions: [],
    contactedAt: [],
    unsubscribedAt: null,
    isInternal: account?.kind === 'internal',
    duplicateOf: null,
    isUnlinked: false,
  }
  if (random.chance(0.03)) {
    const left = businessHours(random, createdAt + random.int(20, 500) * DAY)
    if (left <= END) contact.unsubscribedAt = left
  }
  account?.contacts.push(contact)
  company.contacts.push(contact)
  return contact
}

const HEARD: Record<Channel, readonly string[]> = {
  organic_search: ['Google', 'google search', 'Internet', 'Search engine'],
  paid_search: ['Google', 'Google ad', 'an ad', 'Internet'],
  paid_social: ['LinkedIn', 'linkedin ad', 'Social media', 'a podcast'],
  organic_social: ['LinkedIn', 'YouTube', 'Social media'],
  email: ['Newsletter', 'e-mail', 'Webinar', 'A colleague'],
  referral: ['A partner', 'Recommendation', 'a review site'],
  direct: ['A colleague', 'word of mouth', 'I know you', 'Podcast'],
  offline: ['Event', 'trade fair', 'You called me'],
  other: ['Podcast', "can't remember"],
}

/** Two in five answer, one of them with something else than the cookie says. */
function heardFrom(random: Random, source: Source): string {
  const isRight = random.chance(0.72)
  const channel = isRight ? source.channel : random.pick(Object.keys(HEARD) as Channel[])
  const answer = random.pick(HEARD[channel])
  return random.chance(0.4) ? answer : ''
}

/** A quarter gives no number. */
export const phoneOf = (random: Random, countryCode: string): Phone | null =>
  random.chance(0.25) ? null : makePhone(random, countryCode)

/** Writes a change down if it is seen at all. */
export function record<T>(changes: Change<T>[], at: Instant, value: T): void {
  if (at > END) return
  const last = changes.at(-1)
  changes.push({ at: last === undefined ? at : Math.max(at, last.at + 1000), value })
}

/**
 * One way through the funnel: lead, MQL, SAL (lead status `IN_PROGRESS`), SQL. The steps that
 * follow belong to deals. Answers when sales can open a deal, or null if it ends before.
 */
export function runLeadCycle(
  random: Random,
  contact: Contact,
  at: Instant,
  rep: Rep | undefined,
  isPromising: boolean,
): Instant | null {
  const isOutbound =
    contact.source.channel === 'offline' && contact.source.campaign?.includes('Outbound')
  const isNew = contact.lifecycle.length === 0
  if (isNew && contact.source.channel === 'email' && random.chance(0.5)) {
    record(contact.lifecycle, contact.createdAt, 'subscriber')
  }
  record(contact.lifecycle, isNew ? Math.max(at, contact.createdAt) : at, 'lead')
  record(contact.leadStatus, at, 'NEW')
  if (!isOutbound) record(contact.conversions, at, random.pick(FORMS))
  if (!random.chance(isPromising ? 0.93 : 0.26)) return null
  const mqlAt = at + Math.floor(random.spread(1.6, 1.1) * DAY) + 7 * MINUTE
  record(contact.lifecycle, mqlAt, 'marketingqualifiedlead')
  if (isNew && rep !== undefined) record(contact.owners, mqlAt + 2 * MINUTE, rep)
  if (!isPromising && random.chance(0.16)) return null
  const answerAt = speak(random, contact, mqlAt)
  if (!random.chance(isPromising ? 0.96 : 0.5)) {
    record(
      contact.leadStatus,
      answerAt + 2 * DAY,
      random.chance(0.6) ? 'UNQUALIFIED' : 'BAD_TIMING',
    )
    return null
  }
  const salAt = businessHours(random, answerAt + random.int(0, 3) * DAY)
  record(contact.leadStatus, Math.max(salAt, answerAt + 3 * MINUTE), 'IN_PROGRESS')
  if (!random.chance(isPromising ? 0.95 : 0.22)) {
    record(contact.leadStatus, businessHours(random, salAt + 9 * DAY), 'UNQUALIFIED')
    return null
  }
  const sqlAt = businessHours(random, salAt + random.int(1, 12) * DAY)
  record(contact.lifecycle, sqlAt, 'salesqualifiedlead')
  record(contact.leadStatus, sqlAt, 'CONNECTED')
  return isPromising ? businessHours(random, sqlAt + random.int(0, 6) * DAY) : null
}

/** The first calls after a hand-raise: most within hours, some days later. */
function speak(random: Random, contact: Contact, at: Instant): Instant {
  const wait = random.chance(0.38)
    ? random.int(6, 55) * MINUTE
    : Math.floor(random.spread(9, 1.1) * HOUR)
  const firstAt =
    businessHours(random, at) < at + wait ? at + wait : businessHours(random, at + wait)
  for (let i = 0, when = firstAt; i < random.int(1, 3) && when <= END; i++) {
    contact.contactedAt.push(when)
    when = businessHours(random, when + random.int(1, 4) * DAY)
  }
  record(contact.leadStatus, firstAt, 'ATTEMPTED_TO_CONTACT')
  return firstAt
}

/** Moves a person on, never back. */
export function promote(contact: Contact, at: Instant, stage: Lifecycle): void {
  const reached = contact.lifecycle.at(-1)?.value as Lifecycle | undefined
  if (reached !== undefined && LIFECYCLE.indexOf(reached) >= LIFECYCLE.indexOf(stage)) return
  record(contact.lifecycle, at, stage)
}
