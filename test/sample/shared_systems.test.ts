/** What both units share: advertising, help desk, website and forecasts, as they are exported. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { groundTruth, simulate } from '../../src/sample/index.ts'
import { filesOf, type Row, rowsOf, withExports } from './exported.ts'

const company = simulate({ seed: 6 })
const truth = groundTruth(company)
const texts = new Map<string, string>()
const tables = new Map<string, Row[]>()

beforeAll(() =>
  withExports(company, (dir) => {
    for (const name of filesOf(dir)) {
      if (name.includes('_ads/')) texts.set(name, readFileSync(join(dir, name), 'utf8'))
    }
    for (const prefix of ['zendesk/tickets', 'zendesk/user', 'zendesk/org', 'ga4/', 'finance/fore'])
      tables.set(prefix, rowsOf(dir, prefix))
  }),
)

const rows = (prefix: string) => tables.get(prefix) ?? []
const linesOf = (system: string) =>
  [...texts].filter(([name]) => name.startsWith(system)).flatMap(([, text]) => text.split('\n'))
const spendOf = (platform: string) =>
  truth.adSpend
    .filter((row) => row.platform === platform)
    .reduce((sum, row) => sum + row.spendEur, 0)
const cents = (lines: string[], column: number) =>
  lines.reduce((sum, line) => sum + Math.round(Number(line.split(',')[column]) * 100), 0)

describe('advertising', () => {
  test('costs on LinkedIn what is true, and the totals row says the same', () => {
    const lines = linesOf('linkedin_ads')
    expect(lines[0]).toBe('Campaign Performance Report (in UTC)')
    const days = lines.filter((line) => /^\d+\/\d+\/\d{4},/.test(line))
    expect(cents(days, 6)).toBe(spendOf('linkedin'))
    expect(
      cents(
        lines.filter((line) => line.startsWith('Total,')),
        6,
      ),
    ).toBe(spendOf('linkedin'))
  })

  test('costs on Meta what is true; its first row has no name and is the total', () => {
    const lines = linesOf('meta_ads').filter((line) => /^\d{4}-01-01,\d{4}-12-31,/.test(line))
    const [totals, days] = [
      lines.filter((line) => line.split(',')[2] === ''),
      lines.filter((line) => line.split(',')[2] !== ''),
    ]
    expect(cents(days, 7)).toBe(spendOf('meta'))
    expect(cents(totals, 7)).toBe(spendOf('meta'))
    expect(
      [...texts].filter(([name]) => name.startsWith('meta')).every(([, t]) => t[0] === '\uFEFF'),
    ).toBe(true)
  })

  test('of fairs is known to the CRM alone', () => {
    expect(truth.campaignCosts.map(({ campaign }) => campaign)).toContain(
      'Hannover Plant Fair 2024',
    )
    const billed = new Set(truth.adSpend.map(({ campaign }) => campaign))
    expect(truth.campaignCosts.some(({ campaign }) => billed.has(campaign))).toBe(false)
  })
})

describe('the help desk', () => {
  test('knows who asks, some as mailboxes, in organisations that have customers', () => {
    const users = new Map(rows('zendesk/user').map((row) => [row['id'], row]))
    const organizations = new Set(rows('zendesk/org').map((row) => row['name']))
    for (const row of rows('zendesk/tickets')) {
      expect(users.get(row['Requester id'] ?? '')?.['email']).toBe(row['Requester email'])
      expect(organizations.has(row['Organization'] ?? '')).toBe(true)
    }
    const mailboxes = rows('zendesk/user').filter((row) =>
      /^(info|it|support|office)@/.test(row['email'] ?? ''),
    )
    expect(mailboxes.length).toBeGreaterThan(10)
  })

  test('serves customers of both units', () => {
    const units = new Set(company.tickets.map(({ account }) => account.unit))
    expect([...units].sort()).toEqual(['hubspot', 'salesforce'])
  })
})

describe('the website', () => {
  test('says who somebody is from the first form on, by an id of a CRM', () => {
    const users = rows('ga4/').filter((row) => row['user_id'] !== '')
    expect(users.length).toBeGreaterThan(1000)
    for (const row of users) {
      const unit = /^\d+$/.test(row['user_id'] ?? '') ? 'hubspot' : 'salesforce'
      expect(truth.personOf.has(`${unit}:${row['user_id']}`)).toBe(true)
    }
    const leads = rows('ga4/').filter((row) => row['name'] === 'generate_lead')
    expect(leads.every((row) => row['user_id'] !== '')).toBe(true)
    expect(leads.length).toBeGreaterThan(100)
  })

  test('begins each session once, and most visitors stay unknown', () => {
    const starts = rows('ga4/').filter((row) => row['name'] === 'session_start')
    const sessions = starts.map((row) => `${row['user_pseudo_id']}/${row['param_ga_session_id']}`)
    expect(new Set(sessions).size).toBe(sessions.length)
    const visitors = new Set(starts.map((row) => row['user_pseudo_id']))
    const known = [...visitors].filter((id) => truth.personOf.has(`ga4:${id}`))
    expect(known.length).toBeGreaterThan(200)
    expect(known.length).toBeLessThan(visitors.size / 2)
    const counted = truth.funnel.reduce((sum, row) => sum + row.visitors, 0)
    expect(counted).toBeLessThanOrEqual(visitors.size)
    expect(counted).toBeGreaterThan(visitors.size * 0.8)
  })
})

test('owners of both units forecast and have targets, each person once', () => {
  const owners = new Set(rows('finance/fore').map((row) => row['owner']))
  const emails = new Map(truth.owners.map(({ email, ownerIds }) => [email, ownerIds]))
  expect([...owners].every((owner) => emails.has(owner ?? ''))).toBe(true)
  const keys = rows('finance/fore').map(
    (row) => `${row['owner']}/${row['period']}/${row['category']}`,
  )
  expect(new Set(keys).size).toBe(keys.length)
  expect(truth.owners.filter(({ ownerIds }) => ownerIds.length === 2)).toHaveLength(2)
  const teams = new Set(company.targets.map(({ team }) => team))
  expect([...teams]).toEqual(expect.arrayContaining(['Sales DACH', 'Industry DACH']))
})
