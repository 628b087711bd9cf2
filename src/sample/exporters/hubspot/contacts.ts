// Contacts with the labels of the UI: each year the state of those that were modified in it.

import type { Change, Contact, Rep } from '../../account.ts'
import { END, endOfMonth, type Instant, monthIndex, YEARS } from '../../calendar.ts'
import type { Company } from '../../company.ts'
import type { RowDirt } from '../../dirt.ts'
import { typed } from '../../phone.ts'
import { Random } from '../../random.ts'
import { type Cell, CsvFile } from '../csv.ts'
import { dirtOf, drillDown, latest, minute, ownerName, recordAt, SOURCE_LABELS } from './common.ts'

const HEADER =
  'Record ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,Associated Company ID,Country,Contact owner,Lifecycle Stage,Lead Status,Original Source,Original Source Drill-Down 1,Original Source Drill-Down 2,Create Date,Last Modified Date,Became a Subscriber Date,Became a Lead Date,Became a Marketing Qualified Lead Date,Became a Sales Qualified Lead Date,Became an Opportunity Date,Became a Customer Date,First Conversion,First Conversion Date,Number of Form Submissions,Last Contacted,Unsubscribed from all email,How did you hear about us?'.split(
    ',',
  )

const STAGES: Record<string, string> = {
  subscriber: 'Subscriber',
  lead: 'Lead',
  marketingqualifiedlead: 'Marketing Qualified Lead',
  salesqualifiedlead: 'Sales Qualified Lead',
  opportunity: 'Opportunity',
  customer: 'Customer',
}
const STATUSES: Record<string, string> = {
  NEW: 'New',
  ATTEMPTED_TO_CONTACT: 'Attempted to contact',
  IN_PROGRESS: 'In progress',
  CONNECTED: 'Connected',
  OPEN_DEAL: 'Open deal',
  UNQUALIFIED: 'Unqualified',
  BAD_TIMING: 'Bad timing',
}

export function exportContacts(company: Company, dir: string): void {
  const dirt = dirtOf(company, 'contacts')
  const lines = new Map<Contact, string>()
  let previous: Instant = Number.NEGATIVE_INFINITY
  for (const year of YEARS) {
    const file = new CsvFile(`${dir}/contacts_${year}-12-31.csv`, HEADER, dirt)
    const until = Math.min(endOfMonth(monthIndex(Date.UTC(year, 11, 1))), END)
    for (const contact of company.contacts) {
      const modifiedAt = latest(changes(contact), until)
      if (modifiedAt <= previous) continue
      const before = lines.get(contact)
      lines.set(contact, file.row(row(company, contact, until, modifiedAt, dirt)))
      if (before !== undefined && dirt.isLate()) file.line(before)
    }
    file.close()
    previous = until
  }
}

function* changes(contact: Contact): Generator<Instant> {
  yield contact.createdAt
  for (const list of [contact.lifecycle, contact.leadStatus, contact.owners, contact.conversions]) {
    for (const change of list) yield change.at
  }
  yield* contact.contactedAt
  if (contact.unsubscribedAt !== null) yield contact.unsubscribedAt
}

const seen = <T>(list: readonly Change<T>[], until: Instant) =>
  list.filter((change) => change.at <= until)

function owner(contact: Contact, until: Instant): Rep | undefined {
  const record = recordAt(contact.record, until)
  return seen(record?.owners ?? contact.owners, until).at(-1)?.value
}

function row(
  company: Company,
  contact: Contact,
  until: Instant,
  modifiedAt: Instant,
  dirt: RowDirt,
): Cell[] {
  const stages = seen(contact.lifecycle, until)
  const became = (stage: string) =>
    minute(stages.filter((change) => change.value === stage).at(-1)?.at)
  const conversions = seen(contact.conversions, until)
  const contacted = latest(contact.contactedAt, until)
  const rep = owner(contact, until)
  const record = contact.isUnlinked ? null : recordAt(contact.record, until)
  const spelled =
    rep !== undefined && dirt.isLate(0.03) ? `${ownerName(rep)} ${rep.email}` : ownerName(rep)
  return [
    contact.id,
    contact.firstName,
    contact.lastName,
    contact.email,
    contact.phone === null ? '' : typed(new Random(contact.key), contact.phone, company.dirt),
    contact.jobTitle,
    contact.companyName,
    record?.id ?? '',
    contact.country,
    spelled,
    STAGES[stages.at(-1)?.value ?? ''] ?? '',
    STATUSES[seen(contact.leadStatus, until).at(-1)?.value ?? ''] ?? '',
    SOURCE_LABELS[contact.source.channel],
    drillDown(contact.source),
    contact.source.campaign === null ? '' : contact.source.detail,
    minute(contact.createdAt),
    minute(modifiedAt),
    became('subscriber'),
    became('lead'),
    became('marketingqualifiedlead'),
    became('salesqualifiedlead'),
    became('opportunity'),
    became('customer'),
    conversions[0]?.value ?? '',
    minute(conversions[0]?.at),
    conversions.length,
    contacted > 0 ? minute(contacted) : '',
    contact.unsubscribedAt !== null && contact.unsubscribedAt <= until,
    conversions.length === 0 ? '' : contact.heardFrom,
  ]
}
