/**
 * How healthy a customer is, from 0 to 100, in parts that can each be explained
 * (docs/decisions/account-health.md).
 */
import type { Expression, ExpressionBuilder } from 'kysely'
import type { Recurring } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { partOfWhole, scoreBetween, weightedScore } from '../../src/sql/scores.ts'

const { accountHealth: health } = settings

/** How MRR compares to what it was when the contract scores 0, and when it scores 100. */
const shrunk = 0.5
const grown = 1.25

/** What is known of an account, as of data_as_of. */
interface Signs {
  mrr: Recurring
  /** The part of it whose subscription is cancelled for its end. */
  ending_mrr: Recurring
  /** That of 12 months ago, or the first one of a customer for less; null for none. */
  base_mrr: Recurring | null
  /** Null where we were never in touch. */
  days_since_touch: number | null
  contact_count: number
  open_ticket_count: number
  ticket_90_count: number
  csat: number | null
  overdue_invoice_count: number
  /** Bills of a year that tell how it pays, and those of them that were paid in time and at once. */
  judged_invoice_count: number
  clean_invoice_count: number
}

/** Whether the warehouse knows of any activity, and of any ticket: else their absence tells nothing. */
interface Knowledge {
  has_activities: boolean
  has_tickets: boolean
}

type Eb = ExpressionBuilder<{ account: Signs; knowledge: Knowledge }, 'account' | 'knowledge'>

/** The parts of a customer’s health; null each where nothing is known that it could be scored by. */
export const healthParts = (eb: Eb) => {
  const { fn, lit, ref } = eb
  const silentDays = fn.coalesce('account.days_since_touch', lit(health.quietDays))
  const isCustomer = eb('account.mrr', '>', lit(0).$castTo<Recurring>())
  const ofCustomer = (score: Expression<number | null>, knows: Expression<boolean> = lit(true)) =>
    eb
      .case()
      .when(eb.and([isCustomer, eb(knows, '=', true)]))
      .then(score)
      .end()
  return [
    ofCustomer(
      scoreBetween(silentDays, health.quietDays, health.freshDays),
      ref('knowledge.has_activities'),
    ).as('engagement_score'),
    ofCustomer(supportScore(eb), ref('knowledge.has_tickets')).as('support_score'),
    ofCustomer(paymentScore(eb)).as('payment_score'),
    ofCustomer(contractScore(eb)).as('contract_score'),
    ofCustomer(
      scoreBetween(ref('account.contact_count'), 0, health.contacts),
      ref('knowledge.has_activities'),
    ).as('contact_score'),
  ] as const
}

/** What was cancelled counts as gone. */
const contractScore = (eb: Eb) =>
  scoreBetween(
    partOfWhole(eb('account.mrr', '-', eb.ref('account.ending_mrr')), eb.ref('account.base_mrr')),
    shrunk,
    grown,
  )

/** Few tickets are good, and so are good ratings: the mean of both, of one where the other is not known. */
const supportScore = (eb: Eb) =>
  weightedScore(
    [
      scoreBetween(
        eb('account.ticket_90_count', '+', eb.ref('account.open_ticket_count')),
        health.tickets,
        0,
      ),
      1,
    ],
    [scoreBetween(eb.ref('account.csat'), 0, 1), 1],
  )

/** The share of bills that were paid in time and at once; half of it while one is overdue. */
const paymentScore = (eb: Eb) => {
  const share = partOfWhole(
    eb.ref('account.clean_invoice_count'),
    eb.ref('account.judged_invoice_count'),
  )
  return eb
    .case()
    .when('account.overdue_invoice_count', '>', 0)
    .then(scoreBetween(share, 0, 2))
    .else(scoreBetween(share, 0, 1))
    .end()
}

/** The mean of the parts that are known, by the weights of the settings. */
export const healthScore = (
  parts: Record<keyof typeof health.weights, Expression<number | null>>,
) =>
  weightedScore(
    [parts.engagement, health.weights.engagement],
    [parts.support, health.weights.support],
    [parts.payment, health.weights.payment],
    [parts.contract, health.weights.contract],
    [parts.contacts, health.weights.contacts],
  )
