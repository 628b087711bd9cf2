/** What a list asks, and the rows that it makes of the answer. */
import type { Query, Row } from '../api/cube.ts'
import type { GridRow } from '../components/grid_row.ts'
import { type Named, sentencesOf } from '../format/sentences.ts'
import { type Formats, figure } from '../format/values.ts'
import { equals } from '../kinds/ask.ts'
import type { Measure, Model } from '../model/meta.ts'
import { nameAmong, nameOf } from '../model/names.ts'
import type { List } from './list.ts'

/** How many rows are loaded at most. */
export const mostRows = 50_000

export interface ListColumn {
  /** As in the list. */
  readonly key: string
  /** `view.member` */
  readonly name: string
  readonly title: string
  readonly kind: 'text' | 'number' | 'day' | 'yesno' | 'sentences'
  /** Of figures. */
  readonly unit?: string
}

/** The columns of a list that the reader may see, of those named. */
export function listColumns(
  model: Model,
  { view }: Pick<List, 'view'>,
  names: readonly string[],
): ListColumn[] {
  return names.flatMap((key): ListColumn[] => {
    const name = `${view}.${key}`
    const measure = model.measures.get(name)
    if (measure) {
      const { shortTitle, meta } = measure
      return [{ key, name, title: shortTitle, kind: 'number', unit: meta.unit }]
    }
    const dimension = model.dimensions.get(name)
    if (!dimension) return []
    const { shortTitle: title, format, meta } = dimension
    const parts = `${view}.${meta?.parts}`
    if (model.dimensions.has(parts)) return [{ key, name: parts, title, kind: 'sentences' }]
    const kind = kinds[dimension.type] ?? (isDayName(key) ? 'day' : 'text')
    return [{ key, name, title, kind, unit: typeof format === 'string' ? format : 'count' }]
  })
}

const kinds: Readonly<Record<string, ListColumn['kind']>> = {
  number: 'number',
  time: 'day',
  boolean: 'yesno',
}

/** Days beside that of the view are text in the model: a view has one time dimension. */
const isDayName = (key: string) => /_(date|since|on)$/.test(key)

/** What a list is called, by the model; nothing where it is all that its page has. */
export function listTitle(model: Model, { view, counts, folder }: List): string | undefined {
  if (folder === undefined) return model.measures.get(`${view}.${counts}`)?.shortTitle
  return model.views.get(view)?.folders.find(({ name }) => name === folder)?.title ?? folder
}

/** Whether the reader may see a column. */
export const isListColumn = (model: Model, list: List, key: string): boolean =>
  listColumns(model, list, [key]).length > 0

/** Whether the reader may see what tells the rows of a list apart. */
export const isListShown = (model: Model, { view, key }: List): boolean =>
  key.every((name) => model.dimensions.has(`${view}.${name}`))

/** The measures that a list asks as long as its reader chooses no other columns, without their view. */
export const listMeasures = (
  model: Model,
  { view, counts, totals = [], columns }: List,
): readonly string[] =>
  [...(counts === undefined ? [] : [counts]), ...totals, ...columns].filter((name) =>
    model.measures.has(`${view}.${name}`),
  )

export interface Held {
  readonly filters: Readonly<Record<string, readonly string[]>>
  /** The range of dates; undefined for all. */
  readonly range: readonly [from: string, to: string] | undefined
  readonly segment: string | undefined
}

export function listQuery(
  model: Model,
  list: List,
  columns: readonly ListColumn[],
  held: Held,
): Query {
  const { view, key, account, counts } = list
  const { filters = [], ...rest } = heldTo(model, list, held)
  const isMeasure = ({ name }: ListColumn) => model.measures.has(name)
  const dimensions = new Set([
    ...key.map((name) => `${view}.${name}`),
    ...(account === undefined ? [] : [`${view}.${account}`]),
    ...columns.filter((column) => !isMeasure(column)).map(({ name }) => name),
  ])
  return {
    dimensions: [...dimensions],
    measures: columns.filter(isMeasure).map(({ name }) => name),
    ...rest,
    // What stands for the unknown is nothing to work on.
    filters: [
      { member: `${view}.${key[0]}`, operator: 'notEquals', values: ['unknown'] },
      ...(counts === undefined
        ? []
        : [{ member: `${view}.${counts}`, operator: 'gt' as const, values: ['0'] }]),
      ...filters,
    ],
    limit: mostRows,
  }
}

/** The measures of all rows that the list is held to. */
export function totalsQuery(model: Model, list: List, held: Held): Query | undefined {
  const measures = totalsOf(model, list)
  if (measures.length === 0) return undefined
  const isAllowed = (name: string) => measures.every(({ meta }) => meta.dimensions.includes(name))
  const filters = Object.entries(held.filters).filter(([name]) => isAllowed(name))
  return {
    measures: measures.map(({ name }) => name),
    ...heldTo(model, list, { ...held, filters: Object.fromEntries(filters) }),
  }
}

export const totalsOf = (model: Model, { view, totals = [] }: List): Measure[] =>
  totals.flatMap((name) => model.measures.get(`${view}.${name}`) ?? [])

function heldTo(model: Model, { view, isTimeless }: List, held: Held): Query {
  const { filters, range, segment } = held
  return {
    segments: segment === undefined ? [] : [`${view}.${segment}`],
    filters: Object.entries(filters)
      .filter(([name]) => model.dimensions.has(`${view}.${name}`))
      .map(([name, values]) => equals(`${view}.${name}`, ...values)),
    ...(range && !isTimeless
      ? { timeDimensions: [{ dimension: `${view}.date`, dateRange: [...range] }] }
      : {}),
  }
}

/** The rows as the grid takes them: figures as numbers, days without their time, values by their names. */
export const listRows = (
  model: Model,
  rows: readonly Row[],
  columns: readonly ListColumn[],
  formats: Formats,
): GridRow[] =>
  rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column.key, cellOf(model, row, column, formats)])),
  )

function cellOf(
  model: Model,
  row: Row,
  { name, kind }: ListColumn,
  formats: Formats,
): string | number | null {
  const value = row[name]
  if (value === null || value === undefined || value === '') return null
  if (kind === 'number') return figure(value)
  // Where there is no day, a word stands for it.
  if (kind === 'day') return /^\d{4}-\d{2}-\d{2}/.exec(String(value))?.[0] ?? null
  const own = (of: string) => nameOf(model, name, of)
  if (kind !== 'sentences') return own(String(value))
  const named: Named = (dimension, of) => nameAmong(model, dimension, of)
  return sentencesOf(String(value), own, named, formats) ?? own(String(value))
}

/** The rows that have all words of the search in what is shown of them. */
export function rowsWith<R extends GridRow>(rows: readonly R[], search: string): readonly R[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const text = Object.values(row).join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
