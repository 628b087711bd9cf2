/** Salesforce's opportunities and stages: exports beside reports, and opportunities that only a history tells of. */
import { describe, expect, test } from 'vitest'
import { given, rowsOf } from '../../../../src/testing.ts'
import {
  rawSalesforceOpportunityHistory,
  rawSalesforceOpportunityHistoryReport,
} from '../../../../transforms/sources/salesforce_histories.ts'
import {
  rawSalesforceOpportunities,
  rawSalesforceOpportunityStages,
} from '../../../../transforms/sources/salesforce_opportunities.ts'
import { stgSalesforceOpportunities } from '../../../../transforms/staging/salesforce/stg_salesforce__opportunities.ts'
import { stgSalesforceReportedOpportunities } from '../../../../transforms/staging/salesforce/stg_salesforce__reported_opportunities.ts'
import { stgSalesforceStages } from '../../../../transforms/staging/salesforce/stg_salesforce__stages.ts'
import { anna, at, deal, openExports, shortDeal, stage } from './opportunities.ts'

const exports = openExports()

describe('an opportunity', () => {
  test('has scoped ids, its stage, its share of probability and its label of forecast', async () => {
    await given(exports.db, rawSalesforceOpportunities, [
      {
        id: shortDeal,
        source_instance: 'emea',
        owner_id: anna,
        account_id: '001000000000001',
        stage_name: ' Proposal',
        forecast_category: 'BestCase',
        probability: '75%',
        close_date: '2024-03-31',
        amount: '10.00',
        currency_iso_code: 'CHF',
        version_at: at('2024-01-01'),
      },
    ])
    expect(await rowsOf(exports.db, stgSalesforceOpportunities)).toMatchObject([
      {
        opportunity_id: `salesforce.emea:${deal}`,
        source_id: deal,
        owner_id: `salesforce.emea:${anna}`,
        account_id: 'salesforce.emea:001000000000001AAA',
        stage_id: 'salesforce.emea:Proposal',
        stage_name: 'Proposal',
        forecast_category: 'Best Case',
        probability: 0.75,
        closes_at: at('2024-03-31'),
        currency_code: 'CHF',
        campaign_id: null,
        is_deleted: false,
      },
    ])
  })

  test('has the amount as converted, and its currency, where a report has no other', async () => {
    await given(exports.db, rawSalesforceOpportunities, [
      {
        id: shortDeal,
        amount_converted: '12.00',
        amount_converted_currency: 'EUR',
        version_at: at('2024-01-01'),
      },
    ])
    expect(await rowsOf(exports.db, stgSalesforceOpportunities)).toMatchObject([
      { amount_local: '12.00', currency_code: 'EUR' },
    ])
  })

  test('is deleted where the recycle bin or the connector says so, or a full export lacks it', async () => {
    const rows = [{ is_deleted: true }, { _fivetran_active: false }, { is_gone: true }, {}]
    await given(
      exports.db,
      rawSalesforceOpportunities,
      rows.map((row, index) => ({ id: `${index}`, version_at: at('2024-01-01'), ...row })),
    )
    const staged = await rowsOf(exports.db, stgSalesforceOpportunities)
    expect(staged.map(({ source_id, is_deleted }) => [source_id, is_deleted]).sort()).toEqual([
      ['0', true],
      ['1', true],
      ['2', true],
      ['3', false],
    ])
  })
})

describe('an opportunity that only a report on histories tells of', () => {
  const row = { opportunity_id: shortDeal, last_modified: at('2024-02-01'), to_stage: 'Demo' }

  test('has the name, stage, amount and days that the report has', async () => {
    await given(exports.db, rawSalesforceOpportunityHistoryReport, [
      {
        ...row,
        opportunity_name: 'Pilot',
        stage: 'Closed Won',
        amount: '10.00',
        close_date: '2024-03-31',
        created_date: at('2024-01-15'),
      },
    ])
    expect(await rowsOf(exports.db, stgSalesforceReportedOpportunities)).toMatchObject([
      {
        opportunity_id: `salesforce:${deal}`,
        opportunity_name: 'Pilot',
        stage_id: 'salesforce:Closed Won',
        amount_local: '10.00',
        created_at: at('2024-01-15'),
        closes_at: at('2024-03-31'),
      },
    ])
  })

  test('is not there where the organisation exports opportunities: the export may leave some out', async () => {
    await given(exports.db, rawSalesforceOpportunityHistoryReport, [row])
    await given(exports.db, rawSalesforceOpportunities, [
      { id: '006000000000009AAA', version_at: at('2024-01-01') },
    ])
    expect(await rowsOf(exports.db, stgSalesforceReportedOpportunities)).toEqual([])
  })

  test('is there beside another organisation’s exports', async () => {
    await given(exports.db, rawSalesforceOpportunityHistoryReport, [row])
    await given(exports.db, rawSalesforceOpportunities, [
      { id: '006000000000009AAA', source_instance: 'emea', version_at: at('2024-01-01') },
    ])
    expect(await rowsOf(exports.db, stgSalesforceReportedOpportunities)).toHaveLength(1)
  })
})

describe('stages', () => {
  const stagesOf = async () => {
    await stage(exports.db)
    const staged = await rowsOf(exports.db, stgSalesforceStages)
    return staged
      .sort((one, other) => one.stage_number! - other.stage_number!)
      .map(({ stage_id, stage_name, stage_type }) => [stage_id, stage_name, stage_type])
  }

  test('are what the setting says, whatever their labels', async () => {
    await given(exports.db, rawSalesforceOpportunityStages, [
      { id: '1', master_label: 'Closed Lost', sort_order: 1, is_closed: false, is_won: false },
      { id: '2', master_label: 'Done', sort_order: 2, is_closed: true, is_won: true },
      { id: '3', master_label: 'Gone', sort_order: 3, is_closed: true, is_won: false },
    ])
    expect(await stagesOf()).toEqual([
      ['salesforce:Closed Lost', 'Closed Lost', 'open'],
      ['salesforce:Done', 'Done', 'won'],
      ['salesforce:Gone', 'Gone', 'lost'],
    ])
  })

  test('have one name under the API’s name and under the label that reports write', async () => {
    await given(exports.db, rawSalesforceOpportunityStages, [
      { id: '1', api_name: 'Demo', master_label: 'Vorführung', sort_order: 1 },
    ])
    expect((await stagesOf()).sort()).toEqual([
      ['salesforce:Demo', 'Vorführung', 'open'],
      ['salesforce:Vorführung', 'Vorführung', 'open'],
    ])
  })

  test('are known by IsClosed and IsWon of opportunities where the setting is not exported', async () => {
    const row = { owner_id: anna, version_at: at('2024-01-01') }
    await given(exports.db, rawSalesforceOpportunities, [
      { ...row, id: '1', stage_name: 'Signed', is_closed: true, is_won: true },
      { ...row, id: '2', stage_name: 'Dead', is_closed: true, is_won: false },
      { ...row, id: '3', stage_name: 'Demo', is_closed: false, is_won: false },
    ])
    expect(await stagesOf()).toEqual([
      ['salesforce:Demo', 'Demo', 'open'],
      ['salesforce:Signed', 'Signed', 'won'],
      ['salesforce:Dead', 'Dead', 'lost'],
    ])
  })

  test('without flags are closed by Salesforce’s own names, and stand as opportunities came to them', async () => {
    await given(
      exports.db,
      rawSalesforceOpportunityHistory,
      ['Zero', 'Middle', 'End', 'Closed Won'].map((stage_name, month) => ({
        id: `${month}`,
        opportunity_id: deal,
        created_date: at(`2024-0${month + 1}-01`),
        stage_name,
      })),
    )
    expect(await stagesOf()).toEqual([
      ['salesforce:Zero', 'Zero', 'open'],
      ['salesforce:Middle', 'Middle', 'open'],
      ['salesforce:End', 'End', 'open'],
      ['salesforce:Closed Won', 'Closed Won', 'won'],
    ])
  })

  test('of Salesforce’s own picklist stand in its order, however opportunities skip them', async () => {
    await given(exports.db, rawSalesforceOpportunityHistory, [
      { id: '1', opportunity_id: deal, created_date: at('2024-01-01'), stage_name: 'Prospecting' },
      {
        id: '2',
        opportunity_id: deal,
        created_date: at('2024-01-02'),
        stage_name: 'Negotiation/Review',
      },
      {
        id: '3',
        opportunity_id: deal,
        created_date: at('2024-01-03'),
        stage_name: 'Needs Analysis',
      },
    ])
    expect((await stagesOf()).map(([, name]) => name)).toEqual([
      'Prospecting',
      'Needs Analysis',
      'Negotiation/Review',
    ])
  })
})
