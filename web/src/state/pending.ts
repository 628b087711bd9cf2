/** Whether anything on the page still loads: for those who wait until all is there. */
import { useLayoutEffect, useSyncExternalStore } from 'react'

const pending = new Set<string>()
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

/** Says whether the part of the page that is called so still loads. */
export function usePending(id: string, isPending: boolean) {
  // Before anybody can look: what is mounted counts at once.
  useLayoutEffect(() => {
    if (!isPending) return
    pending.add(id)
    tell()
    return () => {
      pending.delete(id)
      tell()
    }
  }, [id, isPending])
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useIsReady = (): boolean => useSyncExternalStore(subscribe, () => pending.size === 0)
