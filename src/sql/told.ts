/**
 * Sentences of templates, in SQL: in English, and as what they are made of, so that whoever shows
 * them can say them in another language.
 *
 * Parts are JSON: `[{"say":"billed_since","day":["day","2024-03-31"]}]` names the template and what
 * stands in each of its blanks, with its unit.
 */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Day, Local } from '../columns.ts'
import { countWords, dayWords, moneyWords, shareWords } from './sentences.ts'

/** What stands in a blank: in English, and with its unit. */
export interface Figure {
  readonly words: Expression<string | null>
  readonly parts: readonly Expression<unknown>[]
}

/** A value of a dimension, which may have a name in the reader’s language. */
export const aName = (value: Expression<string>, dimension: string): Figure => ({
  words: value,
  parts: [sql`'name'`, value, sql.lit(dimension)],
})

export const aText = (text: Expression<string | null>): Figure => ({
  words: text,
  parts: [sql`'text'`, text],
})

/** Money in its own currency, exact in the parts. */
export const aMoney = (amount: Expression<Local>, currency: Expression<string>): Figure => ({
  words: moneyWords(amount, currency),
  parts: [sql`'money'`, sql`cast(${amount} as varchar)`, currency],
})

export const aDay = (day: Expression<Day>): Figure => ({
  words: dayWords(day),
  parts: [sql`'day'`, dayWords(day)],
})

/** A share of 1. */
export const aShare = (share: Expression<number>): Figure => ({
  words: shareWords(share),
  parts: [sql`'share'`, sql`cast(${share} as double)`],
})

export const aNumber = (count: Expression<number>): Figure => ({
  words: sql`cast(${count} as varchar)`,
  parts: [sql`'number'`, count],
})

/** How many days something took. */
export const someDays = (count: Expression<number>): Figure => ({
  words: countWords(count, 'day'),
  parts: [sql`'days'`, count],
})

/** A sentence, in English and in parts; both null where it is not said. */
export interface Told {
  readonly words: RawBuilder<string | null>
  readonly parts: RawBuilder<string | null>
}

type Blanks<T extends string> = T extends `${string}[${infer B}]${infer Rest}`
  ? B | Blanks<Rest>
  : never

/**
 * Tells sentences of these templates, by their names. A blank is the name of a figure in
 * brackets: Cube takes braces in the model for references.
 *
 * @example const told = teller({ billed: 'Billed since [day].' })
 * told('billed', { day: aDay(since) }, isBilled)
 */
export const teller =
  <const T extends Readonly<Record<string, string>>>(templates: T) =>
  <N extends keyof T & string>(
    name: N,
    figures: Readonly<Record<Blanks<T[N]>, Figure>>,
    isSaid?: Expression<boolean>,
  ): Told => {
    const byBlank = figures as Readonly<Record<string, Figure>>
    const words = (templates[name] as string)
      .split(/\[(\w+)\]/)
      .map((part, at) => (at % 2 === 0 ? sql.lit(part) : byBlank[part]!.words))
    const parts = Object.entries(byBlank).flatMap(([blank, figure]) => [
      sql.lit(blank),
      sql`json_array(${sql.join(figure.parts)})`,
    ])
    const said = (value: RawBuilder<unknown>) =>
      isSaid ? sql<string | null>`case when ${isSaid} then ${value} end` : sql<string>`${value}`
    return {
      words: said(sql`concat(${sql.join(words)})`),
      parts: said(
        sql`cast(json_object(${sql.join([sql.lit('say'), sql.lit(name), ...parts])}) as varchar)`,
      ),
    }
  }

/** The sentences that are said, one after the other: in English and in parts. */
export const telling = (
  ...sentences: readonly Told[]
): { readonly words: RawBuilder<string>; readonly parts: RawBuilder<string> } => ({
  words: sql`concat_ws(' ', ${sql.join(sentences.map(({ words }) => words))})`,
  parts: sql`'[' || concat_ws(',', ${sql.join(sentences.map(({ parts }) => parts))}) || ']'`,
})

/** What was told before, to go on from: both are texts of `telling`. */
export const toldBefore = (
  words: Expression<string | null>,
  parts: Expression<string | null>,
): Told => ({
  words: sql`${words}`,
  parts: sql`nullif(trim(${parts}, '[]'), '')`,
})
