/** The theme: the one asked for, else that of the reader's system; on paper the light one. */
import { useSyncExternalStore } from 'react'
import { useIsOnPaper } from './paper.ts'

const dark = matchMedia('(prefers-color-scheme: dark)')

function subscribe(listener: () => void) {
  dark.addEventListener('change', listener)
  return () => dark.removeEventListener('change', listener)
}

export function useTheme(asked: 'light' | 'dark' | undefined): 'light' | 'dark' {
  const isDark = useSyncExternalStore(subscribe, () => dark.matches)
  const isPaper = useIsOnPaper()
  const theme = isPaper ? 'light' : (asked ?? (isDark ? 'dark' : 'light'))
  // At once, since legends and charts read their colours from the style sheet while they render.
  document.documentElement.dataset['theme'] = theme
  return theme
}
