/**
 * Every public measure on the sample company, worked out a second time: equal in every cell by
 * month, quarter, year and in all, without a slice and by two. `REVOPS_PROOF_SEEDS=20` holds it on
 * 20 companies that nobody has seen, too.
 */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readManifest } from '../../src/warehouse/manifest.ts'
import { connectReader, openBuild } from '../../src/warehouse/open.ts'
import { openSample, type SampleWarehouse } from '../kpis/sample_warehouse.ts'
import { answer } from '../kpis/served_case.ts'
import { type Answers, differences } from './cells.ts'
import { invariants, type PublicView, waterfallInvariants } from './invariants.ts'
import { expected, grainsOf, type Proof } from './proof.ts'
import { proofs, withoutProof } from './proofs.ts'
import { scorecardTests } from './scorecard.ts'

/** Every other one is of a day in the middle of a month: what runs is compared to date. */
const unseen = Array.from(
  { length: Number(process.env['REVOPS_PROOF_SEEDS'] ?? 0) },
  (_, place) => ({
    name: `seed ${1_001 + place}`,
    options: { seed: 1_001 + place, ...(place % 2 === 1 ? { asOf: '2025-11-18' } : {}) },
  }),
)

describe.each([{ name: 'the sample', options: undefined }, ...unseen])('$name', ({ options }) => {
  let sample: SampleWarehouse
  let instance: DuckDBInstance
  let connection: DuckDBConnection
  let dataAsOf: string
  let views: readonly PublicView[]
  beforeAll(async () => {
    sample = await openSample(options)
    const { warehouse, build } = sample
    const manifest = readManifest(warehouse, build)
    dataAsOf = manifest.data_as_of
    instance = await openBuild(warehouse, manifest.tables)
    connection = await connectReader(instance)
    views = await viewsOf(sample)
  }, 600_000)
  afterAll(async () => {
    connection?.closeSync()
    instance?.closeSync()
    await sample?.close()
  })

  test('every public measure has a proof or a reason, and nothing else has', () => {
    const proven = proofs.flatMap(({ view, measures }) =>
      Object.keys(measures).map((measure) => `${view}.${measure}`),
    )
    expect([...new Set([...proven, ...Object.keys(withoutProof)])].sort()).toEqual(
      views.flatMap(({ measures }) => measures.map(({ name }) => name)).sort(),
    )
  })

  test.each(batches())('$view by $slices: $names', async ({ view, slices, of }) => {
    const cells: ReadonlyMap<string, Answers>[] = []
    for (const proof of of) cells.push(await expected(connection, proof))
    const first = of[0]!
    const measures = of.flatMap(({ measures }) => Object.keys(measures))
    const found: string[] = []
    const classOf = (measure: string) =>
      views.flatMap((of) => of.measures).find(({ name }) => name === `${view}.${measure}`)?.meta
        .class ?? 'none'
    for (const slice of ['', ...slices])
      for (const grain of grainsOf(first)) {
        const by = [...(first.by ?? []), ...(slice ? [slice] : [])]
        const answered = await answer(sample.semantic, view, measures, {
          by,
          ...(grain === 'none' ? {} : { grain }),
          ...(first.where ? { where: first.where } : {}),
        })
        of.forEach((proof, place) => {
          const own = cells[place]!.get(`${slice} ${grain}`) ?? {}
          expect(Object.keys(own).length, `cells by ${slice} and ${grain}`).toBeGreaterThan(0)
          const inWords = differences(
            own,
            answered,
            Object.keys(proof.measures),
            classOf,
            proof.within,
          )
          found.push(...inWords.map((words) => `by ${slice || 'nothing'} and ${grain}: ${words}`))
        })
      }
    expect(found.slice(0, 40)).toEqual([])
  })

  invariants([...new Set(proofs.map(({ view }) => view))], () => ({
    semantic: sample.semantic,
    views,
    dataAsOf,
  }))
  waterfallInvariants(() => ({ semantic: sample.semantic }))
  scorecardTests(proofs, () => ({ semantic: sample.semantic, connection, views, dataAsOf }))
})

/** Proofs that one question can ask for: of a view, by the same slices and grains. */
function batches() {
  const alike = ({ view, by, slices, where, ...proof }: Proof) =>
    JSON.stringify([view, by, slices, where, grainsOf({ view, slices, ...proof })])
  return [...Map.groupBy(proofs, alike).values()].map((of) => ({
    view: of[0]!.view,
    slices: of[0]!.slices,
    names: of.flatMap(({ measures }) => Object.keys(measures)).join(', '),
    of,
  }))
}

/** The public views with their measures. */
const viewsOf = async ({ semantic }: SampleWarehouse) =>
  (await semantic.meta({ role: 'admin' })) as readonly PublicView[]
