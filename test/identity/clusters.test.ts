/** How matches become clusters, and how the shares behind them are estimated: on made-up figures. */
import { type RawBuilder, sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { candidatePairs } from '../../src/identity/candidates.ts'
import { clusters, statement } from '../../src/identity/clusters.ts'
import { components } from '../../src/identity/components.ts'
import { levelWeights } from '../../src/identity/estimation.ts'
import type { TestDatabase } from '../../src/testing.ts'
import { openMemory } from '../transforms/chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

const rows = async <T>(from: RawBuilder<unknown>) => (await sql<T>`from ${from}`.execute(db)).rows

test('a chain of a thousand records is one component, by its least record', async () => {
  const chain = sql`(select i as one, i + 1 as other from range(7, 1007) as listed(i))`
  const found = await rows<{ record: number; root: number }>(components(chain))
  expect(found.length).toBe(1001)
  expect(new Set(found.map(({ root }) => root))).toEqual(new Set([7]))
})

/** The clusters of edges, as lists; the records whose kinds differ contradict each other. */
async function clustersOf(
  edges: readonly (readonly [one: number, other: number, strength: number])[],
  kinds: Readonly<Record<number, string>>,
  apart: readonly (readonly [number, number])[] = [],
) {
  const values = (listed: readonly (readonly number[])[], width: number) =>
    listed.length > 0
      ? sql.raw(`(values ${listed.map((row) => `(${row.join(', ')})`).join(', ')})`)
      : sql.raw(`(select ${Array(width).fill('0').join(', ')} where false)`)
  const found = await rows<{ record: number; root: number }>(
    clusters({
      edges: sql`(select * from ${values(edges, 3)} as edge(one, other, strength))`,
      traits: sql`(select * from (values ${sql.raw(
        Object.entries(kinds)
          .map(([record, kind]) => `(${record}, '${kind}')`)
          .join(', '),
      )}) as trait(record, kind))`,
      contradicts: sql<boolean>`one.kind <> other.kind`,
      apart: sql`(select * from ${values(apart, 2)} as pair(one, other))`,
    }),
  )
  const byRoot = Map.groupBy(found, ({ root }) => root)
  return [...byRoot]
    .sort(([one], [other]) => one - other)
    .map(([, members]) => members.map(({ record }) => record).sort((a, b) => a - b))
}

test('of the way between two that contradict each other, the weakest match is cut', async () => {
  // 1 and 4 contradict each other; 2 and 3 are of no kind.
  expect(
    await clustersOf(
      [
        [1, 2, 9],
        [2, 3, 4],
        [3, 4, 7],
      ],
      { 1: 'a', 4: 'b' },
    ),
  ).toEqual([
    [1, 2],
    [3, 4],
  ])
})

test('a weaker way round is cut too, and matches off the way stay', async () => {
  expect(
    await clustersOf(
      [
        [1, 2, 9],
        [2, 3, 4],
        [3, 4, 7],
        [1, 4, 2],
        [2, 5, 1],
        [4, 6, 1],
      ],
      { 1: 'a', 4: 'b' },
    ),
  ).toEqual([
    [1, 2, 5],
    [3, 4, 6],
  ])
})

test('a component without contradictions stays, with its weakest matches', async () => {
  expect(
    await clustersOf(
      [
        [1, 2, 9],
        [2, 3, 0.1],
      ],
      { 1: 'a', 3: 'a' },
    ),
  ).toEqual([[1, 2, 3]])
})

test('two whom somebody parted are cut as those that contradict each other', async () => {
  expect(
    await clustersOf(
      [
        [1, 2, 5],
        [2, 3, 6],
      ],
      { 1: 'a' },
      [[1, 3]],
    ),
  ).toEqual([[1], [2, 3]])
})

test('a huge component with a contradiction keeps only what is stated', async () => {
  const likeness = Array.from({ length: 80 }, (_, i) => [1, i + 2, 3] as const)
  const found = await clustersOf([...likeness, [200, 201, statement], [1, 200, 3]], {
    1: 'a',
    201: 'b',
  })
  expect(found.filter((members) => members.length > 1)).toEqual([[200, 201]])
})

test('the estimate finds the shares again that pairs were drawn with', async () => {
  // Of a million pairs of 1,415 records, 1,000 are of one thing.
  const m = { a: [0.1, 0.9], b: [0.2, 0.8], c: [0.05, 0.95] }
  const u = { a: [0.99, 0.01], b: [0.95, 0.05], c: [0.98, 0.02] }
  const patterns = [1, 2].flatMap((a) =>
    [1, 2].flatMap((b) =>
      [1, 2].map((c) => {
        const share = (of: typeof m) => of.a[a - 1]! * of.b[b - 1]! * of.c[c - 1]!
        return { a, b, c, same: Math.round(1e3 * share(m)), two: Math.round(1e6 * share(u)) }
      }),
    ),
  )
  const pairs = (count: (pattern: (typeof patterns)[number]) => number) =>
    sql.raw(
      `(${patterns
        .map(
          (pattern) =>
            `select ${pattern.a} as a_level, ${pattern.b} as b_level, ${pattern.c} as c_level, true as is_possible from range(${count(pattern)})`,
        )
        .join(' union all ')})`,
    )
  const comparison = (name: string) => ({
    name,
    level: sql<number>`0`,
    ofMatches: [0.3, 0.7],
    ofOthers: [0.9, 0.1],
  })
  const found = await rows<{ comparison: string; level: number; m: number; u: number }>(
    levelWeights([comparison('a'), comparison('b'), comparison('c')], {
      candidates: pairs(({ same, two }) => same + two),
      random: pairs(({ two }) => Math.round(two / 10)),
      records: sql<number>`1415`,
    }),
  )
  const share = (name: string, of: 'm' | 'u') =>
    found.find(({ comparison, level }) => comparison === name && level === 2)![of]
  for (const name of ['a', 'b', 'c'] as const) {
    expect(share(name, 'm')).toBeCloseTo(m[name][1]!, 1)
    expect(share(name, 'u')).toBeCloseTo(u[name][1]!, 2)
  }
  const prior = found.find(({ comparison }) => comparison === 'prior')!
  expect(prior.m * 1e6).toBeGreaterThan(800)
  expect(prior.m * 1e6).toBeLessThan(1200)
})

test('a key that everybody has costs neighbours, not all pairs', async () => {
  const records = sql`(select i as record, i::varchar as sorting from range(1, 1001) as listed(i))`
  const pairs = await rows<{ one: number; other: number }>(
    candidatePairs(records, [{ key: sql`['all']`, neighbours: 5 }]),
  )
  // Each of the thousand meets the five behind it; the last five meet 4 + 3 + 2 + 1.
  expect(pairs.length).toBe(995 * 5 + 10)
})
