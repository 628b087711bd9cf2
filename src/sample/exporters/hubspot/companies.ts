// Companies by API name: each year the state of those that were modified in it.

import { type CompanyRecord, valueAt } from '../../account.ts'
import { END, endOfMonth, type Instant, isoInstant, monthIndex, YEARS } from '../../calendar.ts'
import type { SharedBooks } from '../../company.ts'
import { typed } from '../../phone.ts'
import { Random } from '../../random.ts'
import { team, teamAt } from '../../reps.ts'
import { type Cell, CsvFile } from '../csv.ts'
import { dirtOf, latest, SOURCE_NAMES } from './common.ts'

const HEADER =
  'id,name,domain,website,phone,address,zip,country,city,industry,numberofemployees,annualrevenue,type,lifecyclestage,hubspot_owner_id,hubspot_team_id,hs_analytics_source,hs_parent_company_id,hs_merged_object_ids,hs_additional_domains,salesforceaccountid,createdate,hs_lastmodifieddate,archived'.split(
    ',',
  )

export function exportCompanies(company: SharedBooks, dir: string): void {
  const dirt = dirtOf(company, 'companies')
  const lines = new Map<CompanyRecord, string>()
  const records = company.accounts.flatMap((account) => account.records)
  let previous: Instant = Number.NEGATIVE_INFINITY
  for (const year of YEARS) {
    const file = new CsvFile(`${dir}/companies_${year}-12-31.csv`, HEADER, dirt)
    const until = Math.min(endOfMonth(monthIndex(Date.UTC(year, 11, 1))), END)
    for (const record of records) {
      if (record.mergedAt !== null && record.mergedAt <= until) continue
      const modifiedAt = latest(changes(record), until)
      if (modifiedAt <= previous) continue
      const before = lines.get(record)
      lines.set(record, file.row(row(company, record, until, modifiedAt)))
      if (before !== undefined && dirt.isLate()) file.line(before)
    }
    file.close()
    previous = until
  }
}

function* changes(record: CompanyRecord): Generator<Instant> {
  yield record.createdAt
  yield* record.touches
  for (const list of [record.owners, record.employees, record.lifecycle]) {
    for (const change of list) yield change.at
  }
  if (record.archivedAt !== null) yield record.archivedAt
}

function row(
  company: SharedBooks,
  record: CompanyRecord,
  until: Instant,
  modifiedAt: Instant,
): Cell[] {
  const { account } = record
  const { dirt } = company
  const random = new Random(`hubspot/${company.seed}/${record.id}`)
  const other = company.twins.get(account)?.records[0]
  // The sync between the CRMs knows some of the firms that are in both.
  const twin = other !== undefined && other.createdAt <= until ? other.id : ''
  const owner = record.owners.filter((change) => change.at <= until).at(-1)?.value
  const merged = account.records.filter(
    (other) => other.mergedInto === record && other.mergedAt !== null && other.mergedAt <= until,
  )
  const begin = account.stays[0]?.from
  const isCustomer = begin !== undefined && begin <= until && account.type !== 'PARTNER'
  return [
    record.id,
    record.name,
    record.domain,
    record.domain === '' ? '' : `https://www.${record.domain}`,
    typed(random, account.phone, dirt),
    random.chance(0.8) ? account.street : '',
    account.zip,
    record.country,
    account.city,
    account.industry,
    valueAt(record.employees, until) ?? null,
    account.revenue,
    isCustomer ? 'CUSTOMER' : account.type === 'CUSTOMER' ? 'PROSPECT' : account.type,
    record.lifecycle.filter((change) => change.at <= until).at(-1)?.value ?? '',
    owner?.id ?? '',
    owner === undefined ? '' : team(teamAt(owner, modifiedAt)).id,
    SOURCE_NAMES[account.source.channel],
    account.parent?.records[0]?.id ?? '',
    merged.map((other) => other.id).join(';'),
    merged.map((other) => other.domain).join(';'),
    random.chance(0.3) ? twin : '',
    isoInstant(record.createdAt),
    isoInstant(modifiedAt),
    record.archivedAt !== null && record.archivedAt <= until,
  ]
}
