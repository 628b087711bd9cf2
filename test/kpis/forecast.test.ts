/** The worked cases of view `forecast` (forecast.*.md), through the real transforms and model. */
import { describe, expect, test } from 'vitest'
import { forecastCompany } from './forecast_company.ts'

const near = (value: number) => expect.closeTo(value, 8)

describe('submitted forecasts', () => {
  const march = '2024-03-01'
  const won = (day: string) => ({ [`${day} 10:00`]: 'won' })
  const { ask, load } = forecastCompany({
    asOf: '2024-04-30 12:00',
    owners: Object.fromEntries(
      ['Anna', 'Ben', 'Cleo', 'Dan'].map((name) => [
        name,
        { '2024-01-31': name === 'Anna' ? 'North' : 'South' },
      ]),
    ),
    companies: [{ id: '1', name: 'Acme' }],
    forecasts: [
      ['Anna', march, '2024-01-31', 'commit', 60],
      ['Anna', march, '2024-02-15', 'commit', 80],
      ['Anna', march, '2024-02-29', 'commit', 100],
      ['Anna', march, '2024-02-29', 'best_case', 20],
      ['Anna', march, '2024-03-10', 'commit', 110],
      ['Ben', march, '2024-03-01', 'commit', 140],
      ['Ben', march, '2024-03-01', 'pipeline', 10],
      ['Cleo', march, '2024-03-01', 'pipeline', 10],
      ['Dan', march, '2024-03-10', 'pipeline', 30],
    ],
    deals: [
      ['1', 'Anna', '100', '2024-03-31', 'New Business'],
      ['2', 'Ben', '150', '2024-03-05', 'New Business'],
      ['3', 'Ben', '50', '2024-03-20', 'Renewal'],
      ['4', 'Anna', '70', '2024-04-01', 'New Business'],
    ].map(([id, owner, amount, day, type]) => ({
      id: id!,
      company: '1',
      created: '2024-02-01',
      type: type!,
      amount: amount!,
      owners: { '2024-02-01': owner! },
      stages: { '2024-02-01 12:00': 'proposal', ...won(day!) },
    })),
  })
  const rates = [
    'forecast_wape',
    'forecast_accuracy',
    'forecast_bias',
    'commit_wape',
    'commit_hit_rate',
  ]
  const inMarch = { from: '2024-03-01', to: '2024-03-31' }

  test.each(['month', 'quarter', 'year'] as const)(
    'by %s the errors are those of sellers and periods, not of their sum',
    async (grain) => {
      const [first] = Object.values(await ask(rates, { grain }))
      expect(first).toEqual({
        forecast_wape: near(80 / 300),
        forecast_accuracy: near(220 / 300),
        forecast_bias: near(20 / 300),
        commit_wape: near(0.2),
        commit_hit_rate: 0.5,
      })
    },
  )

  test('by seller each is held to what it said; who committed nothing has no hit rate', async () => {
    expect(
      await ask(['forecast_wape', 'forecast_bias', 'commit_hit_rate'], {
        by: ['owner'],
        ...inMarch,
      }),
    ).toMatchObject({
      'Anna Berg': { forecast_wape: near(0.2), forecast_bias: near(-0.2), commit_hit_rate: 1 },
      'Ben Berg': { forecast_wape: near(0.25), forecast_bias: near(0.25), commit_hit_rate: 0 },
      'Cleo Berg': { forecast_wape: null, forecast_bias: null, commit_hit_rate: null },
    })
    expect(await ask(['forecast_wape'], { by: ['team'], ...inMarch })).toMatchObject({
      North: { forecast_wape: near(0.2) },
      South: { forecast_wape: near(0.3) },
    })
  })

  test('a month before, who had said nothing had forecast nothing', async () => {
    expect(
      await ask(['forecast_wape', 'forecast_bias'], { where: { horizon: '1' }, ...inMarch }),
    ).toEqual({ '': { forecast_wape: near(0.8), forecast_bias: near(0.8) } })
    expect(await ask(['forecast_wape'], { by: ['horizon'], ...inMarch })).toMatchObject({
      0: { forecast_wape: near(80 / 300) },
      1: { forecast_wape: near(0.8) },
    })
  })

  test('the forecast that counts is the last one by the period’s first day, by category', async () => {
    expect(await ask(['forecast_amount'], inMarch)).toEqual({ '': { forecast_amount: 280 } })
    expect(await ask(['forecast_amount'], { by: ['category'], ...inMarch })).toMatchObject({
      commit: { forecast_amount: 240 },
      'best case': { forecast_amount: 20 },
      pipeline: { forecast_amount: 20 },
    })
  })

  test('who was late had no forecast, unless a later day is asked for', async () => {
    const dan = { owner: 'Dan Berg' }
    expect(await ask(['forecast_amount'], { where: dan })).toEqual({
      '': { forecast_amount: null },
    })
    expect(await ask(['forecast_amount'], { where: { ...dan, as_of: '2024-03-10' } })).toEqual({
      '': { forecast_amount: 30 },
    })
    expect(await ask(['forecast_amount'], { by: ['as_of'] })).toMatchObject({
      Opening: { forecast_amount: 280 },
      '2024-01-31': { forecast_amount: 60 },
      '2024-02-15': { forecast_amount: 80 },
      '2024-02-29': { forecast_amount: 120 },
      '2024-03-01': { forecast_amount: 280 },
      '2024-03-10': { forecast_amount: 320 },
    })
  })

  test('as-of days and horizons are never added up', async () => {
    const over = (measure: string, dimension: string, values: readonly string[]) =>
      load({
        measures: [`forecast.${measure}`],
        filters: [{ member: `forecast.${dimension}`, operator: 'equals', values }],
      })
    await expect(over('forecast_amount', 'as_of', ['2024-02-15', '2024-02-29'])).rejects.toThrow(
      'never added up over several values of as_of',
    )
    await expect(over('forecast_wape', 'horizon', ['0', '1'])).rejects.toThrow(
      'never added up over several values of horizon',
    )
    await expect(over('forecast_wape', 'category', ['commit'])).rejects.toThrow(
      'cannot be sliced or filtered by category',
    )
  })

  test('what was won is by close date and seller, renewals told apart', async () => {
    expect(await ask(['actual_amount'], { grain: 'month' })).toMatchObject({
      '2024-03-01': { actual_amount: 300 },
      '2024-04-01': { actual_amount: 70 },
    })
    expect(await ask(['actual_amount'], { by: ['owner', 'deal_type'], ...inMarch })).toMatchObject({
      'Anna Berg | New Business': { actual_amount: 100 },
      'Ben Berg | New Business': { actual_amount: 150 },
      'Ben Berg | Renewal': { actual_amount: 50 },
    })
  })
})

describe('forecasts a month ahead', () => {
  const april = '2024-04-01'
  const sellers = { Anna: '110', Ben: '180', Cleo: '45', Dan: '-20' }
  const { ask } = forecastCompany({
    asOf: '2024-04-30 12:00',
    owners: Object.fromEntries(
      Object.keys(sellers).map((name) => [name, { '2024-01-31': 'North' }]),
    ),
    forecasts: [
      ['Anna', april, '2024-03-01', 'commit', 100],
      ['Anna', april, '2024-03-01', 'best_case', 30],
      ['Anna', april, '2024-04-01', 'commit', 130],
      ['Ben', april, '2024-03-01', 'commit', 170],
      ['Ben', april, '2024-03-01', 'pipeline', 10],
      ['Ben', april, '2024-04-01', 'commit', 200],
      ['Cleo', april, '2024-03-01', 'commit', 20],
      ['Cleo', april, '2024-03-01', 'pipeline', 40],
      ['Cleo', april, '2024-04-01', 'commit', 100],
    ],
    deals: Object.entries(sellers).map(([owner, amount]) => ({
      id: owner,
      created: '2024-02-01',
      amount,
      owners: { '2024-02-01': owner },
      stages: { '2024-02-01 12:00': 'proposal', '2024-04-20': 'won' },
    })),
  })
  const rates = ['forecast_wape', 'forecast_bias', 'commit_wape', 'commit_hit_rate']
  const monthAhead = { where: { horizon: '1' } }

  test('each rate is of what had been said by then, and of the first day unless asked', async () => {
    expect(await ask(rates, monthAhead)).toEqual({
      '': {
        forecast_wape: near(55 / 355),
        forecast_bias: near(-55 / 315),
        commit_wape: near(65 / 355),
        commit_hit_rate: near(2 / 3),
      },
    })
    expect(await ask(rates)).toEqual({
      '': {
        forecast_wape: near(195 / 355),
        forecast_bias: near(-195 / 315),
        commit_wape: near(115 / 355),
        commit_hit_rate: near(1 / 3),
      },
    })
  })

  test('just a tenth off is a hit, and an earlier hit does not count later', async () => {
    const hits = (question: object) => ask(['commit_hit_rate'], { by: ['owner'], ...question })
    expect(await hits(monthAhead)).toMatchObject({
      'Anna Berg': { commit_hit_rate: 1 },
      'Ben Berg': { commit_hit_rate: 1 },
      'Cleo Berg': { commit_hit_rate: 0 },
      'Dan Berg': { commit_hit_rate: null },
    })
    expect(await hits({})).toMatchObject({
      'Anna Berg': { commit_hit_rate: 0 },
      'Ben Berg': { commit_hit_rate: 1 },
      'Cleo Berg': { commit_hit_rate: 0 },
    })
  })
})

describe('predictions', () => {
  const deal = (
    id: string,
    month: string,
    amount: string,
    stage: string,
    end?: [string, string],
  ) => ({
    id,
    created: `2024-${month}-15`,
    amount,
    closeDates: { [`2024-${month}-15`]: '2024-04-20' },
    stages: {
      [`2024-${month}-15`]: stage,
      ...(end && { [`2024-${end[0]}-20`]: end[1] }),
    },
  })
  const deals = [
    deal('A', '01', '100', 'proposal', ['02', 'won']),
    deal('B', '01', '100', 'qualified', ['02', 'lost']),
    deal('G', '01', '100', 'qualified', ['02', 'lost']),
    deal('C', '02', '200', 'qualified', ['03', 'won']),
    deal('D', '02', '200', 'proposal', ['03', 'lost']),
    deal('F', '03', '60', 'proposal', ['03', 'won']),
    deal('E', '03', '400', 'proposal'),
  ]
  const mrr = {
    '2023-09-30': 100,
    '2023-10-31': 110,
    '2023-11-30': 120,
    '2023-12-31': 130,
    '2024-01-31': 140,
    '2024-02-29': 150,
    '2024-03-31': 160,
  }
  const { ask, load } = forecastCompany({ asOf: '2024-03-31 12:00', deals, mrr })
  const current = (prediction: string) => ({ prediction, horizon: 'current' })
  const amounts = [
    'predicted_amount',
    'predicted_low',
    'baseline_last_period',
    'baseline_last_year',
    'baseline_weighted_pipeline',
  ]

  test('won amount is amount × chance of what is open, and what new deals bring', async () => {
    const none = { predicted_low: null, baseline_last_year: null }
    const months = await ask(amounts, { grain: 'month', where: current('won_amount_by_month') })
    expect(Object.keys(months)).toHaveLength(9)
    expect(months).toMatchObject({
      '2024-04-01': {
        predicted_amount: 201.43,
        baseline_last_period: 260,
        baseline_weighted_pipeline: 200,
        ...none,
      },
      '2024-05-01': {
        predicted_amount: 180,
        baseline_last_period: 260,
        baseline_weighted_pipeline: 0,
        ...none,
      },
      '2024-06-01': {
        predicted_amount: 180,
        baseline_last_period: 260,
        baseline_weighted_pipeline: 0,
        ...none,
      },
    })
  })

  test('as of a month before, only what was known then counts', async () => {
    expect(
      await ask(['predicted_amount', 'predicted_outcome'], {
        grain: 'month',
        where: { prediction: 'won_amount_by_month', horizon: '0' },
      }),
    ).toEqual({
      '2024-03-01': { predicted_amount: 136.51, predicted_outcome: 260 },
    })
  })

  describe('on that day', () => {
    const then = forecastCompany({ asOf: '2024-02-29 12:00', deals })

    test('it was the same prediction', async () => {
      expect(
        await then.ask(['predicted_amount'], {
          grain: 'month',
          where: current('won_amount_by_month'),
        }),
      ).toMatchObject({ '2024-03-01': { predicted_amount: 136.51 } })
    })
  })

  describe('with nothing open', () => {
    const closed = forecastCompany({
      asOf: '2024-03-31 12:00',
      deals: deals.filter(({ id }) => id !== 'E'),
    })

    test('new deals are expected all the same', async () => {
      expect(
        await closed.ask(['predicted_amount'], {
          grain: 'month',
          where: current('won_amount_by_month'),
        }),
      ).toMatchObject({ '2024-04-01': { predicted_amount: 30 } })
    })
  })

  describe('in the middle of a month', () => {
    const h = {
      id: 'H',
      created: '2024-04-02',
      amount: '40',
      stages: { '2024-04-02': 'proposal', '2024-04-10': 'won' },
    }
    const midway = forecastCompany({
      asOf: '2024-04-15 12:00',
      deals: [...deals, h],
      mrr: { ...mrr, '2024-04-15': 166 },
    })

    test('what was won so far is certain, and half of the next thirty days falls into it', async () => {
      expect(
        await midway.ask(['predicted_amount'], {
          grain: 'month',
          where: current('won_amount_by_month'),
        }),
      ).toMatchObject({
        '2024-04-01': { predicted_amount: 135 },
        '2024-05-01': { predicted_amount: 185 },
        '2024-06-01': { predicted_amount: 180 },
      })
    })

    test('half of the month’s trend is still to come to MRR', async () => {
      const months = await midway.ask(['predicted_amount', 'predicted_outcome'], {
        grain: 'month',
        where: current('mrr_by_month'),
      })
      expect(Object.keys(months)).toHaveLength(12)
      expect(months).toMatchObject({
        '2024-04-01': { predicted_amount: 171, predicted_outcome: null },
        '2024-05-01': { predicted_amount: 180.8 },
      })
    })
  })

  test('a quarter is the running one and the next two', async () => {
    const quarters = await ask(['predicted_amount'], {
      grain: 'quarter',
      where: current('won_amount_by_quarter'),
    })
    expect(Object.keys(quarters)).toEqual(['2024-04-01', '2024-07-01', '2024-10-01'])
    expect(quarters['2024-04-01']).toEqual({ predicted_amount: 561.43 })
  })

  test('MRR goes on by a trend of which a little is lost each month', async () => {
    const months = await ask(amounts, { grain: 'month', where: current('mrr_by_month') })
    expect(Object.keys(months)).toHaveLength(12)
    expect(months).toMatchObject({
      '2024-04-01': {
        predicted_amount: 170,
        baseline_last_period: 160,
        baseline_weighted_pipeline: 176.67,
      },
      '2024-05-01': { predicted_amount: 179.8, baseline_last_period: 160 },
      '2024-06-01': { predicted_amount: 189.4, baseline_last_period: 160 },
    })
  })

  test('are of the whole company, so neither a rep nor a manager is told of them', async () => {
    const query = {
      measures: ['forecast.predicted_amount'],
      filters: Object.entries(current('won_amount_by_month')).map(([name, value]) => ({
        member: `forecast.${name}`,
        operator: 'equals',
        values: [value],
      })),
    }
    expect((await load(query, { role: 'executive' })).rows).toHaveLength(1)
    for (const context of [
      { role: 'rep', user: 'Anna' },
      { role: 'manager', team: 'North' },
    ])
      await expect(load(query, context)).rejects.toThrow()
  })

  describe('a year later', () => {
    const k = {
      id: 'K',
      created: '2025-01-05',
      amount: '70',
      stages: { '2025-01-05': 'proposal', '2025-01-20': 'won' },
    }
    const later = forecastCompany({ asOf: '2025-01-31 12:00', deals: [...deals, k] })
    const ofPeriods = ['predicted_outcome', 'predicted_high', ...amounts]

    test('several periods have no figure together; what is known of one alone has', async () => {
      const byYear = (prediction: string, horizon: string) =>
        later.ask(ofPeriods, { grain: 'year', where: { prediction, horizon } })
      const none = Object.fromEntries(ofPeriods.map((name) => [name, null]))
      expect(await byYear('won_amount_by_month', '2')).toEqual({
        '2024-01-01': none,
        '2025-01-01': { ...none, predicted_outcome: 70 },
      })
      expect(await byYear('won_amount_by_quarter', '1')).toMatchObject({
        '2024-01-01': { predicted_outcome: null, baseline_last_period: 0 },
      })
    })

    test('each of those periods has them, from the first day on which they can be known', async () => {
      const months = await later.ask(ofPeriods, {
        grain: 'month',
        where: { prediction: 'won_amount_by_month', horizon: '2' },
      })
      const spread = { predicted_low: expect.any(Number), predicted_high: expect.any(Number) }
      expect(months).toMatchObject({
        '2025-01-01': { predicted_outcome: 70, baseline_last_year: null, ...spread },
        '2025-02-01': { predicted_outcome: null, baseline_last_year: 100, ...spread },
        '2025-03-01': { predicted_outcome: null, baseline_last_year: 260, ...spread },
      })
    })
  })

  test('several horizons are refused', async () => {
    await expect(load({ measures: ['forecast.predicted_amount'] })).rejects.toThrow(
      'defined for each prediction and horizon',
    )
  })
})
