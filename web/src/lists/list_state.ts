/** The reader's columns, order and search of a list, as they stand in the address. */
import type { ViewState } from '../state/view_state.ts'
import type { List, Order } from './list.ts'

export interface ListState {
  readonly columns: readonly string[]
  readonly order: Order
  readonly search: string
  /** One of the list's segments; all rows where there is none. */
  readonly segment: string | undefined
}

/** The parts of the address that are a list's own. */
export type Choices = ViewState['choices']

const parts = ['columns', 'order', 'search', 'segment'] as const
const keyOf = ({ id }: List, part: (typeof parts)[number]) => `${id}.${part}`

/** Reads them; what the list does not have is left out, what is not said is the declaration's. */
export function readListState(list: List, choices: Choices): ListState {
  const known = new Set([...list.columns, ...list.more])
  const named = (choices[keyOf(list, 'columns')] ?? '').split(',').filter((name) => known.has(name))
  const order = choices[keyOf(list, 'order')] ?? ''
  const by = order.replace(/^-/, '')
  return {
    columns: named.length > 0 ? named : list.columns,
    order: known.has(by) ? { by, isDescending: order.startsWith('-') } : list.order,
    search: choices[keyOf(list, 'search')] ?? '',
    segment: list.segments?.find((name) => name === choices[keyOf(list, 'segment')]),
  }
}

/** The choices with a list's own replaced; what is the declaration's is not said. */
export function writeListState(list: List, choices: Choices, state: ListState): Choices {
  const others = Object.entries(choices).filter(
    ([key]) => !parts.some((part) => key === keyOf(list, part)),
  )
  const columns = state.columns.join(',')
  const orderOf = ({ by, isDescending }: Order) => (isDescending ? `-${by}` : by)
  const order = orderOf(state.order)
  return Object.fromEntries([
    ...others,
    ...(columns === list.columns.join(',') ? [] : [[keyOf(list, 'columns'), columns]]),
    ...(order === orderOf(list.order) ? [] : [[keyOf(list, 'order'), order]]),
    ...(state.segment === undefined ? [] : [[keyOf(list, 'segment'), state.segment]]),
    ...(state.search === '' ? [] : [[keyOf(list, 'search'), state.search]]),
  ])
}
