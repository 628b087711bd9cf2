// Firms, people, and those who sell to them.
import type { Instant } from './calendar.ts'
import type { Deal } from './deal.ts'
import type { Currency } from './money.ts'
import type { Phone } from './phone.ts'
import type { Story } from './story.ts'
import type { StripeCustomer } from './subscription.ts'
import type { Country } from './words.ts'

export interface Change<T> {
  at: Instant
  value: T
}

/** The value that holds at an instant: changes are in order, the first one holds before too. */
export function valueAt<T>(changes: readonly Change<T>[], at: Instant): T | undefined {
  let found = changes[0]
  for (const change of changes) {
    if (change.at > at) break
    found = change
  }
  return found?.value
}

export type Segment = 'SMB' | 'Mid-Market' | 'Enterprise'

/** A business unit goes by the CRM that it works in. */
export type Unit = 'hubspot' | 'salesforce'

export type TeamKey =
  | 'dach'
  | 'international'
  | 'enterprise'
  | 'success'
  | 'development'
  | 'lead'
  | 'industry_dach'
  | 'industry_world'
  | 'industry_success'
  | 'industry_development'

export interface Team {
  key: TeamKey
  id: string
  name: string
}

export interface Rep {
  id: string
  unit: Unit
  /** The same person in the other unit's CRM. */
  sameAs: Rep | null
  userId: string
  firstName: string
  lastName: string
  email: string
  role: 'ae' | 'csm' | 'sdr' | 'vp'
  startAt: Instant
  leftAt: Instant | null
  /** Primary teams, in order. */
  teams: Change<TeamKey>[]
  secondaryTeam: TeamKey | null
  skill: number
}

export type Channel =
  | 'organic_search'
  | 'paid_search'
  | 'paid_social'
  | 'organic_social'
  | 'email'
  | 'referral'
  | 'direct'
  | 'offline'
  | 'other'

export interface Source {
  channel: Channel
  campaign: string | null
  detail: string
}

/** A company record of the CRM; several can be one account. */
export interface CompanyRecord {
  id: string
  account: Account
  name: string
  domain: string
  country: string
  createdAt: Instant
  /** Set on a record that was merged away. */
  mergedInto: CompanyRecord | null
  mergedAt: Instant | null
  /** A second record that nobody has merged yet. */
  isDuplicate: boolean
  archivedAt: Instant | null
  owners: Change<Rep>[]
  employees: Change<number>[]
  lifecycle: Change<string>[]
  /** Edits of properties that have no history of their own. */
  touches: Instant[]
}

export type AccountKind = 'regular' | 'internal' | 'deleted' | 'stripe_only'

export interface Account {
  key: string
  unit: Unit
  /** The same firm in the other unit's CRM: what is true of a firm is asked there. */
  sameAs: Account | null
  kind: AccountKind
  story: Story | null
  name: string
  domain: string
  country: Country
  city: string
  street: string
  zip: string
  /** Of the switchboard: country code and number. */
  phone: Phone
  industry: string
  currency: Currency
  revenue: number
  createdAt: Instant
  employees: Change<number>[]
  team: TeamKey
  /** How well the product fits: moves expansion up and churn down. */
  fit: number
  source: Source
  type: 'PROSPECT' | 'CUSTOMER' | 'PARTNER' | ''
  /** Company records, the surviving one first. */
  records: CompanyRecord[]
  /** Stretches in which it was a customer, for owners and tickets. */
  stays: { from: Instant; to: Instant | null }[]
  parent: Account | null
  contacts: Contact[]
  deals: Deal[]
  customers: StripeCustomer[]
  /** Owner lines: who it would be, at any instant, by role. */
  sellers: Change<Rep>[]
  successManagers: Change<Rep>[]
}

export interface Contact {
  id: string
  key: string
  unit: Unit
  /** The same person in the other unit's CRM. */
  sameAs: Contact | null
  /** As a lead, where the CRM knows leads; empty if it was never one. */
  leadId: string
  /** Since when the CRM knows the person as a contact and not as a lead. */
  convertedAt: Instant | null
  phone: Phone | null
  /** What the person said when asked how we were found. */
  heardFrom: string
  account: Account | null
  /** The company record it hangs on, perhaps one merged away since. */
  record: CompanyRecord | null
  firstName: string
  lastName: string
  email: string
  jobTitle: string
  companyName: string
  country: string
  createdAt: Instant
  source: Source
  lifecycle: Change<string>[]
  leadStatus: Change<string>[]
  owners: Change<Rep>[]
  conversions: Change<string>[]
  contactedAt: Instant[]
  unsubscribedAt: Instant | null
  isInternal: boolean
  /** The record that this one repeats, if it is a second record of one person. */
  duplicateOf: Contact | null
  /** The CRM lost the link to the company. */
  isUnlinked: boolean
}
