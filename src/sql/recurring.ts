/** Recurring values a month, in SQL: exact to eight places, in whole numbers until the last step. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { LocalRecurring, Recurring } from '../columns.ts'
import { minorUnitsOf } from './minor_units.ts'

export interface Price {
  /** Per unit and interval, in minor units. */
  readonly unitAmount: Expression<number | null>
  readonly interval: Expression<'day' | 'week' | 'month' | 'year' | null>
  readonly intervalCount: Expression<number | null>
  readonly currency: Expression<string>
}

/**
 * What units of a price are worth a month: a week is 12/52 of a month, a day 12/365, a year 12
 * months. Null where the price has no amount or no interval. Rounded once, half up, at the eighth
 * place, so that twelve times an annual price's value is that price to the cent.
 */
export function monthlyValue(
  quantity: Expression<number>,
  { unitAmount, interval, intervalCount, currency }: Price,
): RawBuilder<LocalRecurring | null> {
  const times = sql`case ${interval} when 'day' then 365 when 'week' then 52 when 'month' then 12 when 'year' then 1 end`
  const numerator = sql`cast(${quantity} as hugeint) * ${unitAmount} * ${times} * 100000000`
  const divisor = sql`(12 * ${minorUnitsOf(currency)} * ${intervalCount})`
  return sql`cast(cast((2 * ${numerator} + ${divisor}) // (2 * ${divisor}) as decimal(28, 0)) * cast(0.00000001 as decimal(8, 8)) as decimal(28, 8))`
}

/**
 * The same of a price in units of its currency. Null where it has no amount or no interval.
 */
export const monthlyPrice = (
  quantity: Expression<number>,
  price: {
    readonly unitPrice: Expression<LocalRecurring | null>
    readonly interval: Expression<string | null>
    readonly intervalCount: Expression<number>
  },
): RawBuilder<LocalRecurring | null> =>
  sql`cast(${quantity} * cast(${price.unitPrice} as decimal(18, 8)) * case ${price.interval} when 'day' then 365 when 'week' then 52 when 'month' then 12 when 'year' then 1 end / (12 * ${price.intervalCount}) as decimal(28, 8))`

/** Minor units a month as a recurring value. */
export const recurringFromMinorUnits = <A extends number | null>(
  amount: Expression<A>,
  currency: Expression<string>,
): RawBuilder<LocalRecurring | Extract<A, null>> =>
  sql`cast(cast(${amount} as decimal(20, 0)) * case ${minorUnitsOf(currency)} when 1 then 1.000 when 1000 then 0.001 else 0.010 end as decimal(28, 8))`

/** The sum of recurring values in the reporting currency; 0 of no rows. Local ones have no sum. */
export const totalRecurring = (value: Expression<Recurring | null>): RawBuilder<Recurring> =>
  sql`cast(coalesce(sum(${value}), 0) as decimal(28, 8))`

/** A recurring value with the other sign. */
export const negated = <T extends LocalRecurring | Recurring>(
  value: Expression<T>,
): RawBuilder<T> => sql`(-${value})`

/** A share of a recurring value in the reporting currency, as of a margin. */
export const shareOfRecurring = (
  value: Expression<Recurring>,
  share: Expression<number>,
): RawBuilder<Recurring> =>
  sql`cast(cast(${value} as decimal(22, 8)) * cast(${share} as decimal(12, 10)) as decimal(28, 8))`

/** 1 of a recurring value above 0, else 0: a customer of an account’s. */
export const oneIfAny = (value: Expression<Recurring>): RawBuilder<number> =>
  sql`cast(if(${value} > 0, 1, 0) as bigint)`
