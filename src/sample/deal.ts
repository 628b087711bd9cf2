// A deal and all that happens to it.
import type { Account, CompanyRecord, Contact, Rep, Source } from './account.ts'
import type { Instant } from './calendar.ts'
import type { Price } from './catalogue.ts'
import type { Currency } from './money.ts'

export type Stage = 0 | 1 | 2 | 3 | 4 | 5 | 6

export type DealType = 'New Business' | 'Existing Business' | 'Renewal'

export type DealEvent =
  | { at: Instant; field: 'stage'; value: Stage }
  | { at: Instant; field: 'amount'; value: number | null }
  | { at: Instant; field: 'closeDate'; value: Instant }
  | { at: Instant; field: 'owner'; value: Rep | null }
  | { at: Instant; field: 'forecast'; value: ForecastCategory }
  | { at: Instant; field: 'merge'; value: Deal }
  | { at: Instant; field: 'touch'; value: null }

export type ForecastCategory = 'OMIT' | 'PIPELINE' | 'BEST_CASE' | 'COMMIT' | 'CLOSED'

/** What a deal sells; subscriptions are made from the offers of won deals. */
export interface Offer {
  lines: { price: Price; quantity: number }[]
  services: { price: Price; quantity: number }[]
  termMonths: number
}

export interface Deal {
  id: string
  key: string
  account: Account
  /** The company record it hangs on, perhaps one merged away since. */
  record: CompanyRecord | null
  name: string
  pipeline: 'sales' | 'renewal'
  type: DealType
  currency: Currency
  createdAt: Instant
  /** In order; the create instant carries the first values. */
  events: DealEvent[]
  source: Source
  /** Why it was lost, if and whenever it was. */
  lostReason: string
  termMonths: number
  /** One-off part of the amount, in minor units. */
  services: number
  offer: Offer | null
  contacts: Contact[]
  mergedInto: Deal | null
  mergedAt: Instant | null
  /** The CRM lost the link to the company. */
  isUnlinked: boolean
  isInternal: boolean
}
