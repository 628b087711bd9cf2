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

/** `isReplaced`: the step before is not gone back to, as while somebody types. */
export type Go = (next: ViewState, isReplaced?: boolean) => void

export function useViewState(): [ViewState, Go] {
  const search = useSyncExternalStore(subscribe, () => location.search)
  const state = useMemo(() => readState(search), [search])
  const go = useCallback<Go>((next, isReplaced = false) => {
    if (writeState(next) === location.search) return
    const address = `${hrefOf(next)}${location.hash}`
    if (isReplaced) history.replaceState(null, '', address)
    else history.pushState(null, '', address)
    for (const listener of listeners) listener()
  }, [])
  return [state, go]
}
