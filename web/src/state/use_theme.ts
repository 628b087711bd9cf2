/** The theme: the one asked for, else that of the reader's system; on paper the light one. */
import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

const dark = matchMedia('(prefers-color-scheme: dark)')

function subscribe(listener: () => void) {
  dark.addEventListener('change', listener)
  return () => dark.removeEventListener('change', listener)
}

let isPrinting = false

function subscribeToPrint(listener: () => void) {
  const set = (is: boolean) => () => {
    isPrinting = is
    // The browser prints what stands there when the event has been heard.
    flushSync(listener)
  }
  const [before, after] = [set(true), set(false)]
  window.addEventListener('beforeprint', before)
  window.addEventListener('afterprint', after)
  return () => {
    window.removeEventListener('beforeprint', before)
    window.removeEventListener('afterprint', after)
  }
}

export function useTheme(asked: 'light' | 'dark' | undefined): 'light' | 'dark' {
  const isDark = useSyncExternalStore(subscribe, () => dark.matches)
  const isPaper = useSyncExternalStore(subscribeToPrint, () => isPrinting)
  const theme = isPaper ? 'light' : (asked ?? (isDark ? 'dark' : 'light'))
  // At once, since legends and charts read their colours from the style sheet while they render.
  document.documentElement.dataset['theme'] = theme
  return theme
}
