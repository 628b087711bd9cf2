/** Where the history of HubSpot’s deals comes from: properties, stages, columns, or successive exports. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { given, rowsOf } from '../../../../src/testing.ts'
import {
  rawHubspotDealPipeline,
  rawHubspotDealPipelineStage,
  rawHubspotDealPropertyHistory,
  rawHubspotDealStage,
  rawHubspotOwner,
} from '../../../../transforms/sources/hubspot.ts'
import { stgHubspotOpportunityHistory } from '../../../../transforms/staging/hubspot/stg_hubspot__opportunity_history.ts'
import { stgHubspotOpportunityStages } from '../../../../transforms/staging/hubspot/stg_hubspot__opportunity_stages.ts'
import { stgHubspotStages } from '../../../../transforms/staging/hubspot/stg_hubspot__stages.ts'
import { at, givenDeals, withPortal } from './portal.ts'

const portal = withPortal()

const history = async (property: string) => {
  await portal.stage()
  const rows = await rowsOf(portal.db, stgHubspotOpportunityHistory)
  return rows
    .filter((row) => row.property === property)
    .sort((one, other) => one.changed_at.getTime() - other.changed_at.getTime())
    .map((row) => [row.opportunity_id, row.changed_at.toISOString().slice(0, 16), row.value])
}

const state = (modified: string, columns: object) => ({
  record_id: '1',
  create_date: at('2024-01-05 09:00'),
  last_modified_date: at(modified),
  ...columns,
})

test('an amount that successive exports tell differently changed when the deal was changed', async () => {
  await givenDeals(portal.db, [
    state('2024-01-31 10:00', { amount: '100.00', deal_name: 'a' }),
    state('2024-02-10 10:00', { amount: '100.00', deal_name: 'b' }),
    state('2024-03-15 10:00', { amount: '250.00' }),
  ])
  expect(await history('amount')).toEqual([
    ['hubspot:1', '2024-01-05T09:00', '100.00'],
    ['hubspot:1', '2024-03-15T10:00', '250.00'],
  ])
})

test('the history of a property wins over what exports tell of it, and of it alone', async () => {
  await givenDeals(portal.db, [
    state('2024-01-31 10:00', { amount: '100.00', close_date: at('2024-06-30 00:00') }),
    state('2024-03-15 10:00', { amount: '250.00', close_date: at('2024-09-30 00:00') }),
  ])
  await given(portal.db, rawHubspotDealPropertyHistory, [
    { deal_id: '1', name: 'amount', timestamp: at('2024-03-14 16:00'), value: '250' },
  ])
  expect(await history('amount')).toEqual([['hubspot:1', '2024-03-14T16:00', '250']])
  expect(await history('close_date')).toEqual([
    ['hubspot:1', '2024-01-05T09:00', '2024-06-30 00:00:00'],
    ['hubspot:1', '2024-03-15T10:00', '2024-09-30 00:00:00'],
  ])
})

test('a close date is one text however HubSpot wrote it', async () => {
  await given(portal.db, rawHubspotDealPropertyHistory, [
    { deal_id: '1', name: 'closedate', timestamp: at('2024-01-01 00:00'), value: '1711879200000' },
    {
      deal_id: '1',
      name: 'closedate',
      timestamp: at('2024-02-01 00:00'),
      value: '2024-03-31T10:00:00.000Z',
    },
  ])
  expect(await history('close_date')).toEqual([
    ['hubspot:1', '2024-01-01T00:00', '2024-03-31 10:00:00'],
    ['hubspot:1', '2024-02-01T00:00', '2024-03-31 10:00:00'],
  ])
})

test('stages come from the table of stages where no property tells them', async () => {
  await given(portal.db, rawHubspotDealStage, [
    { deal_id: '1', date_entered: at('2024-01-05 09:00'), value: 'demo' },
    { deal_id: '2', date_entered: at('2024-01-06 09:00'), value: 'demo' },
  ])
  await given(portal.db, rawHubspotDealPropertyHistory, [
    { deal_id: '2', name: 'dealstage', timestamp: at('2024-01-06 09:00'), value: 'demo' },
  ])
  expect(await history('stage_id')).toEqual([
    ['hubspot:1', '2024-01-05T09:00', 'hubspot:demo'],
    ['hubspot:2', '2024-01-06T09:00', 'hubspot:demo'],
  ])
})

const givenPipeline = async () => {
  await given(portal.db, rawHubspotDealPipeline, [{ pipeline_id: 'default', label: 'Sales' }])
  await given(portal.db, rawHubspotDealPipelineStage, [
    { stage_id: 'demo', pipeline_id: 'default', label: 'Demo', display_order: 0 },
    {
      stage_id: '94-A',
      pipeline_id: 'default',
      label: 'Closed Lost',
      is_closed: false,
      display_order: 1,
    },
  ])
}

test('a stage that exports name by label has its id, an owner too where one has the name', async () => {
  await givenPipeline()
  await given(portal.db, rawHubspotOwner, [
    { owner_id: '5', first_name: 'Anna', last_name: 'Berg' },
    { owner_id: '6', first_name: 'Ben', last_name: 'Claes' },
    { owner_id: '7', first_name: 'Ben', last_name: 'Claes' },
  ])
  await givenDeals(portal.db, [
    state('2024-01-31 10:00', { pipeline: 'Sales', deal_stage: 'Demo', deal_owner: 'Anna Berg' }),
    state('2024-03-15 10:00', {
      pipeline: 'Sales',
      deal_stage: 'Closed Lost',
      deal_owner: 'Ben Claes',
    }),
  ])
  expect(await history('stage_id')).toEqual([
    ['hubspot:1', '2024-01-05T09:00', 'hubspot:demo'],
    ['hubspot:1', '2024-03-15T10:00', 'hubspot:94-A'],
  ])
  expect(await history('owner_id')).toEqual([
    ['hubspot:1', '2024-01-05T09:00', 'hubspot:5'],
    ['hubspot:1', '2024-03-15T10:00', null],
  ])
})

const givenEntries = async (entries: string) => {
  await givenDeals(portal.db, [{ record_id: '1', pipeline: 'Sales', deal_stage: 'Demo' }])
  await sql`update raw_hubspot__deals set stages_entered = cast(${sql.raw(`map {${entries}}`)} as map(varchar, timestamp))`.execute(
    portal.db,
  )
  await portal.stage()
}

test('stage and pipeline are read out of the header, in whatever quotes', async () => {
  await givenEntries(`
    'Date entered "Closed Won (Sales Pipeline)"': '2024-03-01 10:30',
    'Date entered “Demo (EU) (Sales Pipeline)”': '2024-02-01 08:00',
    'Date entered "Trial"': '2024-01-01 08:00',
    'Date entered ''Lost (Renewals)''': '2024-04-01 08:00'`)
  const rows = await rowsOf(portal.db, stgHubspotOpportunityStages)
  expect(
    rows
      .map((row) => [
        row.pipeline_name,
        row.stage_name,
        row.entered_at?.toISOString().slice(0, 16) ?? null,
      ])
      .sort((one, other) => one[1]!.localeCompare(other[1]!)),
  ).toEqual([
    ['Sales Pipeline', 'Closed Won', '2024-03-01T10:30'],
    ['Sales Pipeline', 'Demo (EU)', '2024-02-01T08:00'],
    ['Renewals', 'Lost', '2024-04-01T08:00'],
    [null, 'Trial', '2024-01-01T08:00'],
  ])
})

test('columns by the id of a stage get the names of the settings, the later of two entries stands', async () => {
  await givenPipeline()
  await givenEntries(`
    'property_hs_date_entered_demo': '2024-01-01 08:00',
    'property_hs_v2_date_entered_demo': '2024-01-31 08:00',
    'hs_date_entered_94_a': '2024-03-01T08:00:00.000Z',
    'hs_date_entered_unknown': '2024-03-02'`)
  const rows = await rowsOf(portal.db, stgHubspotOpportunityStages)
  expect(
    rows.map((row) => [row.stage_name, row.entered_at?.toISOString().slice(0, 16)]).sort(),
  ).toEqual([
    ['Closed Lost', '2024-03-01T08:00'],
    ['Demo', '2024-01-31T08:00'],
  ])
})

test('a stage is won or lost by the settings, not by its label', async () => {
  await givenPipeline()
  await portal.stage()
  const rows = await rowsOf(portal.db, stgHubspotStages)
  expect(rows.map((row) => [row.stage_id, row.stage_type]).sort()).toEqual([
    ['hubspot:94-A', 'open'],
    ['hubspot:demo', 'open'],
  ])
})

test('without settings, stages are those that deals name, in the order in which they come to them', async () => {
  await givenEntries(`
    'Date entered "Qualified (Sales)"': '2024-01-02',
    'Date entered "Demo (Sales)"': '2024-01-01',
    'Date entered "Closed Won (Sales)"': '2024-01-01'`)
  const rows = await rowsOf(portal.db, stgHubspotStages)
  expect(
    rows
      .sort((one, other) => one.stage_number! - other.stage_number!)
      .map((row) => [row.stage_id, row.stage_type, row.stage_number]),
  ).toEqual([
    ['hubspot:Sales/Demo', 'open', 1],
    ['hubspot:Sales/Qualified', 'open', 2],
    ['hubspot:Sales/Closed Won', 'won', 3],
  ])
})

test('a deal with columns of stage entry has no stages from successive exports', async () => {
  await givenPipeline()
  await givenDeals(portal.db, [
    state('2024-01-31 10:00', { pipeline: 'Sales', deal_stage: 'Demo' }),
    state('2024-03-15 10:00', { pipeline: 'Sales', deal_stage: 'Closed Lost' }),
  ])
  await sql`update raw_hubspot__deals set stages_entered = map {
    'Date entered "Demo (Sales)"': timestamp '2024-01-05 09:00'}`.execute(portal.db)
  expect(await history('stage_id')).toEqual([])
})
