// Ids of the records that the second unit keeps, in order of creation.

import type { Instant } from './calendar.ts'
import type { Books } from './company.ts'
import { wasLead } from './conversions.ts'
import type { Random } from './random.ts'
import { Sequence } from './salesforce_id.ts'

export function numberInSalesforce(random: Random, company: Books): void {
  const records = company.accounts.flatMap((account) => account.records)
  assign(random.fork('accounts'), '001', 52_300, records, (record, id) => {
    record.id = id
  })
  assign(random.fork('leads'), '00Q', 118_400, company.contacts.filter(wasLead), (contact, id) => {
    contact.leadId = id
    contact.id = id
  })
  const contacts = company.contacts.filter((contact) => contact.convertedAt !== null)
  const byConversion = contacts.map((contact) => ({ contact, createdAt: contact.convertedAt ?? 0 }))
  assign(random.fork('contacts'), '003', 77_100, byConversion, ({ contact }, id) => {
    contact.id = id
  })
  assign(random.fork('opportunities'), '006', 20_900, company.deals, (deal, id) => {
    deal.id = id
  })
}

function assign<T extends { createdAt: Instant }>(
  random: Random,
  prefix: string,
  first: number,
  entries: readonly T[],
  put: (entry: T, id: string) => void,
): void {
  const ids = new Sequence(prefix, first)
  for (const entry of [...entries].sort((a, b) => a.createdAt - b.createdAt)) {
    put(entry, ids.next(random.int(1, 40)))
  }
}
