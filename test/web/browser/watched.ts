/** What a page did that it should not: errors, broken rules of its policy, requests to other hosts. */
import type { Page } from 'playwright-core'

/** Watches a page of the origin from now on; the list grows as things go wrong. */
export function watched(page: Page, own: string): string[] {
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`threw ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`logged ${message.text()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(own) && !/^(data|blob):/.test(url)) troubles.push(`asked ${url}`)
  })
  return troubles
}
