// Leads and contacts: each year the state of those created or modified in it.

import type { Change, Contact } from '../../account.ts'
import { END, endOfMonth, type Instant, monthIndex, YEARS } from '../../calendar.ts'
import type { Books } from '../../company.ts'
import { wasLead } from '../../conversions.ts'
import { typed } from '../../phone.ts'
import { Random } from '../../random.ts'
import { latest } from '../hubspot/common.ts'
import { audit, day, dirtOf, leadSource, ObjectFile, ownerId } from './common.ts'
import { HEADERS } from './headers.ts'

type Fields = Parameters<ObjectFile['row']>[0]

export function exportLeads(company: Books, dir: string): void {
  const deals = new Map<Contact, string>()
  for (const deal of company.deals) {
    for (const contact of deal.contacts) if (!deals.has(contact)) deals.set(contact, deal.id)
  }
  write(company, dir, 'Lead', company.contacts.filter(wasLead), leadChanges, (contact, until) =>
    lead(company, contact, until, deals),
  )
}

export function exportContacts(company: Books, dir: string): void {
  const contacts = company.contacts.filter(({ convertedAt }) => convertedAt !== null)
  write(company, dir, 'Contact', contacts, contactChanges, (contact, until) =>
    contactFields(company, contact, until),
  )
}

function write(
  company: Books,
  dir: string,
  object: 'Lead' | 'Contact',
  contacts: readonly Contact[],
  changesOf: (contact: Contact) => Instant[],
  fieldsOf: (contact: Contact, until: Instant) => Fields,
): void {
  const dirt = dirtOf(company, object)
  const lines = new Map<Contact, string>()
  let previous: Instant = Number.NEGATIVE_INFINITY
  for (const year of YEARS) {
    const file = new ObjectFile(`${dir}/${object}_${year}-12-31.csv`, HEADERS[object], dirt)
    const until = Math.min(endOfMonth(monthIndex(Date.UTC(year, 11, 1))), END)
    for (const contact of contacts) {
      if (latest(changesOf(contact), until) <= previous) continue
      const before = lines.get(contact)
      lines.set(contact, file.row(fieldsOf(contact, until)))
      if (before !== undefined && dirt.isLate()) file.line(before)
    }
    file.close()
    previous = until
  }
}

/** A lead is closed when it is converted. */
function leadChanges(contact: Contact): Instant[] {
  const until = contact.convertedAt ?? END
  const all = [contact.createdAt, ...contact.contactedAt, until === END ? 0 : until]
  for (const list of [contact.lifecycle, contact.leadStatus, contact.owners]) {
    all.push(...list.map(({ at }) => at))
  }
  if (contact.unsubscribedAt !== null) all.push(contact.unsubscribedAt)
  return all.filter((at) => at <= until)
}

function contactChanges(contact: Contact): Instant[] {
  const from = contact.convertedAt ?? END
  const all = [...contact.contactedAt, ...contact.lifecycle.map(({ at }) => at)]
  if (contact.unsubscribedAt !== null) all.push(contact.unsubscribedAt)
  return [from, ...all.filter((at) => at > from)]
}

const seen = <T>(list: readonly Change<T>[], until: Instant) =>
  list.filter((change) => change.at <= until).at(-1)?.value

const STATUSES: Record<string, string> = {
  NEW: 'Open - Not Contacted',
  ATTEMPTED_TO_CONTACT: 'Working - Contacted',
  IN_PROGRESS: 'Working - Contacted',
  CONNECTED: 'Qualified',
  OPEN_DEAL: 'Qualified',
  UNQUALIFIED: 'Closed - Not Converted',
  BAD_TIMING: 'Nurturing',
}

/** What leads and contacts have alike. */
function common(company: Books, contact: Contact): Fields {
  const random = new Random(`salesforce/${company.seed}/${contact.key}`)
  return {
    IsDeleted: false,
    LastName: contact.lastName === '' ? 'Unknown' : contact.lastName,
    FirstName: contact.firstName,
    Name: `${contact.firstName} ${contact.lastName}`,
    Title: contact.jobTitle,
    Phone: contact.phone === null ? '' : typed(random, contact.phone, company.dirt),
    Email: contact.email,
    LeadSource: leadSource(contact.source),
  }
}

function lead(
  company: Books,
  contact: Contact,
  until: Instant,
  deals: ReadonlyMap<Contact, string>,
): Fields {
  const isConverted = contact.convertedAt !== null && contact.convertedAt <= until
  const owner = seen(contact.owners, until) ?? seen(contact.record?.owners ?? [], until)
  const status = seen(contact.leadStatus, until) ?? 'NEW'
  const converted: Fields = {
    ConvertedDate: day(contact.convertedAt),
    ConvertedAccountId: contact.record?.id ?? '',
    ConvertedContactId: contact.id,
    ConvertedOpportunityId: deals.get(contact) ?? '',
  }
  return {
    ...common(company, contact),
    Id: contact.leadId,
    Company: contact.companyName === '' ? '[not provided]' : contact.companyName,
    Country: contact.country,
    Status: isConverted ? 'Closed - Converted' : (STATUSES[status] ?? 'Open - Not Contacted'),
    OwnerId: ownerId(owner),
    IsConverted: isConverted,
    ...(isConverted ? converted : {}),
    IsUnreadByOwner: status === 'NEW',
    LastActivityDate: lastActivity(contact, Math.min(until, contact.convertedAt ?? END)),
    ...audit(contact.createdAt, latest(leadChanges(contact), until), ownerId(owner)),
  }
}

function contactFields(company: Books, contact: Contact, until: Instant): Fields {
  const createdAt = contact.convertedAt ?? contact.createdAt
  const owner = seen(contact.record?.owners ?? contact.owners, until)
  const record = contact.record?.mergedInto ?? contact.record
  const hasOptedOut = contact.unsubscribedAt !== null && contact.unsubscribedAt <= until
  const { Phone, ...rest } = common(company, contact)
  return {
    ...rest,
    Id: contact.id,
    AccountId: contact.isUnlinked ? '' : (record?.id ?? ''),
    MailingCity: contact.account?.city ?? '',
    MailingCountry: contact.country,
    MobilePhone: Phone ?? '',
    OwnerId: ownerId(owner),
    HasOptedOutOfEmail: hasOptedOut,
    HasOptedOutOfFax: false,
    DoNotCall: false,
    IsEmailBounced: false,
    LastActivityDate: lastActivity(contact, until),
    ...audit(createdAt, latest(contactChanges(contact), until), ownerId(owner)),
  }
}

function lastActivity(contact: Contact, until: Instant): string {
  const at = latest(contact.contactedAt, until)
  return at > 0 ? day(at) : ''
}
