/** What happened to accounts, by the first day of scoring that knows of it. */
import { type Expression, sql } from 'kysely'
import type { Day, Recurring } from '../../../src/columns.ts'
import { dataAsOf } from '../../../src/run_tables.ts'
import { totalRecurring } from '../../../src/sql/recurring.ts'
import { pointOf, pointsWithin } from '../../../src/sql/scoring_points.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { unionByName } from '../../../src/sql/union.ts'
import type { Db } from '../../../src/table.ts'
import { dimProducts } from '../../conformed/dim_products.ts'
import { fctActivities } from '../../conformed/fct_activities.ts'
import { fctMrrMovements } from '../../conformed/fct_mrr_movements.ts'
import { fctMrrPeriods } from '../../conformed/fct_mrr_periods.ts'
import { fctOpportunities } from '../../conformed/fct_opportunities.ts'
import { fctPayments } from '../../conformed/fct_payments.ts'
import { fctSubscriptionTerms } from '../../conformed/fct_subscription_terms.ts'
import { fctSubscriptions } from '../../conformed/fct_subscriptions.ts'
import { fctTickets } from '../../conformed/fct_tickets.ts'
import { endingTerms, type RenewalType } from './ending_terms.ts'

interface Fact {
  readonly account_id: string
  readonly points_back: number
  readonly product_ids: string[] | null
  readonly product_names: string[] | null
  readonly has_open_deal: boolean | null
  readonly is_leaving: boolean | null
  readonly renewal_type: RenewalType | null
  readonly signed_mrr: Recurring | null
  readonly mrr: Recurring | null
  readonly term_end_date: Day | null
  readonly contacted_date: Day | null
  readonly customer_since_date: Day | null
  readonly ticket_count: number | null
  readonly complaint_count: number | null
  readonly failed_payment_count: number | null
  readonly contact_count: number | null
  readonly expansion_count: number | null
  readonly contraction_count: number | null
}

/** Whatever happened, by account and the first point that knows of it. */
export const customerFacts = (db: Db) =>
  db
    .selectFrom(
      unionByName<Fact>(
        held(db).$castTo<Fact>(),
        terms(db).$castTo<Fact>(),
        deals(db).$castTo<Fact>(),
        notices(db).$castTo<Fact>(),
        renewals(db).$castTo<Fact>(),
        tickets(db).$castTo<Fact>(),
        complaints(db).$castTo<Fact>(),
        failures(db).$castTo<Fact>(),
        contacts(db).$castTo<Fact>(),
        movements(db).$castTo<Fact>(),
      ).as('fact'),
    )
    .groupBy(['fact.account_id', 'fact.points_back'])
    .select(({ fn, ref }) => [
      'fact.account_id',
      'fact.points_back',
      sql<string[]>`any_value(${ref('fact.product_ids')})`.as('product_ids'),
      sql<string[]>`any_value(${ref('fact.product_names')})`.as('product_names'),
      isAny(ref('fact.has_open_deal')).as('has_open_deal'),
      isAny(ref('fact.is_leaving')).as('is_leaving'),
      fn.max('fact.renewal_type').as('renewal_type'),
      fn.max('fact.signed_mrr').as('signed_mrr'),
      totalRecurring(ref('fact.mrr')).as('mrr'),
      fn.min('fact.term_end_date').as('term_end_date'),
      fn.max('fact.contacted_date').as('contacted_date'),
      fn.max('fact.customer_since_date').as('customer_since_date'),
      ...(
        [
          'ticket_count',
          'complaint_count',
          'failed_payment_count',
          'contact_count',
          'expansion_count',
          'contraction_count',
        ] as const
      ).map((name) => fn.sum<number>(`fact.${name}`).as(name)),
    ])

/** What each account had on the day of a point. */
const held = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctMrrPeriods.as('period'))
        .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
        .leftJoin(dimProducts.as('product'), 'product.product_id', 'period.product_id')
        .where('period.mrr', '>', sql<Recurring>`0`)
        .select(({ ref }) => [
          'period.account_id',
          'period.product_id',
          'product.product_name',
          'period.mrr',
          pointsWithin(
            ref('period.valid_from'),
            ref('period.valid_to'),
            dayOf(ref('run.as_of')),
          ).as('points_back'),
        ])
        .as('held'),
    )
    .groupBy(['held.account_id', 'held.points_back'])
    .select(({ ref }) => [
      'held.account_id',
      'held.points_back',
      sql<string[]>`list_sort(list(distinct ${ref('held.product_id')}))`.as('product_ids'),
      sql<string[]>`list_sort(list(distinct ${ref('held.product_name')}))`.as('product_names'),
      totalRecurring(ref('held.mrr')).as('mrr'),
    ])

const terms = (db: Db) =>
  db
    .selectFrom(fctSubscriptionTerms.as('term'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('term.term_months', '>=', 12)
    .select(({ ref }) => [
      'term.account_id',
      'term.term_end_date',
      pointsWithin(
        ref('term.term_start_date'),
        ref('term.term_end_date'),
        dayOf(ref('run.as_of')),
      ).as('points_back'),
    ])

const isAny = (flag: Expression<boolean | null>) => sql<boolean>`coalesce(bool_or(${flag}), false)`

const never = sql<Day>`date '9999-01-01'`

const deals = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('deal'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('deal.deal_type', '=', 'Existing Business')
    .select(({ fn, ref, lit }) => [
      'deal.account_id',
      pointsWithin(
        ref('deal.created_date'),
        fn.coalesce('deal.closed_date', never),
        dayOf(ref('run.as_of')),
      ).as('points_back'),
      lit(true).as('has_open_deal'),
    ])

const notices = (db: Db) =>
  db
    .selectFrom(fctSubscriptions.as('subscription'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('subscription.canceled_date', 'is not', null)
    .select(({ fn, ref, lit }) => [
      'subscription.account_id',
      pointsWithin(
        ref('subscription.canceled_date').$castTo<Day>(),
        fn.coalesce('subscription.ended_date', never),
        dayOf(ref('run.as_of')),
      ).as('points_back'),
      lit(true).as('is_leaving'),
    ])

/** Of several terms that end soon, the one that ends next and has a deal. */
const renewals = (db: Db) =>
  db
    .selectFrom(endingTerms(db).as('term'))
    .groupBy(['term.account_id', 'term.points_back'])
    .select(({ fn, ref }) => [
      'term.account_id',
      'term.points_back',
      sql<RenewalType | null>`arg_min(${ref('term.renewal_type')}, {'end': ${ref('term.term_end_date')}, 'id': ${ref('term.subscription_id')}})`.as(
        'renewal_type',
      ),
      fn.max('term.signed_mrr').as('signed_mrr'),
    ])

const tickets = (db: Db) =>
  db
    .selectFrom(fctTickets.as('ticket'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .select(({ ref }) => [
      'ticket.account_id',
      pointOf(ref('ticket.opened_date'), dayOf(ref('run.as_of'))).as('points_back'),
      sql<number>`1`.as('ticket_count'),
    ])

const complaints = (db: Db) =>
  db
    .selectFrom(fctTickets.as('ticket'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('ticket.csat_score', '<', 0.5)
    .where('ticket.solved_date', 'is not', null)
    .select(({ ref }) => [
      'ticket.account_id',
      pointOf(ref('ticket.solved_date').$castTo<Day>(), dayOf(ref('run.as_of'))).as('points_back'),
      sql<number>`1`.as('complaint_count'),
    ])

const failures = (db: Db) =>
  db
    .selectFrom(fctPayments.as('payment'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('payment.payment_status', '=', 'failed')
    .select(({ ref }) => [
      'payment.account_id',
      pointOf(ref('payment.paid_date'), dayOf(ref('run.as_of'))).as('points_back'),
      sql<number>`1`.as('failed_payment_count'),
    ])

const contacts = (db: Db) =>
  db
    .selectFrom(fctActivities.as('activity'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('activity.is_automatic', '=', false)
    .where('activity.activity_type', 'in', ['call', 'email', 'meeting', 'message'])
    .select(({ ref }) => [
      'activity.account_id',
      'activity.occurred_date as contacted_date',
      pointOf(ref('activity.occurred_date'), dayOf(ref('run.as_of'))).as('points_back'),
      sql<number>`1`.as('contact_count'),
    ])

/** A movement of several products is one, where it is counted. */
const movements = (db: Db) =>
  db
    .selectFrom(fctMrrMovements.as('movement'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('movement.movement_type', 'in', ['new', 'expansion', 'contraction'])
    .select(({ ref }) => {
      const one = (holds: Expression<unknown>) => sql<number>`cast(${holds} as integer)`
      return [
        'movement.account_id',
        pointOf(ref('movement.movement_date'), dayOf(ref('run.as_of'))).as('points_back'),
        one(
          sql`${ref('movement.movement_type')} = 'expansion' and not ${ref('movement.is_new_product')}
            and ${ref('movement.mrr_change')} > 0`,
        ).as('expansion_count'),
        sql<Day | null>`if(${ref('movement.movement_type')} = 'new', ${ref('movement.movement_date')}, null)`.as(
          'customer_since_date',
        ),
        one(
          sql`${ref('movement.movement_type')} = 'contraction' and ${ref('movement.account_count')} = 1`,
        ).as('contraction_count'),
      ]
    })
