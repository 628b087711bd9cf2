/** Terms that began anew and were not billed: what fct_leaks makes findings of. */
import { type Expression, sql } from 'kysely'
import type { Day, Local, LocalRecurring } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { convert } from '../../src/sql/money.ts'
import { dayWords } from '../../src/sql/sentences.ts'
import { dayOf } from '../../src/sql/time.ts'
import { aDay, aMoney, telling } from '../../src/sql/told.ts'
import { runningTotal } from '../../src/sql/windows.ts'
import type { Db } from '../../src/table.ts'
import { stgInvoices } from '../staging/stg_invoices.ts'
import { fctInvoices } from './fct_invoices.ts'
import { fctSubscriptionChanges } from './fct_subscription_changes.ts'
import { fctSubscriptionTerms } from './fct_subscription_terms.ts'
import { fctSubscriptions } from './fct_subscriptions.ts'
import type { Leak } from './leak.ts'
import { leakTold } from './leak_sentences.ts'
import { mapMrrRates } from './map_mrr_rates.ts'

/** One finding for the terms of a subscription that follow one another without a bill. */
export const leaksOfTerms = (db: Db) =>
  db
    .selectFrom(stretches(db).as('stretch'))
    .innerJoin(
      fctSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'stretch.subscription_id',
    )
    .innerJoin(mapMrrRates.as('rate'), (join) =>
      join
        .onRef('rate.account_id', '=', 'subscription.account_id')
        .onRef('rate.currency_code', '=', 'subscription.currency_code'),
    )
    .select(({ ref, val }) => {
      const isActive = sql`${ref('subscription.subscription_state')} in ('active', 'paused')`
      const amount = ref('stretch.value_local')
      const billed = ref('stretch.billed_date')
      const reason = telling(
        leakTold('term_not_billed', {
          since: aDay(ref('stretch.since_date')),
          worth: aMoney(amount, ref('subscription.currency_code')),
        }),
        leakTold(
          'billed_late',
          { day: aDay(billed.$castTo<Day>()) },
          sql<boolean>`${billed} is not null`,
        ),
      )
      return [
        sql<string>`'expired_renewal:' || ${ref('stretch.subscription_id')} || ':' || ${dayWords(ref('stretch.since_date'))}`.as(
          'leak_id',
        ),
        val<Leak['leak_type']>('expired_renewal').as('leak_type'),
        'subscription.account_id',
        'subscription.subscription_id',
        'subscription.source_system',
        'subscription.currency_code',
        sql<
          Leak['leak_status']
        >`case when ${ref('stretch.billed_date')} is not null then 'recovered'
          when ${isActive} and ${ref('stretch.goes_on')} then 'open' else 'ended' end`.as(
          'leak_status',
        ),
        reason.words.as('reason'),
        reason.parts.as('reason_parts'),
        'stretch.since_date',
        'stretch.first_seen_date',
        'stretch.billed_date as recovered_date',
        'stretch.value_local as amount_local',
        convert(amount, ref('rate.exchange_rate')).as('amount'),
      ]
    })

/** Terms without a bill, one after the other; one that was billed since stands alone. */
const stretches = (db: Db) =>
  db
    .selectFrom(numbered(db).as('term'))
    .where('term.is_billed', '=', false)
    .groupBy(['term.subscription_id', 'term.stretch_number', 'term.billed_date'])
    .select(({ ref }) => {
      const start = ref('term.term_start_date')
      return [
        'term.subscription_id',
        sql<Day>`min(${start})`.as('since_date'),
        sql<Day>`min(${start} + ${ref('term.slack_days')})`.as('first_seen_date'),
        'term.billed_date',
        sql<boolean>`bool_or(${ref('term.is_last')})`.as('goes_on'),
        sql<Local>`cast(sum(${ref('term.value_local')}) as decimal(18, 2))`.as('value_local'),
      ]
    })

/**
 * Terms numbered by how many billed ones came before them, late or in time. One is billed that has an invoice within
 * the days of grace of its start, before or after, and half a term at most; a void one was taken
 * back on purpose. One that was billed later, with at least half of its value, is recovered.
 */
const numbered = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(valued(db).as('term'))
        .leftJoin(issued(db).as('bill'), (join) =>
          join.onRef('bill.subscription_id', '=', 'term.subscription_id').on(
            ({ ref }) => sql`${ref('bill.issued_date')} between
                ${ref('term.term_start_date')} - ${ref('term.slack_days')} and ${ref('term.term_end_date')} - ${ref('term.slack_days')} - 1`,
          ),
        )
        .groupBy([
          'term.subscription_id',
          'term.term_start_date',
          'term.term_end_date',
          'term.slack_days',
          'term.value_local',
        ])
        .select(({ ref }) => {
          const issued = ref('bill.issued_date')
          const isInTime = sql`${issued} <= ${ref('term.term_start_date')} + ${ref('term.slack_days')}`
          return [
            'term.subscription_id',
            'term.term_start_date',
            'term.term_end_date',
            'term.slack_days',
            'term.value_local',
            sql<boolean>`coalesce(bool_or(${isInTime}), false)`.as('is_billed'),
            sql<Day | null>`min(${issued}) filter (where not (${isInTime}) and 2 * ${ref('bill.full_local')} >= ${ref('term.value_local')})`.as(
              'billed_date',
            ),
          ]
        })
        .as('term'),
    )
    .selectAll('term')
    .select(({ ref }) => {
      const order = sql`partition by ${ref('term.subscription_id')} order by ${ref('term.term_start_date')}`
      return [
        sql<number>`count(*) filter (where ${ref('term.is_billed')} or ${ref('term.billed_date')} is not null) over (${order})`.as(
          'stretch_number',
        ),
        sql<boolean>`lead(1) over (${order}) is null`.as('is_last'),
      ]
    })

const issued = (db: Db) =>
  db
    .selectFrom(fctInvoices.as('bill'))
    .innerJoin(stgInvoices.as('document'), 'document.invoice_id', 'bill.invoice_id')
    .where('document.subscription_id', 'is not', null)
    .select(({ ref }) => [
      'document.subscription_id',
      'bill.issued_date',
      sql<Local>`(${ref('document.total_local')} - coalesce(${ref('document.tax_local')}, 0) + coalesce(${ref('document.discount_local')}, 0))`.as(
        'full_local',
      ),
    ])

/** Terms after a first bill, whose days of grace are over, with what they are worth as they begin. */
const valued = (db: Db) =>
  db
    .selectFrom(fctSubscriptionTerms.as('term'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .innerJoin(
      db
        .selectFrom(issued(db).as('bill'))
        .groupBy('bill.subscription_id')
        .select(({ ref }) => [
          'bill.subscription_id',
          sql<Day>`min(${ref('bill.issued_date')})`.as('first_date'),
        ])
        .as('first'),
      'first.subscription_id',
      'term.subscription_id',
    )
    .innerJoin(balances(db).as('balance'), (join) =>
      join
        .onRef('balance.subscription_id', '=', 'term.subscription_id')
        .onRef('balance.date', '<=', 'term.term_start_date')
        .onRef('balance.until', '>', 'term.term_start_date'),
    )
    .whereRef('term.term_start_date', '>', 'first.first_date')
    .where('balance.mrr_local', '>', sql<LocalRecurring>`0`)
    .where(
      ({ ref }) =>
        sql<boolean>`${ref('term.term_start_date')} + ${slack(ref('term.term_months'))} < ${dayOf(ref('run.as_of'))}`,
    )
    .select(({ ref }) => [
      'term.subscription_id',
      'term.term_start_date',
      'term.term_end_date',
      slack(ref('term.term_months')).as('slack_days'),
      sql<Local>`cast(${ref('balance.mrr_local')} * ${ref('term.term_months')} as decimal(18, 2))`.as(
        'value_local',
      ),
    ])

const slack = (months: Expression<number>) =>
  sql<number>`cast(least(${sql.lit(settings.billingGraceDays)}, 14 * ${months}) as integer)`

/** What a subscription is worth from each day on which it changed to the next. */
const balances = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(fctSubscriptionChanges.as('change'))
        .groupBy(['change.subscription_id', 'change.changed_date'])
        .select(({ ref }) => [
          'change.subscription_id',
          'change.changed_date as date',
          sql<LocalRecurring>`cast(sum(${ref('change.mrr_change_local')}) as decimal(28, 8))`.as(
            'change_local',
          ),
        ])
        .as('day'),
    )
    .select(({ ref }) => {
      const of = ref('day.subscription_id')
      const by = ref('day.date')
      return [
        'day.subscription_id',
        'day.date',
        sql<Day>`lead(${by}, 1, date '9999-12-31') over (partition by ${of} order by ${by})`.as(
          'until',
        ),
        sql<LocalRecurring>`cast(${runningTotal(ref('day.change_local'), { of: [of], by })} as decimal(28, 8))`.as(
          'mrr_local',
        ),
      ]
    })
