/** What `--as-of` leaves of the pipeline: nothing that the CRM logged later. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { TestDatabase } from '../../../src/testing.ts'
import { make, openMemory } from '../chain.ts'
import { type Crm, crmTables, givenCrm, pipelineTables } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

const crm: Crm = {
  deals: [
    {
      id: '1',
      created: '2024-01-10',
      stages: { '2024-01-10': 'discovery', '2024-02-01': 'qualified', '2024-03-20': 'won' },
      amounts: { '2024-02-01': '100', '2024-03-20': '900' },
      closeDates: { '2024-01-10': '2024-04-30', '2024-03-20': '2024-03-20' },
    },
    {
      id: '2',
      created: '2024-01-10',
      stages: { '2024-01-10': 'qualified', '2024-02-20': 'lost', '2024-04-01': 'proposal' },
      amounts: { '2024-04-01': '50' },
    },
    { id: '3', created: '2024-04-02', stages: { '2024-04-02': 'qualified' }, amount: '7' },
    {
      id: '4',
      created: '2024-01-10',
      entered: { '2024-01-10': 'discovery', '2024-05-01': 'won' },
      stage: 'won',
      closes: '2024-05-01',
    },
    { id: '5', created: '2024-01-10', stage: 'lost', closes: '2024-05-01', amount: '5' },
  ],
}

async function rows(asOf: string, query: string): Promise<string[]> {
  await givenCrm(db, { ...crm, asOf })
  await make(db, [...crmTables, ...pipelineTables])
  const read = await sql<Record<string, unknown>>`${sql.raw(query)}`.execute(db)
  return read.rows.map((row) => Object.values(row).join(' '))
}

const opportunities = `select opportunity_id, outcome, is_reopened, cast(amount as double) as amount,
  coalesce(cast(closed_date as varchar), '–') from fct_opportunities order by 1`

test('what came later has not happened yet', async () => {
  expect(await rows('2024-03-10 12:00', opportunities)).toEqual([
    'hubspot:1 open false 100 –',
    'hubspot:2 lost false  2024-02-20',
    'hubspot:4 open false  –',
    'hubspot:5 open false 5 –',
  ])
})

test('all of it has happened at last', async () => {
  expect(await rows('2024-12-31 12:00', opportunities)).toEqual([
    'hubspot:1 won false 900 2024-03-20',
    'hubspot:2 open true 50 –',
    'hubspot:3 open false 7 –',
    'hubspot:4 won false  2024-05-01',
    'hubspot:5 disqualified false 5 2024-05-01',
  ])
})

test('a balance is what it was on its day', async () => {
  const balances = `select cast(balance_date as varchar), opportunity_id, stage_id, cast(amount as double) as amount
    from fct_pipeline_balances where opportunity_id = 'hubspot:1' and not is_closing
      and balance_date in ('2024-01-31', '2024-02-29', '2024-03-10') order by all`
  const cut = await rows('2024-03-10 12:00', balances)
  expect(cut).toEqual([
    '2024-01-31 hubspot:1 hubspot:discovery 0',
    '2024-02-29 hubspot:1 hubspot:qualified 100',
    '2024-03-10 hubspot:1 hubspot:qualified 100',
  ])
  await db.destroy()
  db = await openMemory()
  // The year’s last days are the only single ones that it keeps: the 10th of March was a Sunday.
  expect(await rows('2024-12-31 12:00', balances)).toEqual(cut)
})

test('the end of a deal’s life as the CRM tells it is where the next begins', async () => {
  const statuses = `select opportunity_id, opportunity_status, stage_id,
    cast(cast(valid_from as date) as varchar), cast(cast(valid_to as date) as varchar)
    from fct_opportunity_statuses where opportunity_id in ('hubspot:2', 'hubspot:5') order by 1, 4`
  expect(await rows('2024-12-31 12:00', statuses)).toEqual([
    'hubspot:2 open hubspot:qualified 2024-01-10 2024-02-20',
    'hubspot:2 lost hubspot:lost 2024-02-20 2024-04-01',
    'hubspot:2 open hubspot:proposal 2024-04-01 9999-12-31',
    'hubspot:5 open unknown 2024-01-10 2024-05-01',
    'hubspot:5 lost hubspot:lost 2024-05-01 9999-12-31',
  ])
})
