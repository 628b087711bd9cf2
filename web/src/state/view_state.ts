/** What is shown, as the address says it: so that every view can be sent, kept and gone back to. */
import { type Grain, grains } from '../model/granularities.ts'

export interface ViewState {
  readonly page: string
  readonly grain: Grain
  /** YYYY-MM-DD; undefined for the last periods. */
  readonly from: string | undefined
  readonly to: string | undefined
  /** Chosen values by dimension (without its view: common dimensions have one name in all). */
  readonly filters: Readonly<Record<string, readonly string[]>>
  /** Choices of single charts, such as the dimension of a breakdown. */
  readonly choices: Readonly<Record<string, string>>
  readonly locale: string | undefined
  readonly theme: 'light' | 'dark' | undefined
}

const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** Reads an address's query; what it does not know or cannot be is left out. */
export function readState(search: string): ViewState {
  const query = new URLSearchParams(search)
  const filters: Record<string, string[]> = {}
  const choices: Record<string, string> = {}
  for (const [key, value] of query) {
    const [kind, name] = [key.slice(0, 2), key.slice(2)]
    if (kind === 'f.' && name !== '') filters[name] = [...(filters[name] ?? []), value]
    if (kind === 'c.' && name !== '') choices[name] = value
  }
  const grain = query.get('grain')
  const from = query.get('from')
  const to = query.get('to')
  const isRange = isDay(from) && isDay(to) && from <= to
  const theme = query.get('theme')
  return {
    page: query.get('page') ?? 'overview',
    grain: grains.find((known) => known === grain) ?? 'month',
    from: isRange ? from : undefined,
    to: isRange ? to : undefined,
    filters,
    choices,
    locale: query.get('locale') ?? undefined,
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
  }
}

/** The query of an address; what is the default is not said. */
export function writeState(state: ViewState): string {
  const query = new URLSearchParams()
  if (state.page !== 'overview') query.set('page', state.page)
  if (state.grain !== 'month') query.set('grain', state.grain)
  if (state.from !== undefined && state.to !== undefined) {
    query.set('from', state.from)
    query.set('to', state.to)
  }
  for (const [dimension, values] of Object.entries(state.filters))
    for (const value of values) query.append(`f.${dimension}`, value)
  for (const [name, choice] of Object.entries(state.choices)) query.set(`c.${name}`, choice)
  if (state.locale !== undefined) query.set('locale', state.locale)
  if (state.theme !== undefined) query.set('theme', state.theme)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** The state with a dimension held to these values; to none, freed. */
export function withFilter(
  state: ViewState,
  dimension: string,
  values: readonly string[],
): ViewState {
  const { [dimension]: _, ...others } = state.filters
  return { ...state, filters: values.length === 0 ? others : { ...others, [dimension]: values } }
}
