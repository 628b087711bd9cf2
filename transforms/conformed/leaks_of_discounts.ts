/** Discounts that are too large, or are given for too long: what fct_leaks makes findings of. */
import { type Expression, sql } from 'kysely'
import type { Day, Local, Reporting } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { monthsLater } from '../../src/sql/calendar.ts'
import { convert } from '../../src/sql/money.ts'
import { dayOf } from '../../src/sql/time.ts'
import { aDay, aMoney, aShare, telling } from '../../src/sql/told.ts'
import { unionByName } from '../../src/sql/union.ts'
import type { Db } from '../../src/table.ts'
import { stgInvoices } from '../staging/stg_invoices.ts'
import { stgSubscriptions } from '../staging/stg_subscriptions.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { fctInvoices } from './fct_invoices.ts'
import { fctSubscriptions } from './fct_subscriptions.ts'
import type { Leak } from './leak.ts'
import { leakTold } from './leak_sentences.ts'
import { leaksOfAgreedDiscounts } from './leaks_of_agreed_discounts.ts'

const limit = sql.lit(settings.discountLimit)

/** By what invoices say; of a subscription that was never billed with one, by its own discount. */
export const leaksOfDiscounts = (db: Db) =>
  unionByName(
    findings(db, 'discount_beyond_limit').$castTo<Leak>(),
    findings(db, 'expired_discount').$castTo<Leak>(),
    leaksOfAgreedDiscounts(db).$castTo<Leak>(),
  )

/**
 * One a subscription, or a bill without one. What it costs is what it took off the bills of the
 * twelve months up to its last. A discount beyond the limit is that finding alone: its money leaks
 * once, however long it goes on.
 */
const findings = (db: Db, type: 'discount_beyond_limit' | 'expired_discount') =>
  db
    .selectFrom(spans(db, type).as('span'))
    .innerJoin(discounted(db).as('bill'), (join) =>
      join
        .onRef('bill.contract_id', '=', 'span.contract_id')
        .onRef('bill.currency_code', '=', 'span.currency_code')
        .onRef('bill.issued_date', '<=', 'span.last_date')
        .on(
          ({ ref }) => sql`${ref('bill.issued_date')} > ${monthsLater(ref('span.last_date'), -12)}`,
        ),
    )
    .leftJoin(
      fctSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'span.subscription_id',
    )
    .where('bill.discount_local', '>', sql<Local>`0`)
    .groupBy([
      'span.contract_id',
      'span.currency_mark',
      'span.subscription_id',
      'span.invoice_id',
      'span.account_id',
      'span.source_system',
      'span.currency_code',
      'span.since_date',
      'span.first_seen_date',
      'span.last_date',
      'span.last_rate',
      'span.goes_on',
      'subscription.subscription_state',
    ])
    .select(({ ref, val }) => {
      const taken = sql<Local>`cast(sum(${ref('bill.discount_local')}) as decimal(18, 2))`
      const given = {
        share: aShare(ref('span.last_rate')),
        since: aDay(ref('span.since_date')),
        last: aDay(ref('span.last_date')),
        taken: aMoney(taken, ref('span.currency_code')),
      }
      const reason = telling(
        type === 'expired_discount'
          ? leakTold('discount_expired', given)
          : leakTold('discount_beyond', { ...given, limit: aShare(limit) }),
      )
      return [
        sql<string>`${`${type}:`} || ${ref('span.contract_id')} || ${ref('span.currency_mark')}`.as(
          'leak_id',
        ),
        val<Leak['leak_type']>(type).as('leak_type'),
        'span.account_id',
        'span.subscription_id',
        'span.invoice_id',
        'span.source_system',
        'span.currency_code',
        statusOf(ref('span.goes_on'), ref('subscription.subscription_state')).as('leak_status'),
        reason.words.as('reason'),
        reason.parts.as('reason_parts'),
        'span.since_date',
        'span.first_seen_date',
        taken.as('amount_local'),
        sql<Reporting>`cast(sum(${ref('bill.discount')}) as decimal(18, 2))`.as('amount'),
      ]
    })

/** A finding is open while the last bill still has the discount, and another one may follow. */
const statusOf = (goesOn: Expression<boolean>, state: Expression<string | null>) =>
  sql<Leak['leak_status']>`if(${goesOn} and ${state} in ('active', 'paused'), 'open', 'ended')`

/** From when to when each contract was billed with a discount of the kind. */
const spans = (db: Db, type: 'discount_beyond_limit' | 'expired_discount') =>
  db
    .selectFrom(discounted(db).as('bill'))
    .where(type === 'expired_discount' ? 'bill.is_expired' : 'bill.is_beyond', '=', true)
    .groupBy(['bill.contract_id', 'bill.currency_code'])
    .select(({ ref }) => {
      const date = ref('bill.issued_date')
      return [
        'bill.contract_id',
        'bill.currency_code',
        // One that is billed in another currency later leaks in both, each a finding of its own.
        sql<string>`if(row_number() over (partition by ${ref('bill.contract_id')} order by min(${date}), ${ref('bill.currency_code')}) = 1, '', ':' || ${ref('bill.currency_code')})`.as(
          'currency_mark',
        ),
        sql<string | null>`min(${ref('bill.subscription_id')})`.as('subscription_id'),
        sql<
          string | null
        >`min(if(${ref('bill.subscription_id')} is null, ${ref('bill.invoice_id')}, null))`.as(
          'invoice_id',
        ),
        sql<string>`last(${ref('bill.account_id')} order by ${date}, ${ref('bill.invoice_id')})`.as(
          'account_id',
        ),
        sql<string>`min(${ref('bill.source_system')})`.as('source_system'),
        sql<Day>`min(${type === 'expired_discount' ? ref('bill.end_date') : date})`.as(
          'since_date',
        ),
        sql<Day>`min(${date})`.as('first_seen_date'),
        sql<Day>`max(${date})`.as('last_date'),
        sql<number>`last(${ref('bill.discount_rate')} order by ${date}, ${ref('bill.invoice_id')})`.as(
          'last_rate',
        ),
        sql<boolean>`bool_or(${ref('bill.is_last')})`.as('goes_on'),
      ]
    })

/** Bills with what is wrong with their discounts; those that were taken back count in nothing. */
const discounted = (db: Db) =>
  db
    .selectFrom(runs(db).as('bill'))
    .leftJoin(stgSubscriptions.as('agreed'), 'agreed.subscription_id', 'bill.subscription_id')
    .selectAll('bill')
    .select(({ ref }) => {
      const start = sql<Day>`min(${ref('bill.issued_date')}) over (partition by ${ref('bill.contract_id')}, ${ref('bill.run_number')}, ${ref('bill.discount_local')} > 0)`
      const end = sql<Day>`coalesce(${dayOf(ref('agreed.discount_ends_at'))}, ${monthsLater(start, settings.discountMonths)})`
      const full = sql`(${ref('bill.net_local')} + ${ref('bill.discount_local')})`
      // A bill rounds to the cent: a discount at the limit may be one beyond it.
      const isBeyond = sql`${ref('bill.discount_local')} > ${full} * ${limit} + 0.01`
      return [
        sql<number>`cast(${ref('bill.discount_local')} as double) / nullif(cast(${full} as double), 0)`.as(
          'discount_rate',
        ),
        end.as('end_date'),
        sql<boolean>`(${isBeyond})`.as('is_beyond'),
        sql<boolean>`(${ref('bill.discount_local')} > 0 and not (${isBeyond}) and ${ref('bill.issued_date')} >= ${end})`.as(
          'is_expired',
        ),
      ]
    })

/** Bills numbered by how many without a discount came before them. */
const runs = (db: Db) =>
  db
    .selectFrom(bills(db).as('bill'))
    .selectAll('bill')
    .select(({ ref }) => {
      const order = sql`partition by ${ref('bill.contract_id')} order by ${ref('bill.issued_date')}, ${ref('bill.invoice_id')}`
      return [
        sql<number>`count(*) filter (where ${ref('bill.discount_local')} = 0) over (${order})`.as(
          'run_number',
        ),
        sql<boolean>`lead(1) over (${order}) is null`.as('is_last'),
      ]
    })

const bills = (db: Db) =>
  db
    .selectFrom(stgInvoices.as('document'))
    .innerJoin(fctInvoices.as('issued'), 'issued.invoice_id', 'document.invoice_id')
    .innerJoin(dimExchangeRates.as('rate'), (join) =>
      join
        .onRef('rate.currency_code', '=', 'issued.currency_code')
        .onRef('rate.rate_date', '=', 'issued.issued_date'),
    )
    .where('issued.invoice_status', '!=', 'void')
    .select(({ ref }) => {
      const discount = sql<Local>`coalesce(${ref('document.discount_local')}, 0)`
      return [
        'issued.invoice_id',
        'document.subscription_id',
        sql<string>`coalesce(${ref('document.subscription_id')}, ${ref('issued.invoice_id')})`.as(
          'contract_id',
        ),
        'issued.account_id',
        'issued.source_system',
        'issued.currency_code',
        'issued.issued_date',
        sql<Local>`(${ref('document.total_local')} - coalesce(${ref('document.tax_local')}, 0))`.as(
          'net_local',
        ),
        discount.as('discount_local'),
        convert(discount, ref('rate.exchange_rate')).as('discount'),
      ]
    })
