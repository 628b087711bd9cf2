import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSemantic, type Semantic } from '../../src/semantic/compile.ts'
import type { SecurityContext } from '../../src/semantic/roles.ts'
import { model, publishedWarehouse } from './warehouses.ts'

let semantic: Semantic
beforeAll(async () => {
  semantic = await openSemantic({ warehouse: await publishedWarehouse(), model })
})
afterAll(() => semantic.close())

const admin: SecurityContext = { role: 'admin' }
const rep: SecurityContext = { role: 'rep', user: 'Ann Lee' }
const by = (view: string, granularity: string, dateRange?: string[]) => ({
  timeDimensions: [
    { dimension: `${view}.date`, granularity, ...(dateRange === undefined ? {} : { dateRange }) },
  ],
})
const rows = async (query: object, context: SecurityContext = admin) =>
  (await semantic.load(query, context)).rows
const refused = (query: object, context: SecurityContext = admin) =>
  expect(semantic.load(query, context)).rejects

test('money adds up by month, exactly', async () => {
  expect(await rows({ measures: ['pipeline.won_amount'], ...by('pipeline', 'month') })).toEqual([
    {
      'pipeline.date.month': '2024-01-01T00:00:00.000',
      'pipeline.date': '2024-01-01T00:00:00.000',
      'pipeline.won_amount': '100',
    },
    {
      'pipeline.date.month': '2024-02-01T00:00:00.000',
      'pipeline.date': '2024-02-01T00:00:00.000',
      'pipeline.won_amount': '50.5',
    },
  ])
})

test('an answer names its build and the day of its data', async () => {
  const answer = await semantic.load({ measures: ['pipeline.deal_count'] }, admin)
  expect(answer).toMatchObject({ build: 'b1', data_as_of: '2024-03-15T00:00:00.000Z' })
  expect(answer.annotation['pipeline.deal_count']).toMatchObject({
    description: 'Deals, won or not.',
  })
})

test('a balance is that of the last date of each group', async () => {
  const mrr = async (query: object) =>
    (await rows({ measures: ['revenue.mrr'], ...query })).map((row) => row['revenue.mrr'])
  expect(await mrr(by('revenue', 'month'))).toEqual(['140', '150'])
  expect(await mrr(by('revenue', 'quarter'))).toEqual(['150'])
  expect(await mrr({})).toEqual(['150'])
  expect(
    await mrr({ dimensions: ['revenue.segment'], order: [['revenue.segment', 'asc']] }),
  ).toEqual(['150', '0'])
})

test('groups are held to a balance', async () => {
  const kept = await rows({
    measures: ['revenue.mrr'],
    dimensions: ['revenue.segment'],
    filters: [{ member: 'revenue.mrr', operator: 'gt', values: ['100'] }],
  })
  expect(kept.map((row) => row['revenue.mrr'])).toEqual(['150'])
})

test('a balance by day or week is refused with the granularities that it has', async () => {
  for (const granularity of ['day', 'week'])
    await refused({ measures: ['revenue.mrr'], ...by('revenue', granularity) }).toThrow(
      `revenue.mrr is not defined by ${granularity}; it answers by month, quarter or year, or for the range as a whole.`,
    )
  await refused({ measures: ['revenue.mrr'], dimensions: ['revenue.date'] }).toThrow('by day')
})

test('views are not joined by a query', async () => {
  await refused({
    measures: ['pipeline.won_amount', 'revenue.mrr'],
    ...by('revenue', 'month'),
  }).toThrow('A query asks one view, and this one names pipeline and revenue: ask each apart.')
})

test('no measure is asked by the hour', async () => {
  await refused({ measures: ['pipeline.deal_count'], ...by('pipeline', 'hour') }).toThrow(
    'answers by day, week, month, quarter or year',
  )
})

test('a dimension that a measure does not have is refused, wherever it stands', async () => {
  const sentence =
    'pipeline.win_rate cannot be sliced or filtered by segment; it allows team, fiscal_quarter, fiscal_year and is_complete.'
  const measures = ['pipeline.win_rate']
  const filter = { member: 'pipeline.segment', operator: 'equals', values: ['SMB'] }
  await refused({ measures, dimensions: ['pipeline.segment'] }).toThrow(sentence)
  await refused({ measures, filters: [filter] }).toThrow(sentence)
  await refused({
    measures,
    filters: [{ or: [{ and: [filter] }, { member: 'pipeline.team', operator: 'set' }] }],
  }).toThrow(sentence)
  await refused({ measures, order: { 'pipeline.segment': 'asc' } }).toThrow(sentence)
  await refused({ measures, segments: ['pipeline.won_only'] }).toThrow('by won_only')
})

test('of several measures the sentence names the one that does not allow it', async () => {
  await refused({
    measures: ['pipeline.won_amount', 'pipeline.win_rate'],
    dimensions: ['pipeline.owner'],
  }).toThrow('pipeline.win_rate cannot be sliced or filtered by owner')
})

test('a filter by a measure is held to that measure', async () => {
  await refused({
    measures: ['pipeline.won_amount'],
    dimensions: ['pipeline.segment'],
    filters: [{ member: 'pipeline.win_rate', operator: 'gt', values: ['0.1'] }],
  }).toThrow('pipeline.win_rate cannot be sliced')
})

test('the fiscal year and the completeness of a period are allowed for every measure', async () => {
  expect(
    await rows({ measures: ['pipeline.win_rate'], dimensions: ['pipeline.fiscal_year'] }),
  ).toEqual([{ 'pipeline.fiscal_year': 'FY2024', 'pipeline.win_rate': '0.75' }])
  expect(
    await rows({ measures: ['pipeline.win_rate'], dimensions: ['pipeline.is_complete'] }),
  ).toEqual([{ 'pipeline.is_complete': true, 'pipeline.win_rate': '0.75' }])
})

test('a segment that a measure lists is allowed', async () => {
  expect(
    await rows({ measures: ['pipeline.deal_count'], segments: ['pipeline.won_only'] }),
  ).toEqual([{ 'pipeline.deal_count': '3' }])
})

test('a measure that needs a dimension is grouped by it or held to one value', async () => {
  const measures = ['pipeline.segment_amount']
  await refused({ measures }).toThrow('group by it, or filter it to one value')
  expect(
    await rows({
      measures,
      filters: [{ member: 'pipeline.segment', operator: 'equals', values: ['Enterprise'] }],
    }),
  ).toEqual([{ 'pipeline.segment_amount': '50' }])
  expect(await rows({ measures, dimensions: ['pipeline.segment'] })).toHaveLength(2)
})

test('a balance by day is refused before the days that are kept', async () => {
  const measures = ['revenue.mrr_by_day']
  await refused({ measures, ...by('revenue', 'day', ['2024-02-13', '2024-03-01']) }).toThrow(
    'is kept by day from 2024-02-14 on',
  )
  await refused({ measures, ...by('revenue', 'day') }).toThrow('is kept by day from 2024-02-14 on')
  expect(await rows({ measures, ...by('revenue', 'day', ['2024-02-14', '2024-03-01']) })).toEqual([
    expect.objectContaining({
      'revenue.date.day': '2024-02-29T00:00:00.000',
      'revenue.mrr_by_day': '150',
    }),
  ])
})

test('rows of a governed measure are not handed out one by one', async () => {
  await refused({
    measures: ['pipeline.won_amount'],
    dimensions: ['pipeline.segment'],
    ungrouped: true,
  }).toThrow('ask without `ungrouped`')
})

test('rows that tie come in the order of their dimensions', async () => {
  const query = { measures: ['pipeline.deal_count'], dimensions: ['pipeline.owner'] }
  const owners = async (more: object = {}) =>
    (await rows({ ...query, ...more })).map((row) => row['pipeline.owner'])
  expect(await owners()).toEqual(['Ann Lee', 'Bob Ray', 'Cyd Fox'])
  expect(await owners({ order: { 'pipeline.deal_count': 'asc' }, limit: 2 })).toEqual([
    'Bob Ray',
    'Cyd Fox',
  ])
  expect(await owners({ order: [['pipeline.owner', 'desc']] })).toEqual([
    'Cyd Fox',
    'Bob Ray',
    'Ann Lee',
  ])
})

test('the zone of a query is UTC, whatever it says', async () => {
  const query = { measures: ['pipeline.won_amount'], ...by('pipeline', 'month') }
  expect(await rows({ ...query, timezone: 'America/Los_Angeles' })).toEqual(await rows(query))
})

test('members of cubes are refused, since only views have policies', async () => {
  await refused({ measures: ['deals.deal_count'] }).toThrow('deals.deal_count is not public')
  await refused({
    measures: ['people.people'],
    filters: [{ member: 'persons.email', operator: 'contains', values: ['kim'] }],
  }).toThrow('persons.email is not public')
  await refused({ measures: ['people.people'], joinHints: [] }).toThrow('leave out joinHints')
})

test('an unknown member is Cube’s own error', async () => {
  await refused({ measures: ['pipeline.nope'] }).toThrow(
    "'nope' not found for path 'pipeline.nope'",
  )
})

test('a rep gets the own rows, by name or by e-mail, as admin does with the filter', async () => {
  const query = {
    measures: ['pipeline.won_amount', 'pipeline.deal_count'],
    dimensions: ['pipeline.segment'],
    order: { 'pipeline.segment': 'asc' },
  }
  const filters = [{ member: 'pipeline.owner', operator: 'equals', values: ['Ann Lee'] }]
  const own = await rows({ ...query, filters })
  expect(own.map((row) => row['pipeline.deal_count'])).toEqual(['1', '1'])
  expect(await rows(query, rep)).toEqual(own)
  expect(await rows(query, { role: 'rep', user: 'ann@acme.test' })).toEqual(own)
})

test('no filter of a rep reaches the rows of others', async () => {
  const others = { member: 'pipeline.owner', operator: 'notEquals', values: ['Ann Lee'] }
  const any = { member: 'pipeline.segment', operator: 'set' }
  const measures = ['pipeline.deal_count']
  expect(await rows({ measures, filters: [others] }, rep)).toEqual([{ 'pipeline.deal_count': '0' }])
  expect(await rows({ measures, filters: [{ or: [others, any] }] }, rep)).toEqual([
    { 'pipeline.deal_count': '2' },
  ])
})

test('a manager gets the rows of the own team, also of measures that know no team', async () => {
  const measures = ['revenue.mrr']
  const south: SecurityContext = { role: 'manager', team: 'South' }
  expect(await rows({ measures, ...by('revenue', 'year') }, south)).toEqual([])
  expect(await rows({ measures }, { role: 'manager', team: 'North' })).toEqual([
    { 'revenue.mrr': '150' },
  ])
})

test('a view without an owner is closed to rep and manager, in the metadata too', async () => {
  const manager: SecurityContext = { role: 'manager', team: 'North' }
  for (const context of [rep, manager]) {
    await refused({ measures: ['spending.cost'] }, context).toThrow('may not read this view')
    const views = (await semantic.meta(context)).map((view) => (view as { name: string }).name)
    expect(views.toSorted()).toEqual(['pipeline', 'revenue'])
  }
  expect(await rows({ measures: ['spending.cost'] })).toEqual([{ 'spending.cost': '30' }])
})

test('an analyst sees personal data masked, and cannot find it by a filter', async () => {
  const analyst: SecurityContext = { role: 'analyst' }
  const query = { measures: ['people.people'], dimensions: ['people.email'] }
  expect((await rows(query, analyst)).map((row) => row['people.email'])).toEqual(['k***', 'l***'])
  const filters = [{ member: 'people.email', operator: 'contains', values: ['kim'] }]
  expect(await rows({ measures: ['people.people'], filters }, analyst)).toEqual([
    { 'people.people': '0' },
  ])
  await refused(query, { role: 'executive' }).toThrow('may not read this view')
})

test('a context without a role, or with half of one, is refused', async () => {
  const query = { measures: ['pipeline.deal_count'] }
  await refused(query, {} as unknown as SecurityContext).toThrow('There is no role')
  await refused(query, { role: 'rep' } as SecurityContext).toThrow('needs a user')
})
