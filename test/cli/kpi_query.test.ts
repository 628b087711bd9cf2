/** The query that the options of `kpi` stand for, and the rows that its answer becomes. */
import { describe, expect, test } from 'vitest'
import { kpiQuery } from '../../src/cli/kpi_query.ts'
import { kpiRows, printableRows } from '../../src/cli/kpi_rows.ts'
import { findMeasure } from '../../src/cli/measure.ts'
import type { Model, ViewMember, ViewModel } from '../../src/docs/model.ts'

const member = (name: string, kind: ViewMember['kind']): ViewMember => ({
  kind,
  name,
  view: 'sales',
  cube: 'deals',
  cubeMember: name,
  public: true,
  meta: {},
  sql: [],
})
const sales: ViewModel = {
  name: 'sales',
  description: '',
  public: true,
  members: [
    member('win_rate', 'measure'),
    member('won_amount', 'measure'),
    member('segment', 'dimension'),
    member('owner', 'dimension'),
  ],
}
const model: Model = { cubes: new Map(), views: [sales] }
const { measure } = findMeasure('sales.win_rate', model)

describe('the query', () => {
  test('without options is the measure over all time', () => {
    expect(kpiQuery(measure, sales, {})).toMatchObject({
      measures: ['sales.win_rate'],
      dimensions: [],
      timeDimensions: [],
      filters: [],
    })
  })

  test('with a grain is a row a period, in time, and with a range keeps to it', () => {
    const query = kpiQuery(measure, sales, { grain: 'month', from: '2025-01-01', to: '2025-03-31' })
    expect(query.timeDimensions).toEqual([
      { dimension: 'sales.date', granularity: 'month', dateRange: ['2025-01-01', '2025-03-31'] },
    ])
    expect(query.order[0]).toEqual(['sales.date', 'asc'])
  })

  test('takes a range that is open on a side, without a grain too', () => {
    expect(kpiQuery(measure, sales, { from: '2025-01-01' }).timeDimensions).toEqual([
      { dimension: 'sales.date', dateRange: ['2025-01-01', '2999-12-31'] },
    ])
  })

  test('takes dimensions with or without the view', () => {
    expect(kpiQuery(measure, sales, { by: ['segment', 'sales.owner'] }).dimensions).toEqual([
      'sales.segment',
      'sales.owner',
    ])
  })

  test('joins filters on one dimension by or, keeps others apart, and spaces in values', () => {
    const where = ['segment=SMB', 'owner!=Anna Berg', 'segment = Mid-Market=x']
    expect(kpiQuery(measure, sales, { where }).filters).toEqual([
      { member: 'sales.segment', operator: 'equals', values: ['SMB', 'Mid-Market=x'] },
      { member: 'sales.owner', operator: 'notEquals', values: ['Anna Berg'] },
    ])
  })

  test.each([
    [{ where: ['segment'] }, /--where segment is no filter/],
    [{ where: ['segment='] }, /no filter/],
    [{ from: '2025-02-01', to: '2025-01-01' }, /after --to 2025-01-01/],
    [{ by: ['segmnt'] }, /no dimension segmnt.*Did you mean segment\?/],
  ])('refuses %j in a sentence', (options, said) => {
    expect(() => kpiQuery(measure, sales, options)).toThrow(said)
  })

  test('names the nearest measures where there is none of that name', () => {
    expect(() => findMeasure('sales.winrate', model)).toThrow(/Did you mean sales\.win_rate\?/)
    expect(() => findMeasure('win_rate', model)).toThrow(/Did you mean sales\.win_rate\?/)
  })
})

describe('the rows', () => {
  const query = kpiQuery(measure, sales, { grain: 'month', by: ['segment'] })
  const rows = kpiRows(
    [
      {
        'sales.date.month': '2025-01-01T00:00:00.000',
        'sales.date': '2025-01-01T00:00:00.000',
        'sales.segment': 'SMB',
        'sales.win_rate': '0.4000',
      },
      {
        'sales.date.month': '2025-02-01T00:00:00.000',
        'sales.segment': null,
        'sales.win_rate': null,
      },
    ],
    query,
  )

  test('hold dates as days, numbers as numbers and null for what is missing', () => {
    expect(rows).toEqual([
      { date: '2025-01-01', segment: 'SMB', win_rate: 0.4 },
      { date: '2025-02-01', segment: null, win_rate: null },
    ])
  })

  test('are printed with the measure in its unit', () => {
    const answer = { kpi: 'sales.win_rate', title: '', formula: '', build: '', data_as_of: '' }
    expect(printableRows({ ...answer, unit: 'percent', rows }, 'EUR').rows).toEqual([
      ['2025-01-01', 'SMB', '40.0 %'],
      ['2025-02-01', '–', '–'],
    ])
  })
})
