/** The history of Salesforce's opportunities: which export tells it, and how. */
import { describe, expect, test } from 'vitest'
import { given } from '../../../../src/testing.ts'
import {
  rawSalesforceOpportunityFieldHistory,
  rawSalesforceOpportunityFieldHistoryReport,
  rawSalesforceOpportunityHistory,
  rawSalesforceOpportunityHistoryReport,
} from '../../../../transforms/sources/salesforce_histories.ts'
import {
  rawSalesforceOpportunities,
  rawSalesforceOpportunityVersions,
} from '../../../../transforms/sources/salesforce_opportunities.ts'
import { anna, at, ben, deal, historyOf, openExports, shortDeal } from './opportunities.ts'

const exports = openExports()

const state = (
  modified: string,
  row: Partial<Record<'stage_name' | 'amount' | 'owner_id', string>>,
) => ({
  id: deal,
  owner_id: anna,
  created_date: at('2024-01-02 10:00'),
  version_at: at(modified),
  last_modified_date: at(modified),
  ...row,
})

describe('OpportunityHistory', () => {
  test('gives a value when it changes and not when another one does', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunityHistory, [
      {
        id: '1',
        opportunity_id: deal,
        created_date: at('2024-01-02 10:00'),
        stage_name: 'Prospecting',
        amount: '100',
      },
      {
        id: '2',
        opportunity_id: deal,
        created_date: at('2024-01-05 11:00'),
        stage_name: 'Prospecting',
        amount: '250',
      },
      {
        id: '3',
        opportunity_id: deal,
        created_date: at('2024-01-09 12:00'),
        stage_name: 'Closed Won',
        amount: '250',
      },
    ])
    expect(await historyOf(db, 'stage_id')).toEqual([
      '2024-01-02 10:00 salesforce:Prospecting',
      '2024-01-09 12:00 salesforce:Closed Won',
    ])
    expect(await historyOf(db, 'amount')).toEqual([
      '2024-01-02 10:00 100.00',
      '2024-01-05 11:00 250.00',
    ])
  })

  test('gives a stage again that was left and came back', async () => {
    const { db } = exports
    await given(
      db,
      rawSalesforceOpportunityHistory,
      ['Proposal', 'Closed Lost', 'Proposal', 'Closed Won'].map((stage_name, day) => ({
        id: `${day}`,
        opportunity_id: deal,
        created_date: at(`2024-02-0${day + 1}`),
        stage_name,
      })),
    )
    expect(await historyOf(db, 'stage_id')).toEqual([
      '2024-02-01 00:00 salesforce:Proposal',
      '2024-02-02 00:00 salesforce:Closed Lost',
      '2024-02-03 00:00 salesforce:Proposal',
      '2024-02-04 00:00 salesforce:Closed Won',
    ])
  })

  test('keeps two changes of one instant in the order of their ids', async () => {
    const { db } = exports
    await given(
      db,
      rawSalesforceOpportunityHistory,
      [
        ['008B', 'Proposal'],
        ['008A', 'Demo'],
      ].map(([id, stage_name]) => ({
        id: id!,
        opportunity_id: deal,
        created_date: at('2024-02-01'),
        stage_name: stage_name!,
      })),
    )
    expect(await historyOf(db, 'stage_id')).toEqual([
      '2024-02-01 00:00 salesforce:Demo',
      '2024-02-01 00:00 salesforce:Proposal',
    ])
  })

  test('writes forecast categories by their labels, probabilities as shares', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunityHistory, [
      {
        id: '1',
        opportunity_id: deal,
        created_date: at('2024-02-01'),
        forecast_category: 'Forecast',
        probability: 70,
      },
    ])
    expect(await historyOf(db, 'forecast_category')).toEqual(['2024-02-01 00:00 Commit'])
    expect(await historyOf(db, 'probability')).toEqual(['2024-02-01 00:00 0.7'])
  })
})

describe('the report on OpportunityHistory', () => {
  test('orders the changes of a day by what they lead from and to', async () => {
    const { db } = exports
    await given(
      db,
      rawSalesforceOpportunityHistoryReport,
      [
        ['Demo', 'Proposal'],
        [null, 'Prospecting'],
        ['Prospecting', 'Demo'],
      ].map(([from, to]) => ({
        opportunity_id: shortDeal,
        last_modified: at('2024-02-01'),
        from_stage: from ?? null,
        to_stage: to ?? null,
      })),
    )
    expect(await historyOf(db, 'stage_id')).toEqual([
      '2024-02-01 00:00 salesforce:Prospecting',
      '2024-02-01 00:00 salesforce:Demo',
      '2024-02-01 00:00 salesforce:Proposal',
    ])
  })

  test('tells nothing of an amount that it has no column for', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunityHistoryReport, [
      { opportunity_id: shortDeal, last_modified: at('2024-02-01'), to_stage: 'Demo' },
    ])
    expect(await historyOf(db, 'amount')).toEqual([])
  })

  test('gives way to OpportunityHistory for the same opportunity under its long id', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunityHistory, [
      { id: '1', opportunity_id: deal, created_date: at('2024-02-01 10:00'), stage_name: 'Demo' },
    ])
    await given(db, rawSalesforceOpportunityHistoryReport, [
      { opportunity_id: shortDeal, last_modified: at('2024-02-01'), to_stage: 'Demo' },
    ])
    expect(await historyOf(db, 'stage_id')).toEqual(['2024-02-01 10:00 salesforce:Demo'])
  })
})

describe('OpportunityFieldHistory', () => {
  const change = (
    id: string,
    on: string,
    field: string,
    old_value?: string,
    new_value?: string,
  ) => ({
    id,
    opportunity_id: deal,
    created_date: at(on),
    field,
    old_value: old_value ?? null,
    new_value: new_value ?? null,
  })

  test('dates the value before the first change by the creation', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunityFieldHistory, [
      change('0', '2024-01-02 10:00', 'created'),
      change('1', '2024-01-05', 'StageName', 'Prospecting', 'Demo'),
      change('2', '2024-01-07', 'StageName', 'Demo', 'Closed Won'),
      change('3', '2024-01-06', 'Amount', '', '1200.5'),
    ])
    expect(await historyOf(db, 'stage_id')).toEqual([
      '2024-01-02 10:00 salesforce:Prospecting',
      '2024-01-05 00:00 salesforce:Demo',
      '2024-01-07 00:00 salesforce:Closed Won',
    ])
    expect(await historyOf(db, 'amount')).toEqual([
      '2024-01-02 10:00 –',
      '2024-01-06 00:00 1200.50',
    ])
  })

  test('takes the creation from the opportunity where retention has cut the history off', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunities, [state('2024-01-07', { stage_name: 'Demo' })])
    await given(db, rawSalesforceOpportunityFieldHistory, [
      change('1', '2024-01-05', 'StageName', 'Prospecting', 'Demo'),
    ])
    expect(await historyOf(db, 'stage_id')).toEqual([
      '2024-01-02 10:00 salesforce:Prospecting',
      '2024-01-05 00:00 salesforce:Demo',
    ])
  })

  test('gives an opportunity that never left its first stage that stage since its creation', async () => {
    const { db } = exports
    const other = '006000000000002AAA'
    await given(db, rawSalesforceOpportunities, [
      state('2024-01-07', { stage_name: 'Demo' }),
      { ...state('2024-01-07', { stage_name: 'Prospecting' }), id: other },
    ])
    await given(db, rawSalesforceOpportunityFieldHistory, [
      change('1', '2024-01-05', 'StageName', 'Prospecting', 'Demo'),
      { ...change('2', '2024-01-03', 'created'), opportunity_id: other },
    ])
    expect(await historyOf(db, 'stage_id')).toContain('2024-01-03 00:00 salesforce:Prospecting')
  })

  test('says no stage of an opportunity where the organisation tracks no stages', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunities, [state('2024-01-07', { stage_name: 'Demo' })])
    await given(db, rawSalesforceOpportunityFieldHistory, [change('0', '2024-01-02', 'created')])
    expect(await historyOf(db, 'stage_id')).toEqual([])
  })

  test('takes an owner by id and passes over the same change by name', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunityFieldHistory, [
      change('0', '2024-01-02', 'created'),
      change('1', '2024-01-05', 'Owner', 'Anna Berg', 'Ben Ode'),
      change('2', '2024-01-05', 'Owner', anna, ben),
    ])
    expect(await historyOf(db, 'owner_id')).toEqual([
      `2024-01-02 00:00 salesforce:${anna}`,
      `2024-01-05 00:00 salesforce:${ben}`,
    ])
  })

  test('tells of a field that OpportunityHistory does not have, and of no other', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunityHistory, [
      {
        id: '1',
        opportunity_id: deal,
        created_date: at('2024-01-02 10:00'),
        stage_name: 'Prospecting',
      },
    ])
    await given(db, rawSalesforceOpportunityFieldHistory, [
      change('0', '2024-01-02 10:00', 'created'),
      change('1', '2024-01-05', 'StageName', 'Other', 'Another'),
      change('2', '2024-01-05', 'Owner', anna, ben),
    ])
    expect(await historyOf(db, 'stage_id')).toEqual(['2024-01-02 10:00 salesforce:Prospecting'])
    expect(await historyOf(db, 'owner_id')).toHaveLength(2)
  })

  test('reads the labels, amounts and days that its report writes', async () => {
    const { db } = exports
    const row = (
      edit: string,
      field: string,
      old_value: string | null,
      new_value: string | null,
    ) => ({
      opportunity_id: shortDeal,
      field,
      old_value,
      new_value,
      edit_date: at(edit),
      created_date: at('2024-01-02'),
      stage: 'Demo',
    })
    await given(db, rawSalesforceOpportunityFieldHistoryReport, [
      row('2024-01-02', 'Created.', null, null),
      row('2024-01-05', 'Stage', 'Prospecting', 'Demo'),
      row('2024-01-06', 'Amount', 'EUR 1,000.00', '€ 12.500,50'),
      row('2024-01-07', 'Close Date', '3/31/2024', '30.6.2024'),
    ])
    expect(await historyOf(db, 'stage_id')).toEqual([
      '2024-01-02 00:00 salesforce:Prospecting',
      '2024-01-05 00:00 salesforce:Demo',
    ])
    expect(await historyOf(db, 'amount')).toEqual([
      '2024-01-02 00:00 1000.00',
      '2024-01-06 00:00 12500.50',
    ])
    expect(await historyOf(db, 'close_date')).toEqual([
      '2024-01-02 00:00 2024-03-31',
      '2024-01-07 00:00 2024-06-30',
    ])
  })
})

describe('successive exports', () => {
  test('give the history of what no other export tells', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunities, [
      state('2024-01-03', { stage_name: 'Prospecting', amount: '100' }),
      state('2024-02-03', { stage_name: 'Demo', amount: '100' }),
      state('2024-03-03', { stage_name: 'Demo', amount: '300', owner_id: ben }),
    ])
    expect(await historyOf(db, 'stage_id')).toEqual([
      '2024-01-02 10:00 salesforce:Prospecting',
      '2024-02-03 00:00 salesforce:Demo',
    ])
    expect(await historyOf(db, 'owner_id')).toEqual([
      `2024-01-02 10:00 salesforce:${anna}`,
      `2024-03-03 00:00 salesforce:${ben}`,
    ])
  })

  test('give none of an opportunity that they show in one state', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunities, [state('2024-01-03', { stage_name: 'Demo' })])
    expect(await historyOf(db, 'stage_id')).toEqual([])
  })

  test('give way to a history of the stage, and still tell of the owner', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunities, [
      state('2024-01-03', { stage_name: 'Prospecting' }),
      state('2024-02-03', { stage_name: 'Demo', owner_id: ben }),
    ])
    await given(db, rawSalesforceOpportunityHistory, [
      { id: '1', opportunity_id: deal, created_date: at('2024-01-20'), stage_name: 'Demo' },
    ])
    expect(await historyOf(db, 'stage_id')).toEqual(['2024-01-20 00:00 salesforce:Demo'])
    expect(await historyOf(db, 'owner_id')).toHaveLength(2)
  })

  test('leave a report out, whose days come before the hours of the same change', async () => {
    const { db } = exports
    const reported = {
      ...state('2024-02-03', { stage_name: 'Demo' }),
      id: shortDeal,
      owner_id: null,
    }
    await given(db, rawSalesforceOpportunities, [
      state('2024-02-03 08:00', { stage_name: 'Prospecting' }),
      reported,
      state('2024-02-03 10:00', { stage_name: 'Demo' }),
    ])
    expect(await historyOf(db, 'stage_id')).toEqual([
      '2024-01-02 10:00 salesforce:Prospecting',
      '2024-02-03 10:00 salesforce:Demo',
    ])
  })

  test('give way to the versions that a connector keeps', async () => {
    const { db } = exports
    await given(db, rawSalesforceOpportunities, [
      state('2024-01-03', { stage_name: 'Prospecting' }),
      state('2024-02-28', { stage_name: 'Closed Won' }),
    ])
    await given(
      db,
      rawSalesforceOpportunityVersions,
      ['Prospecting', 'Demo', 'Closed Won'].map((stage_name, month) => ({
        id: deal,
        _fivetran_start: at(`2024-0${month + 1}-15`),
        created_date: at('2024-01-02 10:00'),
        stage_name,
      })),
    )
    expect(await historyOf(db, 'stage_id')).toEqual([
      '2024-01-02 10:00 salesforce:Prospecting',
      '2024-02-15 00:00 salesforce:Demo',
      '2024-03-15 00:00 salesforce:Closed Won',
    ])
  })
})
