// What is really true of the sample company: the answers that tests hold the warehouse to.

import type { Channel, Segment, Unit } from './account.ts'
import type { Instant } from './calendar.ts'
import type { Campaign, Company, LeakType } from './company.ts'
import type { DealType } from './deal.ts'
import { accountsOf } from './truth/accounts.ts'
import { economicsOf, type TrueEconomics } from './truth/economics.ts'
import { identitiesOf } from './truth/identity.ts'
import { adSpendOf, billedOf, campaignCostsOf, leaksOf } from './truth/money.ts'
import { mrrOf } from './truth/mrr.ts'
import { opportunitiesOf, winLossOf } from './truth/opportunities.ts'
import { funnelOf, peopleOf } from './truth/people.ts'
import { renewalsOf } from './truth/renewals.ts'

/** Months are `2023-01`, days `2023-01-31`, instants milliseconds UTC, money whole EUR cents. */
export interface GroundTruth extends TrueEconomics {
  /** Every firm, our own and deleted ones too (flagged). */
  accounts: TrueAccount[]
  owners: TrueOwner[]
  /** A row per account and month end with MRR above 0; without internal records. */
  mrr: TrueMrr[]
  /** A row per account and day on which MRR changed in total; from the first event on. */
  movements: TrueMovement[]
  /** Every exported deal that was not merged away; internal ones and renewals are flagged. */
  opportunities: TrueOpportunity[]
  /** Annual terms that ran out with a value, by the day after their last one. */
  renewals: TrueRenewal[]
  people: TruePerson[]
  /** First entries by month, over cycles. */
  funnel: TrueFunnel[]
  winLoss: { months: TrueWinLoss[]; quarters: TrueWinLoss[] }
  billed: TrueBilled[]
  adSpend: TrueAdSpend[]
  campaignCosts: TrueCampaignCost[]
  /**
   * True account by the key of a record (`hubspot:8114000017`, `stripe:cus_…`): companies, Salesforce
   * accounts, Stripe customers and Zendesk organisations, merged and deleted ones too.
   */
  accountOf: ReadonlyMap<string, string>
  /** True person likewise: contacts, leads, Zendesk users, and visitors who said who they are. */
  personOf: ReadonlyMap<string, string>
  leaks: TrueLeak[]
}

export interface TrueAccount {
  /**
   * The surviving record in the CRM, HubSpot's if the firm is in both; the Stripe customer for a
   * payer that no record matches.
   */
  accountId: string
  /** The business units that know it. */
  units: Unit[]
  /** All records in either CRM, merged ones and unmerged second ones too. */
  companyIds: string[]
  mergedCompanyIds: string[]
  /** Second records of the same firm that nobody merged. */
  duplicateCompanyIds: string[]
  stripeCustomerIds: string[]
  name: string
  country: string
  isInternal: boolean
  isDeleted: boolean
  /** In order; by SMB < 50 ≤ Mid-Market < 500 ≤ Enterprise employees. */
  segments: { from: Instant; segment: Segment; employees: number }[]
  owners: { from: Instant; ownerId: string }[]
  parentAccountId: string | null
  /** Name of the planted story, if it has one. */
  story: string | null
}

interface TrueOwner {
  /** HubSpot's id of those who work in both CRMs. */
  ownerId: string
  ownerIds: string[]
  name: string
  email: string
  startAt: Instant
  leftAt: Instant | null
  teams: { from: Instant; team: string }[]
}

export interface TrueMrr {
  accountId: string
  month: string
  /** EUR with eight decimals, by the rate of the day the account first had MRR in a currency. */
  mrr: string
  /** The same, exact: units of 1 ÷ (12 × 100 × 1,000,000) EUR. */
  exact: bigint
  /** Owner of the company record at the month's end; null if nobody or no record. */
  ownerId: string | null
  segment: Segment
  /** By product name; adds up to `exact`. */
  products: Record<string, bigint>
}

export interface TrueMovement {
  accountId: string
  day: string
  kind: 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation'
  /** Signed EUR with eight decimals. */
  change: string
  exact: bigint
  /** Signed change by product name; adds up to `exact`. */
  products: Record<string, bigint>
}

export interface TrueRenewal {
  subscriptionId: string
  accountId: string
  /** The day after the term’s last one. */
  dueDay: string
  /** What the subscription was worth a month two days before, in the units of `TrueMrr.exact`. */
  before: bigint
  /** What of that goes on: in the same subscription, or in one that begins within 90 days. */
  renewed: bigint
  /** By dueDay; where there is a renewal deal, whether that was won by then. */
  isOnTime: boolean
}

export interface TrueOpportunity {
  dealId: string
  unit: Unit
  mergedDealIds: string[]
  accountId: string
  type: DealType
  isRenewal: boolean
  isInternal: boolean
  createdAt: Instant
  status: 'open' | 'won' | 'lost'
  /** Lost before it reached Qualified or a later open stage: out of win rates. */
  isDisqualified: boolean
  isReopened: boolean
  /** The close date; null while open. */
  closedAt: Instant | null
  /** Entry into the last terminal state; differs from the close date if typed in late. */
  terminalAt: Instant | null
  isCreatedAfterClose: boolean
  currency: string
  /** The last amount in minor units of the currency. */
  amount: number | null
  /** The last amount, for a lost deal without one that of entry to the qualifying stage. */
  amountEur: number
  /** What recurs of it a year, and over the term with what does not, as far as the CRM says. */
  acvEur: number
  tcvEur: number
  /** Owner at the close, or now. */
  ownerId: string | null
  /** Expected close now, if open. */
  dueAt: Instant
  visits: { stage: string; stageId: string; from: Instant; to: Instant | null }[]
  /** Moves of the close date while open: from, to, when. */
  slips: { at: Instant; from: Instant; to: Instant }[]
  channel: Channel
  campaign: string | null
  lostReason: string | null
  /** The records of everybody whom the CRM has with it: keys as those of `TrueRecord`. */
  recordKeys: string[]
}

export interface TruePerson {
  /** The first record, HubSpot's if both CRMs know the person. */
  personId: string
  unit: Unit
  contactIds: string[]
  accountId: string | null
  isInternal: boolean
  channel: Channel
  campaign: string | null
  /**
   * A cycle begins with each entry of the lifecycle stage `lead`; the instants are the first entries
   * in it. SAL is the first lead status `IN_PROGRESS`. Entries of duplicates do not count.
   */
  cycles: TrueCycle[]
  /** What the CRMs wrote down, second records of the person included. */
  records: TrueRecord[]
}

/** A record of a person, and when it came to stages of the funnel. */
export interface TrueRecord {
  unit: Unit
  /** `hubspot:41211240`; of who was a lead in Salesforce, that of the lead. */
  recordKey: string
  channel: Channel
  campaign: string | null
  stages: { stage: keyof TrueCycle; at: Instant }[]
  /** When a lead was converted: such a record is at its end. */
  endedAt: Instant | null
}

export interface TrueCycle {
  leadAt: Instant
  mqlAt: Instant | null
  salAt: Instant | null
  sqlAt: Instant | null
  opportunityAt: Instant | null
  customerAt: Instant | null
}

export interface TrueFunnel {
  month: string
  visitors: number
  leads: number
  mqls: number
  sals: number
  sqls: number
  opportunities: number
  customers: number
}

/** Without renewals, internal and merged records; disqualified ones are counted apart. */
export interface TrueWinLoss {
  period: string
  created: number
  won: number
  lost: number
  disqualified: number
  wonAmountEur: number
  lostAmountEur: number
}

export interface TrueBilled {
  month: string
  /** By issue date and its rate, void ones left out, cents rounded per invoice. */
  invoicedNetEur: number
  invoicedGrossEur: number
  recurringNetEur: number
  /** By the day and rate of the charge. */
  collectedEur: number
  /** Dated by its charge: the exports do not say when a refund was made. */
  refundedEur: number
}

export interface TrueAdSpend {
  month: string
  platform: Campaign['platform']
  campaign: string
  spendEur: number
  impressions: number
  clicks: number
  conversions: number
}

export interface TrueCampaignCost {
  campaignId: string
  campaign: string
  from: string
  to: string
  budgetedEur: number
  spentEur: number
}

export interface TrueLeak {
  type: LeakType
  accountId: string
  dealId: string | null
  subscriptionId: string | null
  since: string
  /** Minor units of the currency: a year's value, or the invoice. */
  amount: number
  currency: string
  note: string
}

export function groundTruth(company: Company): GroundTruth {
  const opportunities = opportunitiesOf(company)
  const people = peopleOf(company)
  return {
    ...accountsOf(company),
    ...mrrOf(company),
    ...identitiesOf(company),
    ...economicsOf(company),
    opportunities,
    renewals: renewalsOf(company),
    people,
    funnel: funnelOf(company, people),
    winLoss: winLossOf(opportunities),
    billed: billedOf(company),
    adSpend: adSpendOf(company),
    campaignCosts: campaignCostsOf(company),
    leaks: leaksOf(company),
  }
}
