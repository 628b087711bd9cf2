/** The second unit's exports: whole among themselves, and equal to what is true. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { groundTruth, simulate } from '../../src/sample/index.ts'
import { salesforceId, short } from '../../src/sample/salesforce_id.ts'
import { filesOf, type Row, rowsOf, withExports } from './exported.ts'

const company = simulate({ seed: 5, dirt: 1 })
const truth = groundTruth(company)
const objects = new Map<string, Row[]>()
let report = ''

beforeAll(() =>
  withExports(company, (dir) => {
    for (const name of filesOf(dir)) {
      const [, object = ''] = /^salesforce\/(?:\d{4}\/)?([A-Za-z]+)(?:_\d|\.)/.exec(name) ?? []
      if (object !== '') objects.set(object, [...rows(object), ...rowsOf(dir, name)])
    }
    report = readFileSync(join(dir, 'salesforce/Campaign_report_2025-12-31.csv'), 'latin1')
  }),
)

const rows = (object: string) => objects.get(object) ?? []
const ids = (object: string) => new Set(rows(object).map((row) => row['Id'] ?? ''))
/** An old version can come again after a newer one. */
const latest = (object: string) => {
  const time = (row: Row) => row['LastModifiedDate'] ?? ''
  const sorted = rows(object).toSorted((a, b) => (time(a) < time(b) ? -1 : 1))
  return new Map(sorted.map((row) => [row['Id'] ?? '', row]))
}

describe('ids', () => {
  test('have eighteen characters, the last three made from the capitals of the others', () => {
    // By hand: no capitals give AAA; one at the end of the last five is bit 16, the letter Q.
    expect(salesforceId('001', 1)).toBe('0015f0000000001AAA')
    expect(short(salesforceId('006', 36))).toBe('0065f000000000a')
    expect(salesforceId('006', 10).slice(15)).toBe('AAQ')
    for (const object of objects.keys()) {
      for (const id of ids(object)) expect(id).toMatch(/^[0-9A-Za-z]{15}[A-Z0-5]{3}$/)
    }
  })

  test('that name another record name one that was exported', () => {
    const people = new Set([...ids('Lead'), ...ids('Contact')])
    const campaigns = new Set([...ids('Campaign')].map(short))
    for (const line of report.split('\n')) {
      if (line.startsWith('701')) campaigns.add(line.slice(0, 15))
    }
    const links: [string, string, Set<string>][] = [
      ['Opportunity', 'AccountId', ids('Account')],
      ['Contact', 'AccountId', ids('Account')],
      ['Account', 'MasterRecordId', ids('Account')],
      ['Account', 'ParentId', ids('Account')],
      ['Lead', 'ConvertedContactId', ids('Contact')],
      ['Lead', 'ConvertedAccountId', ids('Account')],
      ['Lead', 'ConvertedOpportunityId', ids('Opportunity')],
      ['OpportunityContactRole', 'ContactId', ids('Contact')],
      ['OpportunityContactRole', 'OpportunityId', ids('Opportunity')],
      ['OpportunityHistory', 'OpportunityId', ids('Opportunity')],
      ['OpportunityFieldHistory', 'OpportunityId', ids('Opportunity')],
      ['CampaignMember', 'LeadOrContactId', people],
      ['Task', 'WhoId', people],
      ['Event', 'WhoId', people],
      ['User', 'ManagerId', ids('User')],
    ]
    for (const [object, column, known] of links) {
      const unknown = rows(object).filter((row) => row[column] && !known.has(row[column]))
      expect([object, column, unknown.length]).toEqual([object, column, 0])
      expect(rows(object).some((row) => row[column])).toBe(true)
    }
    const members = rows('CampaignMember').map((row) => short(row['CampaignId'] ?? ''))
    expect(members.filter((id) => !campaigns.has(id))).toEqual([])
  })
})

describe('opportunities', () => {
  test('end as the truth says, amounts and stages alike', () => {
    const exported = latest('Opportunity')
    const own = truth.opportunities.filter((deal) => deal.unit === 'salesforce')
    expect(own.length).toBeGreaterThan(300)
    for (const deal of own) {
      const row = exported.get(deal.dealId)
      expect(row?.['StageName']).toBe(deal.visits.at(-1)?.stage)
      expect(row?.['IsWon']).toBe(String(deal.status === 'won'))
      expect(row?.['IsClosed']).toBe(String(deal.status !== 'open'))
      const cents = row?.['Amount'] === '' ? null : Math.round(Number(row?.['Amount']) * 100)
      expect(cents).toBe(deal.amount)
    }
  })

  test('have the same visits in both histories', () => {
    const states = Map.groupBy(rows('OpportunityHistory'), (row) => row['OpportunityId'] ?? '')
    const fields = Map.groupBy(
      rows('OpportunityFieldHistory').filter((row) => row['Field'] === 'StageName'),
      (row) => row['OpportunityId'] ?? '',
    )
    for (const deal of truth.opportunities) {
      if (deal.unit !== 'salesforce') continue
      const seen = states.get(deal.dealId) ?? []
      const visits = seen
        .map((row) => row['StageName'])
        .filter((stage, i, all) => stage !== all[i - 1])
      expect(visits).toEqual(deal.visits.map((visit) => visit.stage))
      const moves = new Set((fields.get(deal.dealId) ?? []).map((row) => row['CreatedDate']))
      expect(moves.size).toBe(deal.visits.length - 1)
    }
  })
})

test('firms and people are merged, deleted and converted', () => {
  const merged = rows('Account').filter((row) => row['MasterRecordId'] !== '')
  expect(merged.length).toBeGreaterThan(1)
  expect(merged.every((row) => row['IsDeleted'] === 'true')).toBe(true)
  expect([...latest('Account').values()].some((row) => row['IsDeleted'] === 'true')).toBe(true)
  const leads = [...latest('Lead').values()]
  expect(leads.filter((row) => row['IsConverted'] === 'true').length).toBeGreaterThan(100)
  expect(leads.filter((row) => row['IsConverted'] === 'false').length).toBeGreaterThan(400)
})

test('a seller changes the team and with it the manager', () => {
  const versions = Map.groupBy(rows('User'), (row) => row['Id'])
  const moved = [...versions.values()].filter(
    (all) => new Set(all.map((row) => row['Division'])).size > 1,
  )
  expect(moved).toHaveLength(1)
  expect(new Set(moved[0]?.map((row) => row['ManagerId'])).size).toBe(2)
})

test('the report has short ids, American dates, a total and a footer, in Latin 1', () => {
  const lines = report.split('\n')
  expect(lines[1]).toMatch(/^701\w{12},Hannover Plant Fair 2025,.*,3\/31\/2025,4\/18\/2025,EUR,/)
  expect(report).toContain('Düsseldorf')
  expect(report).toContain('"Grand Totals (2 records)"')
  expect(report).toContain('"Confidential Information - Do Not Distribute"')
})
