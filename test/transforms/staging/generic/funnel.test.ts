/** A funnel of deals from the generic files alone: what is made of opportunities, a log and a history. */
import { beforeEach, describe, expect, test } from 'vitest'
import { createEmpty, given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import {
  rawGenericOpportunities,
  rawGenericOpportunityHistory,
  rawGenericOpportunityStages,
  rawGenericStages,
} from '../../../../transforms/sources/generic_opportunities.ts'
import { stgGenericOpportunities } from '../../../../transforms/staging/generic/stg_generic__opportunities.ts'
import { stgGenericOpportunityHistory } from '../../../../transforms/staging/generic/stg_generic__opportunity_history.ts'
import { stgGenericOpportunityStages } from '../../../../transforms/staging/generic/stg_generic__opportunity_stages.ts'
import { stgGenericStageNames } from '../../../../transforms/staging/generic/stg_generic__stage_names.ts'
import { stgGenericStages } from '../../../../transforms/staging/generic/stg_generic__stages.ts'
import { make, openMemory } from '../../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  for (const table of [
    rawGenericOpportunities,
    rawGenericOpportunityHistory,
    rawGenericOpportunityStages,
    rawGenericStages,
  ])
    await createEmpty(db, table)
  return () => db.destroy()
})

const at = (day: string) => new Date(`${day}T00:00:00Z`)
const makeStages = () => make(db, [stgGenericStageNames, stgGenericStages])
const stagesOf = async () =>
  (await rowsOf(db, stgGenericStages))
    .map(({ stage_id, stage_type, stage_number }) => [stage_id, stage_type, stage_number])
    .sort()

describe('stages without a file of their own', () => {
  test('come from opportunities and their log, won and lost by their labels, in the order of entry', async () => {
    await given(db, rawGenericOpportunities, [
      { opportunity_id: '1', stage_name: 'Closed Won', version_at: at('2024-03-01') },
      { opportunity_id: '2', stage_name: 'Demo', version_at: at('2024-03-01') },
    ])
    await given(db, rawGenericOpportunityStages, [
      { opportunity_id: '1', stage_name: 'Discovery', entered_at: at('2024-01-05') },
      { opportunity_id: '1', stage_name: 'Demo', entered_at: at('2024-01-10') },
      { opportunity_id: '1', stage_name: 'Closed Won', entered_at: at('2024-02-01') },
      { opportunity_id: '2', stage_name: 'Discovery', entered_at: at('2024-02-05') },
      { opportunity_id: '2', stage_name: ' Demo', entered_at: at('2024-02-07') },
    ])
    await makeStages()
    expect(await stagesOf()).toEqual([
      ['generic:Closed Won', 'won', 3],
      ['generic:Demo', 'open', 2],
      ['generic:Discovery', 'open', 1],
    ])
  })

  test('are won and lost as most opportunities in them say, whatever their labels', async () => {
    const state = { stage_name: 'Signed', is_closed: true, version_at: at('2024-03-01') }
    await given(db, rawGenericOpportunities, [
      { ...state, opportunity_id: '1', is_won: true },
      { ...state, opportunity_id: '2', is_won: true },
      { ...state, opportunity_id: '3', is_won: false },
      { ...state, opportunity_id: '4', stage_name: 'Gone', is_won: false },
      { ...state, opportunity_id: '5', stage_name: 'Parked' },
    ])
    await makeStages()
    expect(await stagesOf()).toEqual([
      ['generic:Gone', 'lost', null],
      ['generic:Parked', 'lost', null],
      ['generic:Signed', 'won', null],
    ])
  })

  test('of one label in two pipelines are two', async () => {
    await given(db, rawGenericOpportunities, [
      {
        opportunity_id: '1',
        stage_name: 'Demo',
        pipeline_name: 'New',
        version_at: at('2024-03-01'),
      },
      {
        opportunity_id: '2',
        stage_name: 'Demo',
        pipeline_name: 'Old',
        version_at: at('2024-03-01'),
      },
    ])
    await given(db, rawGenericOpportunityStages, [
      { opportunity_id: '2', stage_name: 'Demo', entered_at: at('2024-02-05') },
    ])
    await makeStages()
    expect((await rowsOf(db, stgGenericStages)).map((row) => row.stage_id).sort()).toEqual([
      'generic:New/Demo',
      'generic:Old/Demo',
    ])
    expect(await rowsOf(db, stgGenericOpportunityStages)).toMatchObject([
      { opportunity_id: 'generic:2', pipeline_name: 'Old', stage_name: 'Demo' },
    ])
  })
})

test('a label or an id finds the stage that the stages’ file declares', async () => {
  await given(db, rawGenericStages, [
    { stage_id: 's1', stage_name: 'Demo', pipeline_name: 'Sales', stage_number: 4 },
    { stage_id: 's2', stage_name: 'Signed', pipeline_name: 'Sales', stage_type: 'won' },
  ])
  await given(db, rawGenericOpportunities, [
    { opportunity_id: '1', stage_name: 'demo', version_at: at('2024-03-01') },
  ])
  await given(db, rawGenericOpportunityHistory, [
    { opportunity_id: '1', property: 'stage_id', changed_at: at('2024-01-05'), value: 's1' },
    { opportunity_id: '1', property: 'stage_id', changed_at: at('2024-02-05'), value: 'Signed' },
    { opportunity_id: '1', property: 'owner_id', changed_at: at('2024-01-05'), value: '7' },
    { opportunity_id: '1', property: 'owner_id', changed_at: at('2024-01-06'), value: 'hubspot:7' },
  ])
  await makeStages()
  expect(await stagesOf()).toEqual([
    ['generic:s1', 'open', 4],
    ['generic:s2', 'won', 2],
  ])
  expect(await historyOf()).toEqual([
    ['owner_id', '2024-01-05', 'generic:7'],
    ['owner_id', '2024-01-06', 'hubspot:7'],
    ['stage_id', '2024-01-05', 'generic:s1'],
    ['stage_id', '2024-02-05', 'generic:s2'],
  ])
})

const historyOf = async () =>
  (await rowsOf(db, stgGenericOpportunityHistory))
    .map(({ property, changed_at, value }) => [
      property,
      changed_at.toISOString().slice(0, 10),
      value,
    ])
    .sort()

describe('a history', () => {
  test('is what a log tells of an opportunity that came back to a stage, and no other', async () => {
    await given(db, rawGenericOpportunityStages, [
      { opportunity_id: '1', stage_name: 'Demo', entered_at: at('2024-01-05') },
      { opportunity_id: '1', stage_name: 'Offer', entered_at: at('2024-01-10') },
      { opportunity_id: '1', stage_name: 'Demo', entered_at: at('2024-01-12') },
      { opportunity_id: '2', stage_name: 'Demo', entered_at: at('2024-01-12') },
    ])
    await makeStages()
    expect(await historyOf()).toEqual([
      ['stage_id', '2024-01-05', 'generic:Demo'],
      ['stage_id', '2024-01-10', 'generic:Offer'],
      ['stage_id', '2024-01-12', 'generic:Demo'],
    ])
    expect(
      (await rowsOf(db, stgGenericOpportunityStages))
        .map((row) => [row.opportunity_id, row.stage_name, row.entered_at?.getUTCDate()])
        .sort(),
    ).toEqual([
      ['generic:1', 'Demo', 12],
      ['generic:1', 'Offer', 10],
      ['generic:2', 'Demo', 12],
    ])
  })

  test('follows from successive exports, where no file of changes tells of the property', async () => {
    const state = { amount_local: '100.00', forecast_category: 'Commit' }
    await given(db, rawGenericOpportunities, [
      { ...state, opportunity_id: '1', stage_name: 'Demo', version_at: at('2024-01-31') },
      { ...state, opportunity_id: '1', stage_name: 'Offer', version_at: at('2024-02-29') },
      { opportunity_id: '2', stage_name: 'Demo', version_at: at('2024-02-29') },
    ])
    await given(db, rawGenericOpportunityHistory, [
      { opportunity_id: '1', property: 'amount', changed_at: at('2024-01-05'), value: '90' },
    ])
    await makeStages()
    const history = (await historyOf()).filter(([, , value]) => value !== null)
    expect(history).toEqual([
      ['amount', '2024-01-05', '90'],
      ['forecast_category', '2024-01-31', 'Commit'],
      ['stage_id', '2024-01-31', 'generic:Demo'],
      ['stage_id', '2024-02-29', 'generic:Offer'],
    ])
  })
})

test('an opportunity is created when it enters its first stage, where its file does not say', async () => {
  await given(db, rawGenericOpportunities, [
    { opportunity_id: '1', version_at: at('2024-01-31'), amount_local: '1.00' },
    { opportunity_id: '1', version_at: at('2024-02-29'), amount_local: '2.00' },
    { opportunity_id: '2', version_at: at('2024-01-31'), is_gone: true },
  ])
  await given(db, rawGenericOpportunityStages, [
    { opportunity_id: '1', stage_name: 'Demo', entered_at: at('2024-01-12') },
    { opportunity_id: '1', stage_name: 'Offer', entered_at: at('2024-01-20') },
  ])
  const rows = await rowsOf(db, stgGenericOpportunities)
  expect(
    rows.map((row) => [row.source_id, row.is_deleted, row.created_at, row.amount_local]),
  ).toEqual(
    expect.arrayContaining([
      ['1', false, at('2024-01-12'), '2.00'],
      ['2', true, null, null],
    ]),
  )
  expect(rows).toHaveLength(2)
})
