/** The exchange rates that recurring revenue is converted at for ever. */
import { sql } from 'kysely'
import { type Day, day, rate, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { runningTotal } from '../../src/sql/windows.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { fctSubscriptionChanges } from './fct_subscription_changes.ts'

export const mapMrrRates = defineTable({
  name: 'map_mrr_rates',
  description:
    'One rate per account and currency of its subscriptions: that of the day on which it first had MRR in it, so that no movement of rates is one of MRR.',
  grain: ['account_id', 'currency_code'],
  columns: {
    account_id: text('The account.'),
    currency_code: text('ISO 4217.'),
    rate_date: day(
      'The first day with MRR in the currency; the first change where there was none.',
    ),
    exchange_rate: rate(
      'Reporting-currency units per unit; null where no rate is known, which stops the publish.',
    ).nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rateDays(db).as('first'))
      .leftJoin(dimExchangeRates.as('rate'), (join) =>
        join
          .onRef('rate.currency_code', '=', 'first.currency_code')
          .onRef('rate.rate_date', '=', 'first.rate_date'),
      )
      .select(['first.account_id', 'first.currency_code', 'first.rate_date', 'rate.exchange_rate']),
})

const days = (db: Db) =>
  db
    .selectFrom(fctSubscriptionChanges.as('change'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'change.recognised_at'))
    .select(({ ref }) => [
      'change.account_id',
      'change.currency_code',
      'change.recognised_date as date',
      runningTotal(ref('change.mrr_change_local'), {
        of: [ref('change.account_id'), ref('change.currency_code')],
        by: ref('change.recognised_date'),
      }).as('local'),
    ])

const rateDays = (db: Db) =>
  db
    .selectFrom(days(db).as('day'))
    .select(({ ref }) => [
      'day.account_id',
      'day.currency_code',
      sql<Day>`coalesce(min(${ref('day.date')}) filter (where ${ref('day.local')} > 0), min(${ref('day.date')}))`.as(
        'rate_date',
      ),
    ])
    .groupBy(['day.account_id', 'day.currency_code'])
