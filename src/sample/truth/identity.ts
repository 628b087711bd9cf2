// Which records of which systems are one firm or one person, under the keys that staging gives them.

import type { Company } from '../company.ts'
import { personOf } from '../firm.ts'
import type { GroundTruth } from '../truth.ts'
import { knownVisitors, webVisits } from '../web.ts'
import { accountId } from './accounts.ts'

export function identitiesOf(company: Company): Pick<GroundTruth, 'accountOf' | 'personOf'> {
  return { accountOf: accountKeys(company), personOf: personKeys(company) }
}

function accountKeys(company: Company): Map<string, string> {
  const keys = new Map<string, string>()
  const own = company.accounts.find(({ kind }) => kind === 'internal')
  for (const account of company.accounts) {
    // Whatever our own people try things out with is one firm: ours.
    const id = accountId(account.kind === 'internal' && own !== undefined ? own : account)
    for (const record of account.records) keys.set(`${account.unit}:${record.id}`, id)
    for (const customer of account.customers) keys.set(`stripe:${customer.id}`, id)
  }
  for (const { id, account } of company.organizations) keys.set(`zendesk:${id}`, accountId(account))
  return keys
}

function personKeys(company: Company): Map<string, string> {
  const keys = new Map<string, string>()
  for (const contact of company.contacts) {
    const { id } = personOf(contact)
    keys.set(`${contact.unit}:${contact.id}`, id)
    if (contact.leadId !== '') keys.set(`salesforce:${contact.leadId}`, id)
  }
  for (const { id, contact } of company.requesters) {
    // A mailbox is nobody but itself.
    keys.set(`zendesk:${id}`, contact === null ? id : personOf(contact).id)
  }
  for (const [visitor, contact] of knownVisitors(webVisits(company))) {
    keys.set(`ga4:${visitor}`, personOf(contact).id)
  }
  return keys
}
