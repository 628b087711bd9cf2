/** Amounts that a payment system counts in the smallest unit of a currency, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Local } from '../columns.ts'

/** Currencies without a minor unit, as Stripe lists them: 500 is ¥500. */
const withoutMinorUnit = [
  ...['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA'],
  ...['PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
]
/** Currencies of a thousand minor units. */
const ofThousand = ['BHD', 'JOD', 'KWD', 'OMR', 'TND']

const list = (codes: readonly string[]) => sql.join(codes.map((code) => sql.lit(code)))

/** How many minor units make one unit of a currency (ISO 4217, upper case): 100, 1 or 1000. */
export const minorUnitsOf = (currency: Expression<string>): RawBuilder<number> =>
  sql`cast(case when ${currency} in (${list(withoutMinorUnit)}) then 1 when ${currency} in (${list(ofThousand)}) then 1000 else 100 end as bigint)`

/** An amount in minor units as money, to the cent. Whole numbers throughout: nothing is lost. */
export const fromMinorUnits = <A extends number | null>(
  amount: Expression<A>,
  currency: Expression<string>,
): RawBuilder<Local | Extract<A, null>> =>
  sql`cast(${amount} * case ${minorUnitsOf(currency)} when 1 then 1.000 when 1000 then 0.001 else 0.010 end as decimal(18, 2))`

/** Money in minor units, for currencies of two places and fewer. */
export const toMinorUnits = <A extends Local | null>(
  amount: Expression<A>,
  currency: Expression<string>,
): RawBuilder<number | Extract<A, null>> =>
  sql`cast(${amount} * ${minorUnitsOf(currency)} as bigint)`
