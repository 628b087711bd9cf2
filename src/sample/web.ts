// Visits of the website as its analytics sees them: by browser, and by person once somebody said who.

import type { Channel, Contact } from './account.ts'
import { HOUR, type Instant, MINUTE } from './calendar.ts'
import type { Company, Session } from './company.ts'
import { personOf } from './firm.ts'
import { Random } from './random.ts'

/** Share of the people we know who agree to be counted, and of those who come with two browsers. */
const CONSENT = 0.16
const SECOND_BROWSER = 0.15

export interface WebVisit {
  /** A browser's id. */
  visitor: string
  firstAt: Instant
  at: Instant
  /** Of this browser, from 1 on. */
  number: number
  channel: Channel
  campaign: string | null
  pages: number
  country: string
  /** Who it is, if the site knew it by then. */
  contact: Contact | null
  /** The form that was sent. */
  form: { at: Instant; name: string } | null
}

type Seen = Pick<WebVisit, 'at' | 'channel' | 'campaign' | 'pages' | 'form'>

/** All visits in order of time. */
export function webVisits(company: Company): WebVisit[] {
  const random = new Random(`web/${company.seed}`)
  const visits: WebVisit[] = passers(company)
  const byContact = Map.groupBy(company.sessions, ({ contact }) => contact)
  for (const [contact, sessions] of byContact) {
    const stream = random.fork(personOf(contact).key)
    if (stream.chance(CONSENT))
      visits.push(...visitsOf(random.fork(contact.key), contact, sessions))
  }
  return visits.sort((a, b) => a.at - b.at)
}

function passers(company: Company): WebVisit[] {
  const counts = new Map<string, number>()
  return company.traffic.map((passer) => {
    const number = (counts.get(passer.visitor) ?? 0) + 1
    counts.set(passer.visitor, number)
    return { ...passer, number, contact: null, form: null }
  })
}

function visitsOf(random: Random, contact: Contact, sessions: readonly Session[]): WebVisit[] {
  const seen: Seen[] = sessions.map(({ at, channel, campaign, pages }) => ({
    ...{ at, channel, campaign, pages: Math.min(pages, 2), form: null },
  }))
  for (const { at, value } of contact.conversions) {
    const form = { at, name: value }
    const session = seen.find((entry) => entry.at <= at && at - entry.at < HOUR / 2)
    if (session !== undefined) session.form = form
    else {
      const { channel, campaign } = contact.source
      seen.push({ at: at - 4 * MINUTE, channel, campaign, pages: 1, form })
    }
  }
  seen.sort((a, b) => a.at - b.at)
  const browsers: Seen[][] = [[], []]
  const isDouble = random.chance(SECOND_BROWSER)
  for (const entry of seen) browsers[isDouble && random.chance(0.5) ? 1 : 0]?.push(entry)
  return browsers.flatMap((entries) => browserVisits(random, contact, entries))
}

function browserVisits(random: Random, contact: Contact, entries: readonly Seen[]): WebVisit[] {
  const [first] = entries
  if (first === undefined) return []
  const number = random.int(100_000_000, 2_147_483_647)
  const visitor = `${number}.${Math.floor(first.at / 1000)}`
  return entries.map((entry, i) => ({
    ...entry,
    visitor,
    firstAt: first.at,
    number: i + 1,
    country: contact.account?.country.name ?? contact.country.trim(),
    contact: entry.at >= contact.createdAt || entry.form !== null ? contact : null,
  }))
}

/** The id that the site hands over: of the lead, where the CRM knew the person as one. */
export const siteUser = (contact: Contact) => contact.leadId || contact.id

/** Browsers that said at some visit whose they are. */
export function knownVisitors(visits: readonly WebVisit[]): Map<string, Contact> {
  const known = new Map<string, Contact>()
  for (const { visitor, contact } of visits) {
    if (contact !== null && !known.has(visitor)) known.set(visitor, contact)
  }
  return known
}
