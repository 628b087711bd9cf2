/** Paper: what stands on the page is laid out for it before the browser prints. */

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
