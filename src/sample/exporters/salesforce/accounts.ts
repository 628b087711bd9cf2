// Accounts: each month the state of those created or modified in it, merged and deleted ones too.

import { type CompanyRecord, valueAt } from '../../account.ts'
import {
  END,
  endOfMonth,
  type Instant,
  isoDay,
  MONTHS,
  monthIndex,
  START,
  yearOf,
} from '../../calendar.ts'
import type { Books } from '../../company.ts'
import { typed } from '../../phone.ts'
import { Random } from '../../random.ts'
import { latest } from '../hubspot/common.ts'
import { audit, dirtOf, INTEGRATION, leadSource, ObjectFile } from './common.ts'
import { HEADERS } from './headers.ts'

export function exportAccounts(company: Books, dir: string): void {
  const dirt = dirtOf(company, 'Account')
  const lines = new Map<CompanyRecord, string>()
  const byMonth = new Map<number, Set<CompanyRecord>>(MONTHS.map((month) => [month, new Set()]))
  for (const record of company.accounts.flatMap(({ records }) => records)) {
    for (const at of changes(record)) byMonth.get(monthIndex(Math.max(at, START)))?.add(record)
  }
  for (const [month, records] of byMonth) {
    const until = Math.min(endOfMonth(month), END)
    const path = `${dir}/${yearOf(until)}/Account_${isoDay(until)}.csv`
    const file = new ObjectFile(path, HEADERS.Account, dirt)
    for (const record of records) {
      const before = lines.get(record)
      lines.set(record, file.row(row(company, record, until)))
      if (before !== undefined && dirt.isLate()) file.line(before)
    }
    file.close()
  }
}

/** Until it is merged away or deleted; then nothing changes any more. */
function changes(record: CompanyRecord): Instant[] {
  const gone = record.mergedAt ?? record.archivedAt
  const all = [record.createdAt, ...record.touches]
  for (const list of [record.owners, record.employees, record.lifecycle]) {
    all.push(...list.map(({ at }) => at))
  }
  return gone === null ? all : [...all.filter((at) => at < gone), gone]
}

function row(company: Books, record: CompanyRecord, until: Instant) {
  const { account } = record
  const random = new Random(`salesforce/${company.seed}/${record.id}`)
  const isGone = (record.mergedAt ?? record.archivedAt ?? END + 1) <= until
  const owner = record.owners.filter((change) => change.at <= until).at(-1)?.value
  const begin = account.stays[0]?.from
  const isCustomer = begin !== undefined && begin <= until
  const phone = typed(random, account.phone, company.dirt)
  return {
    Id: record.id,
    IsDeleted: isGone,
    MasterRecordId: record.mergedInto !== null && isGone ? record.mergedInto.id : '',
    Name: record.name,
    Type: account.type === 'PARTNER' ? 'Partner' : isCustomer ? 'Customer' : 'Prospect',
    ParentId: account.parent?.records[0]?.id ?? '',
    BillingStreet: random.chance(0.85) ? account.street : '',
    BillingCity: account.city,
    BillingPostalCode: account.zip,
    BillingCountry: record.country,
    Phone: random.chance(0.9) || record.domain !== account.domain ? phone : '',
    Website: record.domain === '' ? '' : website(random, record.domain),
    Industry: industryOf(account.industry),
    AnnualRevenue: account.revenue,
    NumberOfEmployees: valueAt(record.employees, until) ?? null,
    OwnerId: owner?.id ?? INTEGRATION,
    IsCustomerPortal: false,
    AccountSource: leadSource(account.source),
    CurrencyIsoCode: account.currency,
    ...audit(record.createdAt, latest(changes(record), until), owner?.id ?? INTEGRATION),
  }
}

const website = (random: Random, domain: string) =>
  random.pick([`https://www.${domain}`, `www.${domain}`, domain, `http://${domain}/`])

/** `COMPUTER_SOFTWARE` → `Computer Software`. */
const industryOf = (name: string) =>
  name
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
