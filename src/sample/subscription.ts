// Payers, subscriptions, invoices and charges.
import type { Account, Change, CompanyRecord } from './account.ts'
import type { Instant } from './calendar.ts'
import type { Price } from './catalogue.ts'
import type { Currency } from './money.ts'

export interface StripeCustomer {
  id: string
  account: Account
  email: string
  name: string
  createdAt: Instant
  currency: Currency
  /** The company record that the metadata names, perhaps one merged away since. */
  record: CompanyRecord | null
  payer: 'card' | 'transfer'
  /** Chance that a charge fails at first. */
  risk: number
  taxPercent: number
}

export interface Item {
  id: string
  subscription: Subscription
  price: Price
  createdAt: Instant
  endedAt: Instant | null
  quantities: Change<number>[]
}

export interface MrrEvent {
  at: Instant
  type: 'ACTIVE_START' | 'ACTIVE_UPGRADE' | 'ACTIVE_DOWNGRADE' | 'ACTIVE_END'
  item: Item
  quantityChange: number
  /** Change of MRR in twelfths of a minor unit, exact. */
  twelfths: number
  /** The same as the system rounds it. */
  minor: number
}

export interface Discount {
  percent: number
  /** When it should have ended. */
  until: Instant
  /** When it did end; null if never. */
  endedAt: Instant | null
}

export interface Subscription {
  id: string
  customer: StripeCustomer
  createdAt: Instant
  items: Item[]
  events: MrrEvent[]
  /** Billing cycles: interval and anchor from an instant on. */
  cycles: { from: Instant; months: number }[]
  pauses: { from: Instant; to: Instant | null; resumesAt: Instant | null }[]
  canceledAt: Instant | null
  cancelAt: Instant | null
  endedAt: Instant | null
  reason: string
  feedback: string
  discount: Discount | null
  /** Failures from this instant on are never recovered. */
  brokenFrom: Instant | null
  /** Renewal invoices from this instant on are never made. */
  unbilledFrom: Instant | null
  status: string
  /** Annual contracts that a renewal deal stands for. */
  isContract: boolean
}

type InvoiceStatus = 'paid' | 'open' | 'void' | 'uncollectible'

export interface Invoice {
  id: string
  number: string
  customer: StripeCustomer
  subscription: Subscription | null
  reason: 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'manual'
  createdAt: Instant
  finalizedAt: Instant
  dueAt: Instant | null
  periodStart: Instant
  periodEnd: Instant
  subtotal: number
  discount: number
  tax: number
  total: number
  amountPaid: number
  attempts: number
  status: InvoiceStatus
  paidAt: Instant | null
  voidedAt: Instant | null
  uncollectibleAt: Instant | null
  charges: Charge[]
  description: string
}

export interface Charge {
  id: string
  invoice: Invoice
  createdAt: Instant
  amount: number
  refunded: number
  refundedAt: Instant | null
  failure: { code: string; message: string } | null
}
