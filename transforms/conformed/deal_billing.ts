/** Won new business, and what was billed of it: what leaks_of_deals holds one against the other. */
import { type Expression, type InferResult, type SelectQueryBuilder, sql } from 'kysely'
import type { Day, LocalRecurring, Rate, Reporting } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import type { Db } from '../../src/table.ts'
import { stgInvoices } from '../staging/stg_invoices.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { fctInvoices } from './fct_invoices.ts'
import { graceDays, servicesDays, soldDeals } from './sold_deals.ts'
import { subscriptionDays } from './subscription_days.ts'

/** How long before an opportunity is marked won its subscription may begin. */
const earlyDays = 7
/** The share of what was sold that has to be billed. */
export const leastShare = sql.lit(1 - settings.billingTolerance)

/**
 * One row per won opportunity of new business whose days of grace are over. All money is at the rate
 * of the opportunity’s created date, so that no movement of rates is a difference.
 */
export const billedDeals = (db: Db) =>
  db
    .with('sold', () => soldDeals(db))
    .with('sold_day', (from) => daysOfDeals(db, from.selectFrom('sold as deal')))
    .with('beginning', (from) => beginnings(from.selectFrom('sold_day as start')))
    .with('begun', (from) => begun(from.selectFrom('beginning as start')))
    .with('total', (from) => totals(from.selectFrom('sold_day as day')))
    .with('reached', (from) => reached(from.selectFrom('total as day')))
    .with('billed', (from) => bills(from.selectFrom('sold as deal')))
    .selectFrom('sold as deal')
    .leftJoin('begun', 'begun.opportunity_id', 'deal.opportunity_id')
    .leftJoin('billed as bill', 'bill.opportunity_id', 'deal.opportunity_id')
    .leftJoin('reached', 'reached.opportunity_id', 'deal.opportunity_id')
    .selectAll('deal')
    .select(({ ref }) => {
      const recurring = sql<Reporting>`coalesce(${ref('begun.value')}, 0)`
      return [
        'begun.subscription_id',
        'reached.date as reached_date',
        'bill.late_date as late_bill_date',
        sql<boolean>`(${recurring} > 0)`.as('is_recurring'),
        sql<boolean>`coalesce(${ref('bill.is_in_time')}, false)`.as('is_billed'),
        // An amount that is no value of a year may hold services, which are billed once.
        sql<Reporting>`cast(${recurring} + if(${ref('deal.has_year_value')}, 0, coalesce(${ref('bill.once')}, 0)) as decimal(18, 2))`.as(
          'billed',
        ),
      ]
    })

type Of<Name extends string, Row> = SelectQueryBuilder<Record<Name, Row>, Name, object>
type SoldDeal = InferResult<ReturnType<typeof soldDeals>>[number]

/** What subscriptions did, beside each won opportunity of the account, as a year’s value at the opportunity’s rate. */
const daysOfDeals = (db: Db, sold: Of<'deal', SoldDeal>) =>
  sold
    .innerJoin(subscriptionDays(db).as('day'), 'day.account_id', 'deal.account_id')
    .innerJoin(dimExchangeRates.as('rate'), (join) =>
      join
        .onRef('rate.currency_code', '=', 'day.currency_code')
        .onRef('rate.rate_date', '=', 'deal.created_date'),
    )
    .select(({ ref }) => [
      'deal.opportunity_id',
      'deal.closed_date',
      'deal.next_closed_date',
      'deal.acv',
      'day.subscription_id',
      'day.date',
      'day.first_date',
      yearly(ref('day.change_local'), ref('rate.exchange_rate')).as('value'),
    ])

const yearly = (monthly: Expression<LocalRecurring>, rate: Expression<Rate>) =>
  sql<Reporting>`12 * cast(${monthly} as decimal(22, 8)) * cast(${rate} as decimal(14, 8))`

type SoldDay = InferResult<ReturnType<typeof daysOfDeals>>[number]

/**
 * The days of grace of the subscriptions that began about the time when the opportunity was won, with
 * what they had come to: some grow to what was sold in the first weeks.
 */
const beginnings = (days: Of<'start', SoldDay>) =>
  days
    .where(({ ref }) => isInTime(ref('start.first_date'), ref('start.closed_date'), graceDays))
    .where(({ ref }) => isInTime(ref('start.date'), ref('start.closed_date'), graceDays))
    .selectAll('start')
    .select(({ ref }) =>
      sql<Reporting>`sum(${ref('start.value')}) over (partition by ${ref('start.opportunity_id')} order by ${ref('start.date')})`.as(
        'total',
      ),
    )

/** The most that they came to. */
const begun = (days: Of<'start', InferResult<ReturnType<typeof beginnings>>[number]>) =>
  days
    .groupBy('start.opportunity_id')
    .select(({ ref }) => [
      'start.opportunity_id',
      sql<string>`first(${ref('start.subscription_id')} order by ${ref('start.date')}, ${ref('start.subscription_id')})`.as(
        'subscription_id',
      ),
      sql<Reporting>`cast(max(${ref('start.total')}) as decimal(18, 2))`.as('value'),
    ])

const isInTime = (date: Expression<Day>, closed: Expression<Day>, grace: number) =>
  sql<boolean>`${date} between ${closed} - ${sql.lit(earlyDays)} and ${closed} + ${sql.lit(grace)}`

/**
 * Bills of the account about that time: of an opportunity with a value a year, recurring ones. Void
 * ones too: they were made, and taken back on purpose.
 */
const bills = (sold: Of<'deal', SoldDeal>) =>
  sold
    .innerJoin(fctInvoices.as('bill'), 'bill.account_id', 'deal.account_id')
    .innerJoin(stgInvoices.as('document'), 'document.invoice_id', 'bill.invoice_id')
    .innerJoin(dimExchangeRates.as('rate'), (join) =>
      join
        .onRef('rate.currency_code', '=', 'bill.currency_code')
        .onRef('rate.rate_date', '=', 'deal.created_date'),
    )
    .where(({ ref }) => isInTime(ref('bill.issued_date'), ref('deal.closed_date'), servicesDays))
    .where(
      ({ ref }) => sql<boolean>`(${ref('bill.is_recurring')} or not ${ref('deal.has_year_value')})`,
    )
    .groupBy('deal.opportunity_id')
    .select(({ ref }) => {
      const isLate = sql`${ref('bill.issued_date')} > ${ref('deal.closed_date')} + ${sql.lit(graceDays)}`
      return [
        'deal.opportunity_id',
        sql<boolean>`bool_or(not (${isLate}))`.as('is_in_time'),
        sql<Day | null>`min(${ref('bill.issued_date')}) filter (where ${isLate})`.as('late_date'),
        sql<Reporting>`sum((${ref('document.total_local')} - coalesce(${ref('document.tax_local')}, 0)) * ${ref('rate.exchange_rate')}) filter (where not ${ref('bill.is_recurring')})`.as(
          'once',
        ),
      ]
    })

/** The days with what all subscriptions of the account had come to by then. */
const totals = (days: Of<'day', SoldDay>) =>
  days
    .selectAll('day')
    .select(({ ref }) =>
      sql<Reporting>`sum(${ref('day.value')}) over (partition by ${ref('day.opportunity_id')} order by ${ref('day.date')})`.as(
        'total',
      ),
    )

/**
 * When, after the days of grace and before the account’s next new business, what all subscriptions
 * of the account are worth first came to what was sold.
 */
const reached = (days: Of<'day', InferResult<ReturnType<typeof totals>>[number]>) =>
  days
    .where(
      ({ ref }) =>
        sql<boolean>`${ref('day.date')} > ${ref('day.closed_date')} + ${sql.lit(graceDays)}
          and ${ref('day.date')} < ${ref('day.next_closed_date')} - ${sql.lit(earlyDays)}
          and ${ref('day.total')} >= ${ref('day.acv')} * ${leastShare}`,
    )
    .groupBy('day.opportunity_id')
    .select(({ ref }) => ['day.opportunity_id', sql<Day>`min(${ref('day.date')})`.as('date')])
