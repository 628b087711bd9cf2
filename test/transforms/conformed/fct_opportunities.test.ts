/** What became of opportunities, and what they are worth. */
import { beforeEach, describe, expect, test } from 'vitest'
import { rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { fctOpportunities } from '../../../transforms/conformed/fct_opportunities.ts'
import { fctOpportunityStages } from '../../../transforms/conformed/fct_opportunity_stages.ts'
import { make, openMemory } from '../chain.ts'
import { type Crm, crmTables, type Deal, givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

const days = 86_400

async function facts(crm: Crm) {
  await givenCrm(db, crm)
  await make(db, crmTables)
  return (await rowsOf(db, fctOpportunities)).sort((a, b) =>
    a.opportunity_id.localeCompare(b.opportunity_id),
  )
}

/** The only opportunity that a deal makes. */
async function fact(deal: Omit<Deal, 'id'>, crm: Crm = {}) {
  const [row, ...others] = await facts({ ...crm, deals: [{ id: '1', ...deal }] })
  expect(others).toEqual([])
  return row!
}

const visits = async () =>
  (await rowsOf(db, fctOpportunityStages))
    .sort((a, b) => a.visit_number - b.visit_number)
    .map(
      (row) =>
        `${row.stage_id.slice(8)} ${row.entered_date} … ${row.left_date ?? ''} ${row.visit_seconds === null ? '' : row.visit_seconds / days}`,
    )

describe('an opportunity that closed', () => {
  test('closed when it came to its stage', async () => {
    const row = await fact({
      created: '2024-01-01',
      stages: { '2024-01-01': 'discovery', '2024-01-11': 'qualified', '2024-01-31': 'won' },
    })
    expect(row).toMatchObject({
      outcome: 'won',
      closed_date: '2024-01-31',
      open_seconds: 30 * days,
      is_reopened: false,
      is_counted: true,
    })
  })

  test('and was reopened counts once, at its last, without the time in between', async () => {
    const row = await fact({
      created: '2024-01-01',
      stages: {
        '2024-01-01': 'qualified',
        '2024-01-11': 'lost',
        '2024-02-10': 'proposal',
        '2024-02-20': 'won',
      },
    })
    expect(row).toMatchObject({
      outcome: 'won',
      closed_date: '2024-02-20',
      open_seconds: 20 * days,
      is_reopened: true,
    })
  })

  test('closed first where the same outcome was set again', async () => {
    const row = await fact({
      created: '2024-01-01',
      stages: { '2024-01-01': 'qualified', '2024-01-11': 'lost', '2024-02-11': 'lost' },
    })
    expect(row).toMatchObject({ outcome: 'lost', closed_date: '2024-01-11' })
  })

  test('closed when the outcome was corrected, since the first one did not last', async () => {
    const row = await fact({
      created: '2024-01-01',
      stages: { '2024-01-01': 'qualified', '2024-01-11': 'lost', '2024-01-13': 'won' },
    })
    expect(row).toMatchObject({
      outcome: 'won',
      closed_date: '2024-01-13',
      open_seconds: 10 * days,
      is_reopened: false,
    })
  })

  test('is open again while it is reopened', async () => {
    const row = await fact({
      created: '2024-01-01',
      stages: { '2024-01-01': 'qualified', '2024-01-11': 'lost', '2024-02-10': 'proposal' },
    })
    expect(row).toMatchObject({
      outcome: 'open',
      closed_at: null,
      open_seconds: null,
      is_reopened: true,
      lost_reason: 'Not allocated',
    })
  })

  test('has the close date that was set when it closed, so one typed in late closed before', async () => {
    const row = await fact({
      created: '2024-03-10',
      stages: { '2024-03-10': 'won' },
      closeDates: { '2024-03-10': '2024-03-01' },
    })
    expect(row).toMatchObject({ closed_date: '2024-03-01', open_seconds: null })
  })

  test('has the close date that was set last, whatever was expected before', async () => {
    const row = await fact({
      created: '2024-01-01',
      stages: { '2024-01-01': 'qualified', '2024-02-15': 'won' },
      closeDates: { '2024-01-05': '2024-03-01', '2024-02-20': '2024-02-10' },
    })
    expect(row.closed_date).toBe('2024-02-10')
  })

  test('does not have a close date that was only expected', async () => {
    const row = await fact({
      created: '2024-01-01',
      stages: { '2024-01-01': 'qualified', '2024-03-05': 'won' },
      closeDates: { '2024-01-01': '2024-01-31' },
    })
    expect(row).toMatchObject({ closed_date: '2024-03-05', due_date: '2024-01-31' })
  })

  test('has the instant of its stage within a close date without a time', async () => {
    const row = await fact({
      created: '2024-01-01',
      stages: { '2024-01-01': 'qualified', '2024-01-31 15:00': 'won' },
      closeDates: { '2024-01-31 15:00': '2024-01-31 00:00' },
    })
    expect(row).toMatchObject({ closed_date: '2024-01-31', open_seconds: 30 * days + 3 * 3600 })
  })

  test('on the day it was created took no time, whatever the hour', async () => {
    const row = await fact({
      created: '2024-03-10 12:00',
      stages: { '2024-03-10 12:00': 'won' },
      closeDates: { '2024-03-10 12:00': '2024-03-10 08:00' },
    })
    expect(row).toMatchObject({ closed_date: '2024-03-10', open_seconds: 0 })
  })
})

describe('a lost opportunity', () => {
  test('is disqualified where it never reached the qualifying stage', async () => {
    expect(
      await fact({
        created: '2024-01-01',
        stages: { '2024-01-01': 'discovery', '2024-01-11': 'lost' },
        reason: 'Too small',
      }),
    ).toMatchObject({ outcome: 'disqualified', is_counted: false, lost_reason: 'Too small' })
  })

  test('is lost where it skipped that stage and reached a later one, also if it fell back', async () => {
    expect(
      await fact({
        created: '2024-01-01',
        stages: {
          '2024-01-01': 'discovery',
          '2024-01-05': 'negotiation',
          '2024-01-08': 'discovery',
          '2024-01-11': 'lost',
        },
      }),
    ).toMatchObject({ outcome: 'lost', is_counted: true, lost_reason: 'Unknown' })
  })

  test('of a pipeline without a qualifying stage is lost', async () => {
    expect(
      await fact({
        created: '2024-01-01',
        pipeline: 'Renewals',
        type: 'Renewal',
        stages: { '2024-01-01': 'due', '2024-01-11': 'not renewed' },
      }),
    ).toMatchObject({ outcome: 'lost', deal_type: 'Renewal', is_counted: false })
  })

  test('without a last amount has that of the day it reached the qualifying stage', async () => {
    const deal = {
      created: '2024-01-01',
      stages: { '2024-01-01': 'discovery', '2024-01-05': 'proposal', '2024-01-11': 'lost' },
    }
    expect(
      await fact({
        ...deal,
        amounts: { '2024-01-01': 100, '2024-01-03': 200, '2024-01-06': 300, '2024-01-10': null },
      }),
    ).toMatchObject({ amount: '200.00' })
    expect(
      await fact({ ...deal, amounts: { '2024-01-01': 100, '2024-01-10': 400 } }),
    ).toMatchObject({ amount: '400.00' })
    expect(await fact({ ...deal, amounts: { '2024-01-10': null } })).toMatchObject({ amount: null })
  })
})

describe('an amount', () => {
  const rates = { USD: { '2024-01-01': '0.90', '2024-02-01': '1.00' } }

  test('is converted for good at the rate of the created date', async () => {
    expect(
      await fact(
        {
          created: '2024-01-15',
          currency: 'USD',
          stages: { '2024-01-15': 'qualified', '2024-03-01': 'won' },
          amounts: { '2024-01-15': 100, '2024-03-01': 200 },
        },
        { rates },
      ),
    ).toMatchObject({ amount_local: '200.00', amount: '180.00' })
  })

  test('is not built without a rate of its currency', async () => {
    await expect(
      fact({
        created: '2024-01-15',
        currency: 'XXX',
        amount: '5',
        stages: { '2024-01-15': 'qualified' },
      }),
    ).rejects.toThrow(
      'every amount has an exchange rate on its created date: {"opportunity_id":"hubspot:1","currency_code":"XXX","created_date":"2024-01-15"}',
    )
  })
})

describe('the facts', () => {
  test('leave out internal, deleted and merged-away opportunities', async () => {
    const rows = await facts({
      companies: [{ id: '10', isInternal: true }, { id: '11' }],
      deals: [
        {
          id: '1',
          created: '2024-01-01',
          company: '11',
          merged: '2;1',
          stages: { '2024-01-01': 'qualified' },
        },
        { id: '2', created: '2024-01-01', company: '11', stages: { '2024-01-01': 'qualified' } },
        { id: '3', created: '2024-01-01', company: '10', stages: { '2024-01-01': 'qualified' } },
        { id: '4', created: '2024-01-01', isDeleted: true, stages: { '2024-01-01': 'qualified' } },
      ],
    })
    expect(rows.map(({ opportunity_id }) => opportunity_id)).toEqual(['hubspot:1'])
  })

  test('belong to the company in the CRM, not to the customer who is billed under its id', async () => {
    const row = await fact(
      { created: '2024-01-01', stages: { '2024-01-01': 'qualified' }, company: '1' },
      { companies: [{ id: '1' }], customers: [{ id: '1' }] },
    )
    expect(row.account_id).toBe('hubspot:1')
  })

  test('keep an opportunity whose company is missing or deleted, under the unknown account', async () => {
    const rows = await facts({
      companies: [{ id: '10', isDeleted: true }],
      deals: [
        { id: '1', created: '2024-01-01', company: '10', stages: { '2024-01-01': 'qualified' } },
        { id: '2', created: '2024-01-01', company: '404', stages: { '2024-01-01': 'qualified' } },
        { id: '3', created: '2024-01-01', stages: { '2024-01-01': 'qualified' } },
      ],
    })
    expect(rows.map(({ account_id }) => account_id)).toEqual(['unknown', 'unknown', 'unknown'])
  })

  test('find the campaign by its key before its name', async () => {
    const stages = { '2024-01-01': 'qualified' }
    const rows = await facts({
      deals: [
        { id: '1', created: '2024-01-01', campaignId: 'google_ads:Brand', campaign: 'x', stages },
        { id: '2', created: '2024-01-01', campaignId: 'hubspot:gone', campaign: 'brand', stages },
        { id: '3', created: '2024-01-01', campaignId: 'hubspot:gone', stages },
      ],
    })
    expect(rows.map(({ campaign_id }) => campaign_id)).toEqual([
      'google_ads:Brand',
      'google_ads:Brand',
      'unknown',
    ])
  })

  test('find the campaign by its name, in whatever case', async () => {
    const rows = await facts({
      deals: [
        {
          id: '1',
          created: '2024-01-01',
          campaign: 'BRAND ',
          stages: { '2024-01-01': 'qualified' },
        },
        {
          id: '2',
          created: '2024-01-01',
          campaign: 'Other',
          stages: { '2024-01-01': 'qualified' },
        },
        { id: '3', created: '2024-01-01', stages: { '2024-01-01': 'qualified' } },
      ],
    })
    expect(rows.map(({ campaign_id }) => campaign_id)).toEqual([
      'google_ads:Brand',
      'unknown',
      'not_allocated',
    ])
  })
})

describe('the visits to stages', () => {
  test('follow each other as the history says; a stage set again is one visit', async () => {
    await fact({
      created: '2024-01-01',
      stages: {
        '2024-01-01': 'discovery',
        '2024-01-03': 'discovery',
        '2024-01-11': 'proposal',
        '2024-01-13': 'qualified',
        '2024-01-31': 'won',
      },
    })
    expect(await visits()).toEqual([
      'discovery 2024-01-01 … 2024-01-11 10',
      'proposal 2024-01-11 … 2024-01-13 2',
      'qualified 2024-01-13 … 2024-01-31 18',
      'won 2024-01-31 …  ',
    ])
  })

  test('come from the stage-entered columns where there is no history', async () => {
    const row = await fact({
      created: '2024-01-01',
      stage: 'lost',
      closes: '2024-01-20',
      entered: { '2024-01-01': 'discovery', '2024-01-05': 'qualified', '2024-01-20': 'lost' },
    })
    expect(row).toMatchObject({ has_history: false, outcome: 'lost', closed_date: '2024-01-20' })
    expect(await visits()).toEqual([
      'discovery 2024-01-01 … 2024-01-05 4',
      'qualified 2024-01-05 … 2024-01-20 15',
      'lost 2024-01-20 …  ',
    ])
  })

  test('end at the close date where nothing tells when a closed stage was entered', async () => {
    expect(
      await fact({
        created: '2024-01-01',
        stage: 'won',
        closes: '2024-01-20',
        entered: { '2024-01-01': 'discovery' },
      }),
    ).toMatchObject({ outcome: 'won', closed_date: '2024-01-20', open_seconds: 19 * days })
  })

  test('go to the unknown stage where the CRM does not list it', async () => {
    await fact({ created: '2024-01-01', stages: { '2024-01-01': 'vanished' } })
    expect(await rowsOf(db, fctOpportunityStages)).toMatchObject([{ stage_id: 'unknown' }])
  })
})
