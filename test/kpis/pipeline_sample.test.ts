/** View `pipeline` on the sample company: equal to its truth at every grain and slice, and to itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Grain,
  pipelineOf,
  type Slice,
  stagesOf,
  type Unit,
  type Values,
} from './pipeline_truth.ts'
import { openSample, type SampleWarehouse } from './sample_warehouse.ts'
import { answer, type Question } from './served_case.ts'

const grains: Grain[] = ['month', 'quarter', 'year', 'none']

/** Opens the sample before the tests of its block. */
function opened(options?: Parameters<typeof openSample>[0]) {
  const block = {} as { sample: SampleWarehouse }
  beforeAll(async () => {
    block.sample = await openSample(options)
  }, 300_000)
  afterAll(() => block.sample.close())
  const ask = (measures: readonly string[], question?: Question) =>
    answer(block.sample.semantic, 'pipeline', measures, question)
  return {
    truth: () => block.sample.truth,
    ask,
    /** What differs from the truth; a group of the truth without rows has no value. */
    async differences(slice: Slice, grain: Grain) {
      const expected = pipelineOf(block.sample.truth, slice, grain)
      const answered = await ask(Object.keys(Object.values(expected)[0]!), {
        ...(slice === 'all' ? {} : { by: [slice] }),
        ...(grain === 'none' ? {} : { grain }),
      })
      expect(Object.keys(expected).length).toBeGreaterThan(grain === 'none' ? 0 : 2)
      return differing(expected, answered)
    },
  }
}

function differing(expected: Record<string, Values>, answered: Record<string, Values>) {
  return [...new Set([...Object.keys(expected), ...Object.keys(answered)])].flatMap((key) =>
    Object.keys(Object.values(expected)[0]!).flatMap((measure) => {
      const [own, ours] = [expected[key]?.[measure] ?? null, answered[key]?.[measure] ?? null]
      const isSame =
        own === null || ours === null
          ? (own ?? 0) === (ours ?? 0)
          : Math.abs(own - ours) < 1e-6 * Math.max(1, Math.abs(own))
      return isSame ? [] : [`${key}: ${measure} is ${ours}, not ${own}`]
    }),
  )
}

describe('with the dirt of real exports', () => {
  const { truth, ask, differences } = opened()

  describe.each<Slice>(['all', 'source_system', 'deal_type', 'channel'])('by %s', (slice) => {
    test.each(grains)('and %s, all measures are those of the truth', async (grain) => {
      expect(await differences(slice, grain)).toEqual([])
    })
  })

  test('won and lost by owner are those of the truth', async () => {
    const names = new Map(truth().owners.map(({ ownerId, name }) => [ownerId, name]))
    const closed = truth().opportunities.filter(
      (deal) =>
        deal.closedAt !== null && !deal.isInternal && !deal.isRenewal && !deal.isDisqualified,
    )
    const expected = Object.fromEntries(
      [...Map.groupBy(closed, ({ ownerId }) => names.get(ownerId ?? '') ?? 'Unknown')].map(
        ([owner, deals]) => [
          owner,
          {
            opportunities_closed: deals.length,
            opportunities_won: deals.filter(({ status }) => status === 'won').length,
          },
        ],
      ),
    )
    const answered = await ask(['opportunities_closed', 'opportunities_won'], { by: ['owner'] })
    expect(differing(expected, answered)).toEqual([])
  })

  test.each<Unit>(['hubspot', 'salesforce'])(
    'stages of %s convert and hold deals as in the truth',
    async (unit) => {
      const expected = stagesOf(truth(), unit)
      const answered = await ask(Object.keys(Object.values(expected)[0]!), {
        by: ['stage'],
        where: { source_system: unit },
      })
      expect(
        differing(
          expected,
          Object.fromEntries(Object.entries(answered).filter(([stage]) => stage in expected)),
        ),
      ).toEqual([])
      for (const { stage_conversion_rate: rate } of Object.values(answered)) {
        expect(rate ?? 0).toBeGreaterThanOrEqual(0)
        expect(rate ?? 1).toBeLessThanOrEqual(1)
      }
    },
  )

  const additive = [
    'opportunities_created',
    'pipeline_created',
    'opportunities_won',
    'opportunities_lost',
    'opportunities_closed',
    'disqualified_opportunities',
    'won_amount',
    'lost_amount',
    'stage_deal_days',
  ]
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
    'deal_type',
    'pipeline_name',
    'forecast_category',
    'currency',
    'source_system',
    'current_owner',
    'current_team',
    'current_segment',
    'opportunity_id',
  ])('slices by %s add up to the total', async (dimension) => {
    const total = (await ask(additive))['']!
    const slices = Object.values(await ask(additive, { by: [dimension] }))
    for (const measure of additive) {
      const sum = slices.reduce((so, slice) => so + (slice[measure] ?? 0), 0)
      expect(sum, measure).toBeCloseTo(total[measure]!, 4)
    }
  })

  test('the opportunities closed are those won and lost, and created before they were won', async () => {
    for (const row of Object.values(
      await ask(
        ['opportunities_closed', 'opportunities_won', 'opportunities_lost', 'sales_cycle_days'],
        { grain: 'month' },
      ),
    )) {
      expect(row['opportunities_closed']).toBe(
        row['opportunities_won']! + row['opportunities_lost']!,
      )
      expect(row['sales_cycle_days'] ?? 0).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('without dirt', () => {
  const { differences } = opened({ scale: 0.3, dirt: 0 })

  test.each(grains)('by segment and %s, all measures are those of the truth', async (grain) => {
    expect(await differences('segment', grain)).toEqual([])
  })
})
