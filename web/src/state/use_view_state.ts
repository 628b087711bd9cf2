/** The view state for components, kept in the address. */
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { readState, type ViewState, writeState } from './view_state.ts'

const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

/** A link to a state; the token of an embed stays in the address. */
export const hrefOf = (state: ViewState): string => `${location.pathname}${writeState(state)}`

export function useViewState(): [ViewState, (next: ViewState) => void] {
  const search = useSyncExternalStore(subscribe, () => location.search)
  const state = useMemo(() => readState(search), [search])
  const go = useCallback((next: ViewState) => {
    if (writeState(next) === location.search) return
    history.pushState(null, '', `${hrefOf(next)}${location.hash}`)
    for (const listener of listeners) listener()
  }, [])
  return [state, go]
}
