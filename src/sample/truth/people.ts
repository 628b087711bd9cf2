// People over all their records, their ways through the funnel, and the funnel by month.

import type { Contact } from '../account.ts'
import { type Instant, isoMonth, MONTHS, startOfMonth } from '../calendar.ts'
import type { Company } from '../company.ts'
import { wasLead } from '../conversions.ts'
import { personOf } from '../firm.ts'
import type { TrueCycle, TrueFunnel, TruePerson, TrueRecord } from '../truth.ts'
import { knownVisitors, webVisits } from '../web.ts'
import { accountId } from './accounts.ts'

export function peopleOf(company: Company): TruePerson[] {
  const records = Map.groupBy(company.contacts, personOf)
  return company.contacts
    .filter((contact) => contact === personOf(contact))
    .map((contact) => ({
      personId: contact.id,
      unit: contact.unit,
      contactIds: (records.get(contact) ?? []).map(({ id }) => id),
      accountId: contact.account === null ? null : accountId(contact.account),
      isInternal: contact.isInternal,
      channel: contact.source.channel,
      campaign: contact.source.campaign,
      cycles: cyclesOf(contact),
      records: (records.get(contact) ?? []).map(recordOf),
    }))
}

/** The first unit keeps the history of its contacts; the other when leads were made and converted. */
function recordOf(contact: Contact): TrueRecord {
  const { unit, source, convertedAt } = contact
  const { channel, campaign } = source
  const record = { unit, recordKey: recordKeyOf(contact), channel, campaign }
  if (unit === 'hubspot') return { ...record, stages: historyOf(contact), endedAt: null }
  const stages: TrueRecord['stages'] = []
  if (wasLead(contact)) {
    stages.push({ stage: 'leadAt', at: contact.createdAt })
    if (convertedAt !== null) stages.push({ stage: 'sqlAt', at: convertedAt })
  }
  return { ...record, stages, endedAt: convertedAt }
}

export const recordKeyOf = ({ unit, id, leadId }: Contact) => `${unit}:${leadId || id}`

const historyOf = ({ lifecycle, leadStatus }: Contact): TrueRecord['stages'] =>
  [...lifecycle, ...leadStatus]
    .flatMap(({ at, value }) => {
      const stage = STAGES[value]
      return stage === undefined ? [] : [{ stage, at }]
    })
    .sort((a, b) => a.at - b.at)

const STAGES: Readonly<Record<string, keyof TrueCycle>> = {
  lead: 'leadAt',
  marketingqualifiedlead: 'mqlAt',
  IN_PROGRESS: 'salAt',
  salesqualifiedlead: 'sqlAt',
  opportunity: 'opportunityAt',
  customer: 'customerAt',
}

function cyclesOf(contact: Contact): TrueCycle[] {
  const begins = contact.lifecycle.filter((change) => change.value === 'lead').map(({ at }) => at)
  return begins.map((leadAt, i) => {
    const end = begins[i + 1] ?? Number.POSITIVE_INFINITY
    const first = (changes: Contact['lifecycle'], value: string) =>
      changes.find((change) => change.value === value && change.at >= leadAt && change.at < end)
        ?.at ?? null
    return {
      leadAt,
      mqlAt: first(contact.lifecycle, 'marketingqualifiedlead'),
      salAt: first(contact.leadStatus, 'IN_PROGRESS'),
      sqlAt: first(contact.lifecycle, 'salesqualifiedlead'),
      opportunityAt: first(contact.lifecycle, 'opportunity'),
      customerAt: first(contact.lifecycle, 'customer'),
    }
  })
}

const STEPS = [
  ['leadAt', 'leads'],
  ['mqlAt', 'mqls'],
  ['salAt', 'sals'],
  ['sqlAt', 'sqls'],
  ['opportunityAt', 'opportunities'],
  ['customerAt', 'customers'],
] as const

/** When each visitor came first: a person once, a browser whose owner nobody knows once. */
function firstVisits(company: Company): Iterable<Instant> {
  const visits = webVisits(company)
  const known = knownVisitors(visits)
  const first = new Map<Contact | string, Instant>()
  for (const { visitor, at } of visits) {
    const contact = known.get(visitor)
    const key = contact === undefined ? visitor : personOf(contact)
    if (!first.has(key)) first.set(key, at)
  }
  return first.values()
}

/** Leads and what follows are those of the first unit: the other exports no history of leads. */
export function funnelOf(company: Company, people: readonly TruePerson[]): TrueFunnel[] {
  const rows = new Map<string, TrueFunnel>()
  for (const month of MONTHS) {
    const name = isoMonth(startOfMonth(month))
    rows.set(name, {
      month: name,
      visitors: 0,
      leads: 0,
      mqls: 0,
      sals: 0,
      sqls: 0,
      opportunities: 0,
      customers: 0,
    })
  }
  for (const person of people) {
    if (person.isInternal || person.unit !== 'hubspot') continue
    for (const cycle of person.cycles) {
      for (const [field, column] of STEPS) {
        const row = cycle[field] === null ? undefined : rows.get(isoMonth(cycle[field]))
        if (row !== undefined) row[column]++
      }
    }
  }
  for (const at of firstVisits(company)) {
    const row = rows.get(isoMonth(at))
    if (row !== undefined) row.visitors++
  }
  return [...rows.values()]
}
