/** One firm or person in many records: each second record can be found, and lookalikes are told apart. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type GroundTruth, groundTruth, simulate } from '../../src/sample/index.ts'
import { accountEvidence, agreement, type Evidence, groupsOf, personEvidence } from './evidence.ts'
import { withExports } from './exported.ts'

let truth: GroundTruth
let accounts: Evidence
let people: Evidence

beforeAll(async () => {
  const company = simulate({ seed: 11, dirt: 3 })
  truth = groundTruth(company)
  await withExports(company, (dir) => {
    accounts = accountEvidence(dir)
    people = personEvidence(dir)
  })
}, 60_000)

/** As if nobody else existed: what is joined then, a reviewer can find. */
const apart = (evidence: Evidence, keys: ReadonlyMap<string, string>): Evidence =>
  new Map(
    [...evidence].map(([record, signs]) => [
      record,
      new Set([...signs].map((sign) => `${keys.get(record)}/${sign}`)),
    ]),
  )

const systemsOf = (keys: ReadonlyMap<string, string>) =>
  [...Map.groupBy(keys, ([, id]) => id).values()].map((records) =>
    [...new Set(records.map(([key]) => key.split(':')[0]))].sort().join(),
  )

describe('the truth', () => {
  test('knows every exported firm and person', () => {
    expect([...accounts.keys()].filter((key) => !truth.accountOf.has(key))).toEqual([])
    expect([...people.keys()].filter((key) => !truth.personOf.has(key))).toEqual([])
  })

  test('has firms and people in every combination of systems', () => {
    expect(systemsOf(truth.accountOf)).toEqual(
      expect.arrayContaining(['hubspot', 'hubspot,salesforce,stripe,zendesk', 'salesforce,stripe']),
    )
    const systems = systemsOf(truth.personOf)
    for (const some of ['hubspot,salesforce', 'hubspot,zendesk', 'salesforce,zendesk']) {
      expect(systems.filter((found) => found === some).length).toBeGreaterThan(20)
    }
    expect(systems.some((found) => found.includes('ga4'))).toBe(true)
  })

  test('names each firm by an account of its own list', () => {
    const known = new Set(truth.accounts.map(({ accountId }) => accountId))
    expect([...truth.accountOf.values()].filter((id) => !known.has(id))).toEqual([])
    for (const { units, companyIds } of truth.accounts) {
      if (units.length === 2) expect(companyIds.length).toBeGreaterThan(1)
    }
    expect(truth.accounts.filter(({ units }) => units.length === 2).length).toBeGreaterThan(20)
  })
})

describe('signs that a reviewer would accept', () => {
  test('lead to at least 99 of 100 second records', () => {
    for (const [evidence, keys] of [
      [accounts, truth.accountOf],
      [people, truth.personOf],
    ] as const) {
      const found = agreement([...evidence.keys()], groupsOf(apart(evidence, keys)), keys)
      expect(found.recall).toBeGreaterThan(0.99)
      expect(found.pairs).toBeGreaterThan(900)
    }
  })

  test('join few others, all of them lookalikes', () => {
    const found = agreement([...people.keys()], groupsOf(people), truth.personOf)
    expect(found.precision).toBeGreaterThan(0.98)
  })

  test('are deceived by namesakes abroad if a name is enough', () => {
    const groups = groupsOf(accounts)
    const joined = [...Map.groupBy(accounts.keys(), (key) => groups.get(key)).values()]
    const lookalikes = joined.filter(
      (records) => new Set(records.map((key) => truth.accountOf.get(key))).size > 1,
    )
    expect(lookalikes.length).toBeGreaterThan(1)
  })

  test('differ within a firm: names are spelt in several ways', () => {
    const names = (records: string[]) =>
      new Set(
        records.flatMap((key) =>
          [...(accounts.get(key) ?? [])].filter((s) => s.startsWith('name')),
        ),
      )
    const firms = [...Map.groupBy(accounts.keys(), (key) => truth.accountOf.get(key)).values()]
    expect(firms.filter((records) => names(records).size > 1).length).toBeGreaterThan(20)
  })
})
