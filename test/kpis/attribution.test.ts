/** The worked cases of view `attribution` (attribution.*.md), through the real transforms and model. */
import { describe, expect, test } from 'vitest'
import { company } from './attribution_company.ts'

const closed = '2024-01-30 12:00'
const deal = (id: string, created: string, ...touches: readonly (readonly [string, string])[]) => ({
  id,
  created,
  closed,
  touches,
})

describe('how each model shares an opportunity', () => {
  const { ask, one, load } = company({
    deals: [
      deal(
        'all',
        '2024-01-20',
        ['2024-01-01', 'first'],
        ['2024-01-05', 'x'],
        ['2024-01-10', 'lead'],
        ['2024-01-15', 'y'],
        ['2024-01-20', 'created'],
        ['2024-01-25', 'z'],
      ),
      deal(
        'decay',
        '2024-01-29',
        ['2024-01-01', '28'],
        ['2024-01-15', '14'],
        ['2024-01-22', '7'],
        ['2024-01-29', '0'],
      ),
      {
        ...deal('together', '2024-01-10', ['2024-01-05', 'Email'], ['2024-01-10', 'Direct']),
        touches: [
          ['2024-01-02', 'Paid Search', { campaign: 'Brand' }],
          ['2024-01-05', 'Email'],
          ['2024-01-10', 'Direct'],
        ],
      },
      deal('no middle', '2024-01-10', ['2024-01-02', 'first'], ['2024-01-10', 'created']),
      deal(
        'no lead',
        '2024-01-10',
        ['2024-01-02', 'first'],
        ['2024-01-05', 'x'],
        ['2024-01-10', 'created'],
      ),
      deal('late', '2024-01-02', ['2024-01-05', 'first'], ['2024-01-06', 'x']),
      {
        id: 'open',
        created: '2024-01-05',
        touches: [
          ['2024-01-01', 'first'],
          ['2024-01-05', 'created'],
          ['2024-01-10', 'z'],
        ],
      },
      {
        ...deal('colleague', '2024-01-10'),
        touches: [
          ['2024-01-02', 'first', { of: 'Bob' }],
          ['2024-01-05', 'x', { of: 'Bob' }],
        ],
      },
      deal('nobody', '2024-01-10'),
      deal(
        'too late',
        '2024-01-10',
        ['2024-01-05', 'first'],
        ['2024-01-30 09:00', 'x'],
        ['2024-01-30 13:00', 'y'],
      ),
      {
        ...deal('one session', '2024-01-10'),
        touches: [
          ['2024-01-03 10:00', 'Email'],
          ['2024-01-03 10:10', 'Unknown', { type: 'form' }],
          ['2024-01-03 10:31', 'Unknown', { type: 'form' }],
        ],
      },
      deal('tie', '2024-01-10', ['2024-01-05', 'Email'], ['2024-01-05', 'Paid Search']),
      { ...deal('renewal', '2024-01-10', ['2024-01-05', 'Email']), type: 'Renewal' },
      { ...deal('out', '2024-01-10', ['2024-01-05', 'Email']), outcome: 'disqualified' },
      {
        ...deal(
          'cents',
          '2024-01-10',
          ['2024-01-05', 'a'],
          ['2024-01-06', 'b'],
          ['2024-01-07', 'c'],
        ),
        amount: '100.00',
      },
    ],
    leads: {
      all: '2024-01-10 00:01',
      together: '2024-01-02 00:01',
      'no middle': '2024-01-02 00:01',
      Bob: '2024-01-05 00:01',
      'one session': '2024-01-03 10:32',
      // Long after the close.
      'no lead': '2024-06-01',
    },
    colleagues: { Bob: 'colleague' },
    answers: { all: 'a podcast' },
    spend: [
      ['Brand', 'Paid Search', '2024-01-03', '120.00'],
      ['Brand', 'Paid Search', '2024-01-04', '80.00'],
      ['Video', 'Paid Video', '2024-01-04', '50.00'],
    ],
  })
  /** The credits of an opportunity in hundredths, by channel. */
  const credits = async (opportunity: string, model: string, kind = 'attributed_opportunities') =>
    Object.fromEntries(
      Object.entries(
        await one(kind, { by: ['channel'], where: { opportunity_id: opportunity, model } }),
      )
        .filter(([, credit]) => credit !== null)
        .map(([channel, credit]) => [channel, Number((100 * credit!).toFixed(4))]),
    )

  test.each([
    ['first_touch', { first: 100 }],
    ['last_touch', { z: 100 }],
    ['lead_creation', { lead: 100 }],
    ['u_shaped', { first: 40, x: 20, lead: 40 }],
    ['position_based', { first: 40, x: 5, lead: 5, y: 5, created: 5, z: 40 }],
    ['w_shaped', { first: 30, x: 5, lead: 30, y: 5, created: 30 }],
    ['full_path', { first: 22.5, x: 5, lead: 22.5, y: 5, created: 22.5, z: 22.5 }],
    [
      'time_decay',
      { first: 3.809, x: 5.6601, lead: 9.2863, y: 15.2358, created: 24.997, z: 41.0118 },
    ],
  ])('%s', async (model, expected) => {
    expect(await credits('all', model)).toEqual(expected)
  })

  test.each(['linear', 'shapley'])('%s gives six channels a sixth each', async (model) => {
    const sixth = expect.closeTo(100 / 6, 3)
    expect(await credits('all', model)).toEqual({
      first: sixth,
      x: sixth,
      lead: sixth,
      y: sixth,
      created: sixth,
      z: sixth,
    })
  })

  test('time decay by 0, 7, 14 and 28 days', async () => {
    expect(await credits('decay', 'time_decay')).toEqual({
      '0': 55.1724,
      '7': 27.5862,
      '14': 13.7931,
      '28': 3.4483,
    })
  })

  test.each([
    ['together', 'w_shaped', { 'Paid Search': 60, Email: 10, Direct: 30 }],
    ['no middle', 'w_shaped', { first: 66.6667, created: 33.3333 }],
    ['no lead', 'w_shaped', { first: 45, x: 10, created: 45 }],
    ['no lead', 'lead_creation', { first: 100 }],
    ['no lead', 'u_shaped', { first: 100 }],
    ['late', 'w_shaped', { first: 100 }],
    ['open', 'full_path', { first: 45, created: 45, z: 10 }],
    ['open', 'last_touch', { z: 100 }],
    ['open', 'position_based', { first: 40, created: 20, z: 40 }],
    ['colleague', 'lead_creation', { x: 100 }],
    ['nobody', 'markov', { Unattributed: 100 }],
    ['too late', 'linear', { first: 50, x: 50 }],
    ['one session', 'linear', { Email: 50, Offline: 50 }],
    ['tie', 'first_touch', { 'Paid Search': 100 }],
    ['renewal', 'linear', {}],
    ['out', 'linear', {}],
  ])('%s by %s', async (opportunity, model, expected) => {
    expect(await credits(opportunity, model)).toEqual(expected)
  })

  test('an opportunity that is open has pipeline and no revenue', async () => {
    expect(await credits('open', 'linear', 'attributed_wins')).toEqual({})
    expect(await credits('all', 'first_touch', 'attributed_wins')).toEqual({ first: 100 })
  })

  test('a form that made a lead has the campaign that the CRM names', async () => {
    const where = { opportunity_id: 'one session', model: 'last_touch' }
    expect(await one('attributed_revenue', { by: ['campaign'], where })).toEqual({ Fair: 1000 })
  })

  test('amounts add up to the cent, and credits to 1', async () => {
    const { rows } = await load({
      measures: ['attribution.attributed_revenue', 'attribution.attributed_wins'],
      dimensions: ['attribution.channel'],
      filters: [
        { member: 'attribution.opportunity_id', operator: 'equals', values: ['cents'] },
        { member: 'attribution.model', operator: 'equals', values: ['linear'] },
      ],
      order: [['attribution.channel', 'asc']],
    })
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['a', '33.34', '0.3333333333'],
      ['b', '33.33', '0.3333333333'],
      ['c', '33.33', '0.3333333334'],
    ])
  })

  test('a query that names no model is answered by that of the settings', async () => {
    const named = await one('attributed_pipeline', {
      by: ['channel'],
      where: { model: 'w_shaped' },
    })
    expect(await one('attributed_pipeline', { by: ['channel'] })).toEqual(named)
    expect(await one('attributed_opportunities')).toEqual({ '': 13 })
    expect(await one('attributed_wins', { grain: 'month' })).toMatchObject({ '2024-01-01': 12 })
    const sorted = await load({
      dimensions: ['attribution.opportunity_id'],
      filters: [{ member: 'attribution.attributed_revenue', operator: 'gt', values: ['1000'] }],
    })
    expect(sorted.rows).toEqual([])
  })

  test('by model they stand side by side, each with all there is', async () => {
    const byModel = await one('attributed_revenue', { by: ['model'] })
    expect(Object.keys(byModel)).toHaveLength(11)
    expect(new Set(Object.values(byModel))).toEqual(new Set([11_100]))
  })

  test('several models are never added up', async () => {
    const several = (measure: string, dimensions: string[] = []) =>
      load({
        measures: [`attribution.${measure}`],
        dimensions,
        filters: [
          { member: 'attribution.model', operator: 'equals', values: ['linear', 'markov'] },
        ],
      })
    await expect(several('attributed_revenue')).rejects.toThrow(
      'attribution.attributed_revenue is never added up over several values of model: group by it',
    )
    expect((await several('attributed_revenue', ['attribution.model'])).rows).toHaveLength(2)
  })

  test('return on spend by campaign and channel', async () => {
    const measures = [
      'cost',
      'roi',
      'romi',
      'cost_per_attributed_opportunity',
      'cost_per_attributed_win',
    ]
    const nothing = {
      cost: null,
      roi: null,
      romi: null,
      cost_per_attributed_opportunity: null,
      cost_per_attributed_win: null,
    }
    const answered = await ask(measures, { by: ['campaign', 'channel'] })
    expect(answered).toMatchObject({
      'Brand | Paid Search': {
        cost: 200,
        roi: 3,
        romi: 1.25,
        cost_per_attributed_opportunity: expect.closeTo(1000 / 3, 4),
        cost_per_attributed_win: expect.closeTo(1000 / 3, 4),
      },
      'Video | Paid Video': { ...nothing, cost: 50, roi: 0, romi: -1 },
      'not_allocated | Email': nothing,
    })
    const linear = { by: ['campaign'], where: { model: 'linear' } }
    expect((await ask(['cost', 'roi'], linear))['Brand']).toEqual({
      cost: 200,
      roi: expect.closeTo(333.34 / 200, 8),
    })
  })

  test('of campaigns with spend alone, and of opportunities with touches alone', async () => {
    const kept = async (segment: string) =>
      (
        await load({
          measures: ['attribution.attributed_revenue', 'attribution.roi'],
          segments: [`attribution.${segment}`],
        })
      ).rows.map((row) => Object.values(row).map(Number))
    expect(await kept('with_spend')).toEqual([[600, 2.4]])
    expect(await kept('with_touches')).toEqual([[10_100, 40.4]])
  })

  test('an opportunity is where its account is', async () => {
    const by = { by: ['region', 'country'], where: { opportunity_id: 'all' } }
    expect(await one('attributed_pipeline', by)).toEqual({ 'Nordics | Finland': 1000 })
  })

  test('what people say stands beside what was seen', async () => {
    const matrix = await one('attributed_wins', { by: ['self_reported_source', 'channel'] })
    expect(matrix).toMatchObject({ 'a podcast | first': 0.3, 'Unknown | Unattributed': 1 })
  })

  test('a rep sees the opportunities owned, an executive no single touch', async () => {
    const query = { measures: ['attribution.attributed_wins'] }
    const rows = async (context: object) => (await load(query, context)).rows
    expect(await rows({ role: 'rep', user: 'Ann' })).toEqual([
      { 'attribution.attributed_wins': expect.stringMatching(/^12(\.0+)?$/) },
    ])
    expect(await rows({ role: 'manager', team: 'North' })).toEqual([
      { 'attribution.attributed_wins': null },
    ])
    await expect(
      load({ ...query, dimensions: ['attribution.touchpoint_id'] }, { role: 'executive' }),
    ).rejects.toThrow()
  })

  // What a campaign costs is no owner’s: rows of one’s own would have revenue and no cost.
  test.each(['cost', 'roi'])('neither a rep nor a manager is told of %s', async (measure) => {
    const query = { measures: [`attribution.${measure}`] }
    for (const context of [
      { role: 'rep', user: 'Ann' },
      { role: 'manager', team: 'North' },
    ])
      await expect(load(query, context)).rejects.toThrow()
  })
})

describe('before the first month with spend', () => {
  const { ask } = company({
    deals: [
      {
        id: 'early',
        created: '2024-01-10',
        closed: '2024-02-29',
        amount: '1000',
        touches: [['2024-01-05', 'Paid Search', { campaign: 'Brand' }]],
      },
      {
        id: 'late',
        created: '2024-03-01',
        closed: '2024-03-02',
        amount: '400',
        touches: [['2024-02-28', 'Paid Search', { campaign: 'Brand' }]],
      },
    ],
    leads: { early: '2024-01-06', late: '2024-03-01' },
    spend: [['Brand', 'Paid Search', '2024-03-15', '100']],
  })

  // 400 × 80 %, the margin where nobody says another, − 100 = 220. The deal of the first day of
  // March counts, though spend began later in the month.
  test('nothing is compared with a cost', async () => {
    const measures = [
      'attributed_revenue',
      'cost',
      'roi',
      'romi',
      'cost_per_attributed_lead',
      'cost_per_attributed_opportunity',
      'cost_per_attributed_win',
    ]
    expect(await ask(measures)).toEqual({
      '': {
        attributed_revenue: 1400,
        cost: 100,
        roi: 4,
        romi: 2.2,
        cost_per_attributed_lead: 100,
        cost_per_attributed_opportunity: 100,
        cost_per_attributed_win: 100,
      },
    })
  })
})

describe('channels', () => {
  const way = (path: readonly string[], won: number, of: number) =>
    Array.from({ length: of }, (_, place) => ({
      id: `${path.join('>')} ${place}`,
      created: '2024-01-10',
      closed,
      outcome: place < won ? ('won' as const) : ('lost' as const),
      amount: '100.00',
      touches: path.map((channel, day) => [`2024-01-0${day + 1}`, channel] as const),
    }))
  const { one, channels } = company({
    deals: [
      ...way(['search', 'email'], 3, 5),
      ...way(['email'], 1, 5),
      ...way(['social', 'search'], 2, 5),
      ...way(['social'], 0, 5),
    ],
  })

  test('removal effects, and the opportunities won in proportion to them', () => {
    expect(channels()).toEqual([
      {
        channel: 'email',
        way_count: 10,
        won_way_count: 4,
        removal_effect: expect.closeTo(2 / 3, 12),
        markov_won_count: expect.closeTo(2.4, 12),
        shapley_won_count: expect.closeTo(2.5, 12),
      },
      {
        channel: 'search',
        way_count: 10,
        won_way_count: 5,
        removal_effect: expect.closeTo(2 / 3, 12),
        markov_won_count: expect.closeTo(2.4, 12),
        shapley_won_count: expect.closeTo(2.5, 12),
      },
      {
        channel: 'social',
        way_count: 10,
        won_way_count: 2,
        removal_effect: expect.closeTo(1 / 3, 12),
        markov_won_count: expect.closeTo(1.2, 12),
        shapley_won_count: expect.closeTo(1, 12),
      },
    ])
  })

  test.each([
    ['markov', { search: 17 / 6, email: 2.5, social: 2 / 3 }],
    ['shapley', { search: 2.5, email: 2.5, social: 1 }],
  ])('%s within each opportunity', async (model, wins) => {
    const by = { by: ['channel'], where: { model } }
    const close = (value: number, digits: number) => expect.closeTo(value, digits)
    expect(await one('attributed_wins', by)).toEqual({
      search: close(wins.search, 8),
      email: close(wins.email, 8),
      social: close(wins.social, 8),
    })
    expect(await one('attributed_revenue', by)).toEqual({
      search: close(100 * wins.search, 1),
      email: close(100 * wins.email, 1),
      social: close(100 * wins.social, 1),
    })
  })
})
