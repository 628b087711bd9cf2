/** Credit that is shared out: shares that add up to 1, and money that adds up to the cent, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Reporting, Share } from '../columns.ts'

/** The sum of shares or weights below a thousand: the same in whatever order they come. */
export const totalOf = (share: Expression<number | null>): RawBuilder<number> =>
  sql`cast(coalesce(sum(cast(${share} as decimal(18, 15))), 0) as double)`

/** The same over the rows that share values. */
export const totalAmong = (
  share: Expression<number>,
  by: readonly Expression<unknown>[],
): RawBuilder<number> =>
  sql`cast(sum(cast(${share} as decimal(18, 15))) over (partition by ${sql.join(by)}) as double)`

/** What something weighs that halves with each so many days before an instant: 1 at the instant. */
export const halved = (
  at: Expression<Date>,
  until: Expression<Date>,
  halfLifeDays: Expression<number | null>,
): RawBuilder<number> =>
  sql`power(2.0, -(date_diff('second', ${at}, ${until}) / 86400 / ${halfLifeDays}))`

/** How many different values several hold; null is none. */
export const differentAmong = (
  ...values: readonly Expression<number | null>[]
): RawBuilder<number> => sql`list_unique([${sql.join(values)}])`

/** Several weights together. */
export const together = (...weights: readonly Expression<number>[]): RawBuilder<number> =>
  sql`(${sql.join(weights, sql` + `)})`

/** How many of several values are not null. */
export const knownAmong = (...values: readonly Expression<number | null>[]): RawBuilder<number> =>
  sql`list_count([${sql.join(values)}])`

/** One of several equal parts of 1. */
export const partOfOne = (count: Expression<number>): RawBuilder<number> => sql`(1 / (${count}))`

/** What a part of a whole has of a number; 0 of a whole that is 0. */
export const shareOf = (
  of: Expression<number>,
  part: Expression<number>,
  whole: Expression<number>,
): RawBuilder<number> => sql`if((${whole}) = 0, 0, (${of}) * ((${part}) / (${whole})))`

/** A share to ten places. */
export const exactShare = (share: Expression<number>): RawBuilder<Share> =>
  sql`cast(${share} as decimal(12, 10))`

/** What is missing from 1 after the shares of a group were rounded to ten places. */
export const shareLeft = (share: Expression<number>): RawBuilder<Share> =>
  sql`cast(1 - sum(cast(${share} as decimal(12, 10))) as decimal(12, 10))`

/** A share, with what was left over where it goes to. */
export const shareWith = (
  share: Expression<number>,
  left: Expression<Share>,
  isDue: Expression<unknown>,
): RawBuilder<Share> =>
  sql`cast(cast(${share} as decimal(12, 10)) + if(${isDue}, ${left}, 0) as decimal(12, 10))`

/** Of a group, the place of the largest share; of several alike, the last place. */
export const largestAt = (
  share: Expression<number>,
  place: Expression<number>,
): RawBuilder<number> => sql`max(struct_pack(share := ${share}, place := ${place})).place`

/** Money in cents; null for none. */
export const centsOf = (amount: Expression<Reporting | null>): RawBuilder<number | null> =>
  sql`cast(${amount} * 100 as bigint)`

/** Its whole cents, which a product that is a hair too large must not exceed. */
const whole = (share: Expression<number>, cents: Expression<number | null>) =>
  sql`floor(${share} * ${cents} - 0.0001)`

/**
 * Of a group of shares of one amount, the places that get a cent more than their share’s whole
 * cents, so that the cents add up to the amount: those with the largest remainders, of several alike
 * the first ones. Null where there is no amount.
 */
export const oneCentMore = (
  share: Expression<number>,
  cents: Expression<number | null>,
  place: Expression<number>,
): RawBuilder<number[] | null> => sql`list_transform(list_slice(
  list_sort(list(struct_pack(rest := round(${whole(share, cents)} - ${share} * ${cents}, 6), place := ${place}))
    filter (where ${cents} is not null)),
  1, cast(any_value(${cents}) - sum(${whole(share, cents)}) as bigint)), lambda due: due.place)`

/** The money of a share: its whole cents, and one more where it is due. */
export const moneyOf = (
  share: Expression<number>,
  cents: Expression<number | null>,
  place: Expression<number>,
  due: Expression<number[] | null>,
): RawBuilder<Reporting | null> =>
  sql`cast((cast(${whole(share, cents)} as decimal(18, 0)) + if(list_contains(${due}, ${place}), 1, 0)) * 0.01 as decimal(18, 2))`

/** A share of money, to eight places. */
export const shareOfMoney = (
  amount: Expression<Reporting | null>,
  share: Expression<number | null>,
): RawBuilder<Reporting | null> =>
  sql`cast(cast(${amount} as decimal(18, 2)) * cast(${share} as decimal(12, 10)) as decimal(28, 8))`

/** The sum of the money that is known; null where none is. */
export const knownTotal = (amount: Expression<Reporting | null>): RawBuilder<Reporting | null> =>
  sql`cast(sum(${amount}) as decimal(18, 2))`

/** The same of money to eight places. */
export const knownExactTotal = (
  amount: Expression<Reporting | null>,
): RawBuilder<Reporting | null> => sql`cast(sum(${amount}) as decimal(28, 8))`
