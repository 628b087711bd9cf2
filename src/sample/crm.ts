// How the CRM sees accounts: owners over time, lifecycle, merged and second records, ids.

import { type Account, type Change, type CompanyRecord, type Rep, valueAt } from './account.ts'
import { makeRecord } from './accounts.ts'
import { businessHours, DAY, END, HOUR, type Instant, MINUTE, START } from './calendar.ts'
import type { Books, Company } from './company.ts'
import type { Deal } from './deal.ts'
import { dealAt, isOpen } from './deal_state.ts'
import { sortEvents } from './deals.ts'
import type { Random } from './random.ts'
import { holders } from './reps.ts'
import { numberInSalesforce } from './salesforce_numbers.ts'
import { slug } from './words.ts'

export function keepRecords(random: Random, company: Company): void {
  company.accounts.forEach((account, i) => {
    const stream = random.fork(account.key)
    const [record] = account.records
    if (record === undefined) return
    record.owners = ownersOf(stream, company, account)
    record.lifecycle = lifecycleOf(account)
    touchUp(stream.fork('touch'), record)
    if (account.kind === 'deleted') {
      record.archivedAt = businessHours(stream, account.createdAt + stream.int(60, 200) * DAY)
    }
    if (account.kind !== 'regular') return
    if (i % 34 === 30) secondRecord(stream.fork('second'), account, record)
    if (i % 67 === 40) account.parent ??= company.accounts[i - 5] ?? null
    if (account.stays.length > 0) account.type = account.type === 'PARTNER' ? 'PARTNER' : 'CUSTOMER'
    attach(stream.fork('attach'), account, record)
  })
  mergeDeals(random.fork('deals'), company)
  nightRun(company)
}

/** A workflow of the CRM touches some open deals in the last minutes of the last day. */
function nightRun(company: Company): void {
  const open = company.accounts
    .flatMap((account) => account.deals)
    .filter((deal) => deal.account.kind === 'regular' && isOpen(deal, dealAt(deal, END).stage))
  for (const [i, deal] of open.slice(0, 3).entries()) {
    deal.events.push({ at: END - (i + 1) * MINUTE, field: 'touch', value: null })
  }
}

/** Development first, a seller from the first deal, success some weeks after the start. */
function ownersOf(random: Random, company: Company, account: Account): Change<Rep>[] {
  const firstDeal = account.deals.reduce(
    (first, deal) => Math.min(first, deal.createdAt),
    Number.POSITIVE_INFINITY,
  )
  const finders = holders(
    company.reps,
    random.fork('finder'),
    'sdr',
    'development',
    account.createdAt,
  )
  const lines: [Instant, readonly Change<Rep>[]][] = [[account.createdAt, finders]]
  if (firstDeal < END) lines.push([firstDeal, account.sellers])
  const isLarge = (account.employees[0]?.value ?? 1) >= 50
  for (const stay of account.stays) {
    if (!isLarge && random.chance(0.4)) continue
    lines.push([stay.from + 30 * DAY + 3 * HOUR, account.successManagers])
    if (stay.to !== null) lines.push([stay.to + 40 * DAY, account.sellers])
  }
  lines.sort((a, b) => a[0] - b[0])
  const owners: Change<Rep>[] = []
  lines.forEach(([from, line], i) => {
    const to = Math.min(lines[i + 1]?.[0] ?? END, END)
    if (from > to) return
    const first = valueAt(line, from)
    const entries = line.filter((change) => change.at > from && change.at < to)
    if (first !== undefined) entries.unshift({ at: from, value: first })
    for (const entry of entries) if (entry.value !== owners.at(-1)?.value) owners.push(entry)
  })
  return owners
}

function lifecycleOf(account: Account): Change<string>[] {
  const stages: Change<string>[] = [{ at: account.createdAt, value: 'lead' }]
  const first = account.deals.map((deal) => deal.createdAt).sort((a, b) => a - b)[0]
  const begin = account.stays[0]?.from
  if (first !== undefined && first > account.createdAt && first <= (begin ?? END)) {
    stages.push({ at: first, value: 'opportunity' })
  }
  if (begin !== undefined) stages.push({ at: begin + 5 * MINUTE, value: 'customer' })
  return stages.filter((stage) => stage.at <= END)
}

/** Edits without a history, and the import that every old record went through. */
function touchUp(random: Random, record: CompanyRecord): void {
  if (record.createdAt < START)
    record.touches.push(START + 9 * HOUR + random.int(0, 20 * 60) * MINUTE)
  for (let i = random.poisson(1.3); i > 0; i--) {
    const at = businessHours(random, random.between(record.createdAt, END - 5 * DAY))
    if (at > START && at < END) record.touches.push(at)
  }
  record.touches.sort((a, b) => a - b)
}

/** Somebody typed the firm in once more; some weeks or a year later the records are merged. */
function secondRecord(random: Random, account: Account, survivor: CompanyRecord): void {
  const createdAt = businessHours(
    random,
    Math.max(account.createdAt, START) + random.int(8, 90) * DAY,
  )
  const mergedAt = businessHours(random, createdAt + random.int(25, 420) * DAY)
  if (mergedAt > END - 10 * DAY) return
  const second = makeRecord(account, createdAt)
  second.name = account.name.replace(/ \S+$/, '')
  second.domain = `${slug(second.name)}-group.example`
  second.owners = account.sellers.filter((change) => change.at > createdAt && change.at < mergedAt)
  const owner = valueAt(account.sellers, createdAt)
  if (owner !== undefined) second.owners.unshift({ at: createdAt, value: owner })
  second.employees = [{ at: createdAt, value: valueAt(account.employees, createdAt) ?? 1 }]
  second.mergedInto = survivor
  second.mergedAt = mergedAt
  survivor.touches = [...survivor.touches, mergedAt].sort((a, b) => a - b)
  account.records.push(second)
}

/** Which of the records each deal, person and payer was hung on. */
function attach(random: Random, account: Account, survivor: CompanyRecord): void {
  const second = account.records[1]
  const choose = (at: Instant) => {
    if (second?.mergedAt == null || at < second.createdAt || at >= second.mergedAt) return survivor
    return random.chance(0.6) ? second : survivor
  }
  for (const deal of account.deals) deal.record = choose(deal.createdAt)
  for (const contact of account.contacts) contact.record = choose(contact.createdAt)
  for (const customer of account.customers) {
    if (customer.record !== null) customer.record = choose(customer.createdAt)
  }
}

/** Two sellers opened the same deal; the younger one was merged into the other. */
function mergeDeals(random: Random, company: Company): void {
  for (const account of company.accounts) {
    for (const deal of [...account.deals]) {
      const stream = random.fork(deal.key)
      if (deal.type !== 'New Business' || deal.createdAt < START || !stream.chance(0.014)) continue
      const first = deal.events.filter((event) => event.at === deal.createdAt)
      const createdAt = deal.createdAt + stream.int(1, 6) * DAY
      const mergedAt = businessHours(stream, createdAt + stream.int(4, 34) * DAY)
      if (mergedAt > END) continue
      const twin: Deal = {
        ...deal,
        key: `${deal.key}/twin`,
        name: `${deal.account.name} (2)`,
        createdAt,
        events: first.map((event) => ({ ...event, at: createdAt })),
        services: 0,
        mergedInto: deal,
        mergedAt,
      }
      deal.events.push({ at: mergedAt, field: 'merge', value: twin })
      sortEvents(deal)
      account.deals.push(twin)
    }
  }
}

/** Numbers, in order of creation, with gaps as a shared counter leaves them. */
export function number(random: Random, company: Books): void {
  if (company.unit === 'salesforce') {
    numberInSalesforce(random, company)
    return
  }
  const records = company.accounts.flatMap((account) => account.records)
  assign(random.fork('companies'), 8_114_000_000, 90_000, records)
  assign(random.fork('contacts'), 41_202_000, 4_000, company.contacts)
  assign(random.fork('deals'), 12_907_000_000, 60_000, company.deals)
}

function assign(
  random: Random,
  base: number,
  gap: number,
  entries: { id: string; createdAt: Instant }[],
): void {
  let id = base
  for (const entry of [...entries].sort((a, b) => a.createdAt - b.createdAt)) {
    id += random.int(1, gap)
    entry.id = String(id)
  }
}
