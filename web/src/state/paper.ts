/** Paper: what stands on the page is laid out for it before the browser prints. */
import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

/** Marks the document while it is printed; to be called before anything else listens for that. */
export function markPaper(): void {
  const { dataset } = document.documentElement
  window.addEventListener('beforeprint', () => {
    dataset['paper'] = ''
  })
  window.addEventListener('afterprint', () => {
    delete dataset['paper']
  })
}

function subscribe(listener: () => void) {
  // The browser prints what stands there when the event has been heard.
  const render = () => flushSync(listener)
  window.addEventListener('beforeprint', render)
  window.addEventListener('afterprint', render)
  return () => {
    window.removeEventListener('beforeprint', render)
    window.removeEventListener('afterprint', render)
  }
}

/** Whether the page is being put on paper. */
export const useIsOnPaper = (): boolean =>
  useSyncExternalStore(subscribe, () => 'paper' in document.documentElement.dataset)
