/** Whether the page is being put on paper. */
import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

let isPrinting = false

function subscribe(listener: () => void) {
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

export const useIsPrinting = (): boolean => useSyncExternalStore(subscribe, () => isPrinting)
