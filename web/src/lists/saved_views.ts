/** The views of a list that a reader keeps under a name, in this browser. */
import type { ListState } from './list_state.ts'

export interface SavedView {
  readonly name: string
  readonly state: ListState
}

const keyOf = (list: string) => `revops.views.${list}`

/** The saved views by name; none where the browser keeps nothing. */
export function savedViews(list: string): readonly SavedView[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(list)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isView) : []
  } catch {
    return []
  }
}

/** Keeps a view, in the place of one of the same name; gives what is kept then. */
export const saveView = (list: string, view: SavedView): readonly SavedView[] =>
  keep(list, [...without(list, view.name), view])

export const removeView = (list: string, name: string): readonly SavedView[] =>
  keep(list, without(list, name))

const without = (list: string, name: string) =>
  savedViews(list).filter((known) => known.name !== name)

function keep(list: string, views: readonly SavedView[]): readonly SavedView[] {
  const sorted = views.toSorted((one, other) => one.name.localeCompare(other.name))
  try {
    localStorage.setItem(keyOf(list), JSON.stringify(sorted))
  } catch {
    // A browser that keeps nothing shows them until the page is left.
  }
  return sorted
}

function isView(kept: unknown): kept is SavedView {
  const { name, state } = (kept ?? {}) as Partial<Record<string, unknown>>
  const { columns, order, search } = (state ?? {}) as Partial<Record<string, unknown>>
  return (
    typeof name === 'string' &&
    Array.isArray(columns) &&
    typeof (order as { by?: unknown } | undefined)?.by === 'string' &&
    typeof search === 'string'
  )
}
