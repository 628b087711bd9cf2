// What HubSpot's exports have in common: labels, synchronisation, and rows that go wrong.

import type { Channel, CompanyRecord, Rep, Source } from '../../account.ts'
import { END, HOUR, type Instant, isoMillis, isoMinute } from '../../calendar.ts'
import type { Company } from '../../company.ts'
import { RowDirt } from '../../dirt.ts'
import { Random } from '../../random.ts'

export const PORTAL = '26184402'

export const dirtOf = (company: Company, name: string) =>
  new RowDirt(new Random(`rows/${company.seed}/hubspot/${name}`), company.dirt)

/** A connector reads every six hours. */
export const syncedAt = (at: Instant) =>
  isoMillis(Math.min(Math.ceil(at / (6 * HOUR)) * 6 * HOUR + 4_137, END))

export const minute = (at: Instant | null | undefined) => (at == null ? '' : isoMinute(at))

export const ownerName = (rep: Rep | null | undefined) =>
  rep ? `${rep.firstName} ${rep.lastName}` : ''

/** The record that stands for a company once others were merged into it. */
export function recordAt(record: CompanyRecord | null, at: Instant): CompanyRecord | null {
  if (record?.mergedInto == null || record.mergedAt === null || record.mergedAt > at) return record
  return record.mergedInto
}

export const SOURCE_LABELS: Record<Channel, string> = {
  organic_search: 'Organic Search',
  paid_search: 'Paid Search',
  paid_social: 'Paid Social',
  organic_social: 'Organic Social',
  email: 'Email Marketing',
  referral: 'Referrals',
  direct: 'Direct Traffic',
  offline: 'Offline Sources',
  other: 'Other Campaigns',
}

export const SOURCE_NAMES: Record<Channel, string> = {
  organic_search: 'ORGANIC_SEARCH',
  paid_search: 'PAID_SEARCH',
  paid_social: 'PAID_SOCIAL',
  organic_social: 'SOCIAL_MEDIA',
  email: 'EMAIL_MARKETING',
  referral: 'REFERRALS',
  direct: 'DIRECT_TRAFFIC',
  offline: 'OFFLINE',
  other: 'OTHER_CAMPAIGNS',
}

export const drillDown = (source: Source) => source.campaign ?? source.detail

/** The latest instant of a list that is not after the given one. */
export function latest(instants: Iterable<Instant>, until: Instant): Instant {
  let found = Number.NEGATIVE_INFINITY
  for (const instant of instants) if (instant <= until && instant > found) found = instant
  return found
}
