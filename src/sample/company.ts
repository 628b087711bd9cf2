// The full simulated state: what really happened, before any system exports its view of it.
import type { Account, Channel, Contact, Rep, Team, Unit } from './account.ts'
import type { Instant } from './calendar.ts'
import type { Catalogue } from './catalogue.ts'
import type { Deal } from './deal.ts'
import type { Currency } from './money.ts'
import type { Scenario } from './scenario.ts'
import type { Invoice, StripeCustomer, Subscription } from './subscription.ts'

export interface Campaign {
  name: string
  unit: Unit
  /** In the CRM that keeps campaigns. */
  id: string
  platform: 'google' | 'linkedin' | 'meta' | 'email' | 'event' | 'partner'
  channel: Channel
  kind: string
  bidding: string
  from: Instant
  to: Instant
  /** A day's budget in cents. */
  budget: number
  /** Cents a click, and clicks per impression. */
  clickCost: number
  clickRate: number
  /** How well it finds buyers: 1 is usual, 0 never. */
  quality: number
  /** Leads a click that will never buy. */
  noise: number
  /** What was planned and what was spent on it in EUR cents, where no platform bills it. */
  budgeted: number
  spent: number
  /** Codes of the countries it is shown in; none: all. */
  countries: string[]
}

export interface AdDay {
  campaign: Campaign
  day: Instant
  impressions: number
  clicks: number
  cost: number
  conversions: number
}

export interface Session {
  at: Instant
  contact: Contact
  channel: Channel
  campaign: string | null
  pages: number
}

/** A visit of somebody whom nobody knows. */
interface PassingVisit {
  visitor: string
  at: Instant
  /** The visitor's first visit. */
  firstAt: Instant
  channel: Channel
  campaign: string | null
  pages: number
  country: string
}

export interface Activity {
  at: Instant
  kind: 'email' | 'call' | 'meeting'
  direction: 'outbound' | 'inbound'
  contact: Contact
  deal: Deal | null
  rep: Rep | null
}

export interface Ticket {
  id: string
  account: Account
  requester: Requester | null
  createdAt: Instant
  firstReplyAt: Instant | null
  solvedAt: Instant | null
  reopens: number
  priority: 'low' | 'normal' | 'high' | 'urgent'
  subject: string
  /** 1 to 5, when asked and answered. */
  satisfaction: number | null
}

export interface Forecast {
  month: number
  submittedAt: Instant
  owner: Rep
  category: 'commit' | 'best_case' | 'pipeline'
  /** EUR cents. */
  amount: number
}

interface Target {
  month: number
  metric: string
  team: string
  owner: Rep | null
  /** A decimal text: money, a count or a rate. */
  amount: string
  currency: string
}

export interface Cost {
  day: Instant
  department: 'sales' | 'marketing' | 'customer success' | 'r&d'
  category: string
  description: string
  amount: number
  currency: string
}

export type LeakType =
  | 'unbilled_closed_won'
  | 'under_billed'
  | 'failed_payment'
  | 'discount_beyond_limit'
  | 'expired_discount'
  | 'expired_renewal'

export interface Leak {
  type: LeakType
  account: Account
  deal: Deal | null
  subscription: Subscription | null
  since: Instant
  /** What is lost a year, in minor units of the currency. */
  amount: number
  currency: Currency
  note: string
}

/** Whoever turns to the help desk: a person, or a mailbox that several read. */
export interface Requester {
  id: string
  name: string
  email: string
  phone: string
  createdAt: Instant
  /** Nobody in particular if it is a mailbox. */
  contact: Contact | null
  organization: Organization
}

/** A firm as the help desk knows it. */
export interface Organization {
  id: string
  name: string
  /** The id of the firm in a CRM, if somebody filled it in. */
  externalId: string
  createdAt: Instant
  account: Account
}

/** The company as one of its units sees it. */
export type Books = Company & { readonly unit: Unit }

/** The same, and for firms that the other unit knows too, its account. */
export type SharedBooks = Books & { readonly twins: ReadonlyMap<Account, Account> }

export interface Company {
  scale: number
  seed: number
  dirt: number
  scenario: Scenario
  fx: FxTable
  teams: Team[]
  reps: Rep[]
  catalogue: Catalogue
  campaigns: Campaign[]
  adDays: AdDay[]
  traffic: PassingVisit[]
  accounts: Account[]
  contacts: Contact[]
  deals: Deal[]
  subscriptions: Subscription[]
  customers: StripeCustomer[]
  invoices: Invoice[]
  sessions: Session[]
  activities: Activity[]
  tickets: Ticket[]
  requesters: Requester[]
  organizations: Organization[]
  forecasts: Forecast[]
  targets: Target[]
  costs: Cost[]
  leaks: Leak[]
}

export interface FxTable {
  /** Published rates in millionths of a EUR, by currency, oldest first. */
  rates: Map<string, { day: Instant; rate: number }[]>
  /** The last rate published on or before the day. */
  rate(currency: string, at: Instant): number
}
