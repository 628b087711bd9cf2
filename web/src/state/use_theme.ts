/** The theme: the one asked for, else that of the reader's system. */
import { useLayoutEffect, useSyncExternalStore } from 'react'

const dark = matchMedia('(prefers-color-scheme: dark)')

function subscribe(listener: () => void) {
  dark.addEventListener('change', listener)
  return () => dark.removeEventListener('change', listener)
}

export function useTheme(asked: 'light' | 'dark' | undefined): 'light' | 'dark' {
  const isDark = useSyncExternalStore(subscribe, () => dark.matches)
  const theme = asked ?? (isDark ? 'dark' : 'light')
  // Charts read their colours from the style sheet after this.
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  return theme
}
