/**
 * The column types of the warehouse: each is a Zod schema that also knows its DuckDB type.
 *
 * A column declared with one of these gives the row its TypeScript type, the
 * table its SQL type, the data its checks, and the reader its description.
 *
 * @example
 * columns: {
 *   invoice_id: text('Stripe’s id, in_…'),
 *   total: money('After discounts and tax.'),
 *   paid_at: timestamp('When it was paid; null while it is not.').nullable(),
 * }
 */
import * as z from 'zod'

/** Money in the currency that its row names, as an exact decimal with two places: '120.00'. */
export type Local = string & z.$brand<'local currency'>
/** Money in the reporting currency, as an exact decimal with two places. */
export type Reporting = string & z.$brand<'reporting currency'>
/** A recurring value a month in the currency that its row names, with eight places. */
export type LocalRecurring = string & z.$brand<'local recurring value'>
/** A recurring value a month in the reporting currency, with eight places. */
export type Recurring = string & z.$brand<'recurring value'>
/** Reporting-currency units per local unit, as an exact decimal. */
export type Rate = string & z.$brand<'rate'>
/** A share of 1, as an exact decimal with ten places. */
export type Share = string & z.$brand<'share'>
/** A calendar day: '2024-03-31'. */
export type Day = string & z.$brand<'day'>

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/)

/**
 * Text; keys are text too.
 *
 * @param known the values of ours among those that systems may write: they have names in the
 *   model’s languages
 */
export const text = (
  description: string,
  { known }: { readonly known?: readonly string[] | undefined } = {},
) => column<string>('VARCHAR', known ? z.string().meta({ known }) : z.string(), description)
/** A whole number. */
export const integer = (description: string) => column<number>('BIGINT', z.int(), description)
/** A ratio or another number that need not be exact. */
export const number = (description: string) => column<number>('DOUBLE', z.number(), description)
/** True or false. */
export const flag = (description: string) => column<boolean>('BOOLEAN', z.boolean(), description)
/** An instant, in UTC. */
export const timestamp = (description: string) => column<Date>('TIMESTAMP', z.date(), description)
/** A calendar day. */
export const day = (description: string) => column<Day>('DATE', z.iso.date(), description)
/** A category with its values listed. */
export const oneOf = <const V extends readonly [string, ...string[]]>(
  values: V,
  description: string,
) => column<V[number]>('VARCHAR', z.enum(values), description)

/** Money in the currency of the row's `currency_code`: never add up two rows of it. */
export const localMoney = (description: string) =>
  column<Local>('DECIMAL(18,2)', decimal, description)
/** Money in the reporting currency. */
export const money = (description: string) =>
  column<Reporting>('DECIMAL(18,2)', decimal, description)
/** Money in the reporting currency that need not be whole cents, such as an expected value, exact to eight places. */
export const exactMoney = (description: string) =>
  column<Reporting>('DECIMAL(28,8)', decimal, description)
/** A recurring value a month in the row's `currency_code`, exact to eight places. */
export const localRecurring = (description: string) =>
  column<LocalRecurring>('DECIMAL(28,8)', decimal, description)
/** A recurring value a month in the reporting currency, exact to eight places. */
export const recurring = (description: string) =>
  column<Recurring>('DECIMAL(28,8)', decimal, description)
/** A share of 1 that adds up to 1 with the others, exact to ten places. */
export const share = (description: string) => column<Share>('DECIMAL(12,10)', decimal, description)
/** An exchange rate. */
export const rate = (description: string) => column<Rate>('DECIMAL(18,8)', decimal, description)

/** Texts in an order. */
export const list = (description: string) =>
  column<string[]>('VARCHAR[]', z.array(z.string()), description)
/** Text by text: what the columns of an export hold that the contract gathers by a header pattern. */
export const texts = (description: string) =>
  column<{ key: string; value: string }[]>(
    'MAP(VARCHAR, VARCHAR)',
    z.array(z.object({ key: z.string(), value: z.string() })),
    description,
  )

/** Instants by text: the same where all of those columns hold instants. */
export const instants = (description: string) =>
  column<{ key: string; value: Date }[]>(
    'MAP(VARCHAR, TIMESTAMP)',
    z.array(z.object({ key: z.string(), value: z.date() })),
    description,
  )

/** A Zod schema under a plain name, so that compile errors read `Column<Date>`. */
export interface Column<T> extends z.ZodType<T> {}

function column<T>(sqlType: string, schema: z.ZodType, description: string): Column<T> {
  return schema.meta({ ...schema.meta(), sqlType, description }) as Column<T>
}

// biome-ignore lint/suspicious/noExplicitAny: a column of any type
export type AnyColumn = Column<any>
export type Columns = Record<string, AnyColumn>
export type RowOf<C extends Columns> = { [K in keyof C]: z.output<C[K]> }

/** Some of the columns of a declaration, under their names. */
export const pick = <C extends Columns, const N extends keyof C & string>(
  columns: C,
  ...names: readonly N[]
): Pick<C, N> =>
  Object.fromEntries(names.map((name) => [name, columns[name]])) as unknown as Pick<C, N>

/** The DuckDB type that a column was declared with. */
export function sqlTypeOf(column: AnyColumn): string {
  const sqlType = bare(column).meta()?.['sqlType']
  if (typeof sqlType !== 'string')
    throw new TypeError('Declare columns with the types in src/columns.ts.')
  return sqlType
}

/** The words that a column was declared with. */
export function descriptionOf(column: AnyColumn): string {
  return bare(column).meta()?.description ?? ''
}

export const isNullable = (column: AnyColumn) => column instanceof z.ZodNullable

/** The values that a `oneOf` column allows; undefined for a column of another type. */
export function allowedValues(column: AnyColumn): readonly string[] | undefined {
  const inner = bare(column)
  return inner instanceof z.ZodEnum ? (inner.options as string[]) : undefined
}

/** The values of ours that a column is known to have: all that it allows, or those that `text` lists. */
export function knownValues(column: AnyColumn): readonly string[] | undefined {
  return allowedValues(column) ?? (bare(column).meta()?.['known'] as string[] | undefined)
}

/** A column without its `.nullable()`. */
function bare(column: AnyColumn): AnyColumn {
  return column instanceof z.ZodNullable ? (column.unwrap() as AnyColumn) : column
}
