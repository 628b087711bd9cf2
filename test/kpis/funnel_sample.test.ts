/** View `funnel` on the sample company: equal to its truth at every grain and slice, and to itself. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readManifest } from '../../src/warehouse/manifest.ts'
import { connectReader, openBuild } from '../../src/warehouse/open.ts'
import {
  type Cycle,
  cyclesOf,
  funnelOf,
  type Grain,
  measures,
  median,
  periodOf,
  ratesByMaturity,
  type Slice,
  type Values,
} from './funnel_truth.ts'
import { openSample, type SampleWarehouse } from './sample_warehouse.ts'
import { answer, type Question } from './served_case.ts'

const grains: Grain[] = ['month', 'quarter', 'year', 'none']

let sample: SampleWarehouse
let instance: DuckDBInstance
let connection: DuckDBConnection
let cycles: Cycle[]
let asOf: number

beforeAll(async () => {
  sample = await openSample()
  const manifest = readManifest(sample.warehouse, sample.build)
  asOf = Date.parse(manifest.data_as_of)
  instance = await openBuild(sample.warehouse, manifest.tables)
  connection = await connectReader(instance)
  const map = new Map(
    (await rowsOf('select source_key, person_id from map_people')).map((row) => [
      String(row['source_key']),
      String(row['person_id']),
    ]),
  )
  cycles = cyclesOf(sample.truth, (recordKey) => map.get(recordKey) ?? recordKey)
}, 600_000)
afterAll(async () => {
  connection?.closeSync()
  instance?.closeSync()
  await sample?.close()
})

const rowsOf = async (query: string) =>
  (await connection.runAndReadAll(query)).getRowObjectsJson() as Record<string, unknown>[]
const ask = (asked: readonly string[], question?: Question) =>
  answer(sample.semantic, 'funnel', asked, question)

/** What differs; a group that one side does not have holds nothing. */
function differing(
  expected: Record<string, Values>,
  answered: Record<string, Values>,
  asked: readonly string[],
) {
  return [...new Set([...Object.keys(expected), ...Object.keys(answered)])].flatMap((key) =>
    asked.flatMap((measure) => {
      const [own, ours] = [expected[key]?.[measure] ?? null, answered[key]?.[measure] ?? null]
      const isSame =
        own === null || ours === null
          ? (own ?? 0) === (ours ?? 0)
          : Math.abs(own - ours) < 1e-9 * Math.max(1, Math.abs(own))
      return isSame ? [] : [`${key}: ${measure} is ${ours}, not ${own}`]
    }),
  )
}

describe.each<Slice>(['all', 'source_system', 'channel'])('by %s', (slice) => {
  test.each(grains)('and %s, stages, rates and medians are those of the truth', async (grain) => {
    const expected = funnelOf(cycles, slice, grain)
    expect(Object.keys(expected).length).toBeGreaterThan(grain === 'none' ? 0 : 2)
    const answered = await ask(measures, {
      ...(slice === 'all' ? {} : { by: [slice] }),
      ...(grain === 'none' ? {} : { grain }),
    })
    expect(differing(expected, answered, measures)).toEqual([])
  })
})

test('rates of mature and young cohorts are those of the truth', async () => {
  const expected = ratesByMaturity(cycles, asOf)
  const rates = Object.keys(expected.true)
  expect(differing(expected, await ask(rates, { by: ['is_mature'] }), rates)).toEqual([])
})

test('visitors by month are those of the truth', async () => {
  const expected = Object.fromEntries(
    sample.truth.funnel.map(({ month, visitors }) => [`${month}-01`, { visitors }]),
  )
  const answered = await ask(['visitors'], { grain: 'month', from: '2023-01-01', to: '2025-12-31' })
  expect(differing(expected, answered, ['visitors'])).toEqual([])
})

test('recorded SALs of HubSpot are the first entries that its history has', async () => {
  const { rows } = await sample.semantic.load(
    {
      measures: ['funnel.sals'],
      segments: ['funnel.recorded'],
      filters: [{ member: 'funnel.source_system', operator: 'equals', values: ['hubspot'] }],
      timeDimensions: [{ dimension: 'funnel.date', dateRange: ['2023-01-01', '2025-12-31'] }],
    } as never,
    { role: 'admin' },
  )
  const expected = sample.truth.funnel.reduce((sum, { sals }) => sum + sals, 0)
  expect(Number(rows[0]!['funnel.sals'])).toBe(expected)
})

describe('speed to lead', () => {
  const speeds = [
    'median_speed_to_lead_minutes',
    'contacted_within_1h_rate',
    'never_contacted_rate',
  ]
  /** Requests by cycle, each with the seconds to the first turn to the person, or null. */
  let requests: { at: number; channel: string; seconds: number | null }[]

  beforeAll(async () => {
    const [touches, deeds, known] = await Promise.all([
      rowsOf(`select person_id, source_system, touchpoint_type, is_hand_raise,
        occurred_date, epoch_ms(occurred_at) as at from fct_touchpoints where person_id != 'unknown'`),
      rowsOf(`select map.person_id, epoch_ms(occurred_at) as at, activity_type, direction
        from stg_activities as activity join map_people as map on map.source_key = activity.person_id
        where not is_automatic`),
      rowsOf(`select person_id, cycle_number, source_system, channel, began_date,
        epoch_ms(began_at) as at, epoch_ms(next_began_at) as ends_at from fct_lead_cycles`),
    ])
    const touchesOf = Map.groupBy(touches, (row) => row['person_id'])
    const deedsOf = Map.groupBy(
      deeds.filter(
        (row) =>
          ['call', 'email', 'meeting', 'message'].includes(String(row['activity_type'])) &&
          row['direction'] !== 'inbound',
      ),
      (row) => row['person_id'],
    )
    requests = [...Map.groupBy(known, (row) => row['person_id'])].flatMap(([person, theirs]) => {
      const all = touchesOf.get(person) ?? []
      const forms = new Set(
        all.filter((row) => row['touchpoint_type'] === 'form').map((row) => row['occurred_date']),
      )
      const first = new Map<Record<string, unknown>, number>()
      for (const touch of all) {
        if (touch['is_hand_raise'] !== true) continue
        if (touch['touchpoint_type'] === 'session' && forms.has(touch['occurred_date'])) continue
        const begun = theirs.filter(
          (cycle) => String(cycle['began_date']) <= String(touch['occurred_date']),
        )
        const same = begun.filter((cycle) => cycle['source_system'] === touch['source_system'])
        const cycle = (same.length > 0 ? same : begun)
          .sort((a, b) => Number(a['at']) - Number(b['at']))
          .at(-1)
        if (cycle === undefined) continue
        const at = Number(touch['at'])
        first.set(cycle, Math.min(first.get(cycle) ?? at, at))
      }
      return [...first].map(([cycle, at]) => {
        const ends = cycle['ends_at'] === null ? Number.POSITIVE_INFINITY : Number(cycle['ends_at'])
        const turns = (deedsOf.get(person) ?? [])
          .map((deed) => Number(deed['at']))
          .filter((when) => when >= at && when < ends)
        const seconds =
          turns.length === 0 ? null : Math.floor(Math.min(...turns) / 1000) - Math.floor(at / 1000)
        return { at, channel: String(cycle['channel']), seconds }
      })
    })
  })

  describe.each(['all', 'channel'])('by %s', (slice) => {
    test.each(grains)('and %s is what activities say', async (grain) => {
      const groups = Map.groupBy(requests, ({ at, channel }) =>
        [...(slice === 'all' ? [] : [channel]), ...periodOf(grain, at)].join(' | '),
      )
      const expected = Object.fromEntries(
        [...groups].map(([key, group]) => {
          const seconds = group.flatMap((request) => request.seconds ?? [])
          const minutes = median(seconds)
          const values: Values = {
            median_speed_to_lead_minutes: minutes === null ? null : minutes / 60,
            contacted_within_1h_rate: seconds.filter((took) => took <= 3600).length / group.length,
            never_contacted_rate: 1 - seconds.length / group.length,
          }
          return [key, values]
        }),
      )
      expect(requests.length).toBeGreaterThan(1000)
      const answered = await ask(speeds, {
        ...(slice === 'all' ? {} : { by: [slice] }),
        ...(grain === 'none' ? {} : { grain }),
      })
      expect(differing(expected, answered, speeds)).toEqual([])
    })
  })
})

const counts = ['leads', 'mqls', 'sals', 'sqls', 'people_with_opportunity', 'people_converted']

test.each([
  'account_name',
  'segment',
  'industry',
  'country',
  'region',
  'owner',
  'team',
  'channel',
  'campaign',
  'lead_source',
  'source_system',
  'current_owner',
  'current_team',
  'current_segment',
  'cycle_number',
  'is_inferred',
  'person_id',
])('slices by %s add up to the total', async (dimension) => {
  const total = (await ask(counts))['']!
  const slices = Object.values(await ask(counts, { by: [dimension] }))
  for (const measure of counts)
    expect(
      slices.reduce((sum, slice) => sum + (slice[measure] ?? 0), 0),
      measure,
    ).toBe(total[measure])
})

test('nobody gets further than before, and conversion is a share, in every cohort', async () => {
  const total = (await ask(counts))['']!
  const inOrder = counts.map((measure) => total[measure]!)
  expect(inOrder).toEqual(inOrder.toSorted((a, b) => b - a))
  const rates = measures.filter((measure) => measure.endsWith('_rate'))
  for (const row of Object.values(await ask(rates, { grain: 'month', by: ['channel'] })))
    for (const rate of rates) {
      expect(row[rate] ?? 0).toBeGreaterThanOrEqual(0)
      expect(row[rate] ?? 1).toBeLessThanOrEqual(1)
    }
})
