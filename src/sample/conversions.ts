// How the people of the second unit become contacts: leads that are converted with their first deal.

import type { Contact } from './account.ts'
import { END, type Instant } from './calendar.ts'
import type { Books } from './company.ts'

/** Whom a seller typed in was never a lead; who never came near a deal still is one. */
export function convertLeads(company: Books): void {
  const met = new Map<Contact, Instant>()
  for (const deal of company.deals) {
    for (const contact of deal.contacts) {
      met.set(contact, Math.min(met.get(contact) ?? END, deal.createdAt))
    }
  }
  for (const contact of company.contacts) {
    if (contact.duplicateOf !== null) continue
    const stages = contact.lifecycle.filter(({ value }) => CONVERTED.has(value))
    const first = Math.min(met.get(contact) ?? END + 1, stages[0]?.at ?? END + 1)
    const isTypedIn = contact.source.detail === 'CRM_UI'
    if (isTypedIn) contact.convertedAt = contact.createdAt
    else if (first <= END) contact.convertedAt = Math.max(first, contact.createdAt)
  }
}

const CONVERTED = new Set(['opportunity', 'customer'])

/** Typed in by a seller: such a contact has no lead that it came from. */
export const wasLead = (contact: Contact) => contact.source.detail !== 'CRM_UI'
