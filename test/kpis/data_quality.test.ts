/** The worked case of view `data_quality` (data_quality.*.md), through the real transforms and model. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dependenciesOf } from '../../src/lineage.ts'
import { dataAsOf, loadAccounts } from '../../src/run_tables.ts'
import { createEmpty, given, type TestDatabase } from '../../src/testing.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimPeople } from '../../transforms/conformed/dim_people.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { mapAccounts } from '../../transforms/conformed/map_accounts.ts'
import { mapOwners } from '../../transforms/conformed/map_owners.ts'
import { mapPeople } from '../../transforms/conformed/map_people.ts'
import { tables } from '../../transforms/index.ts'
import { martDataQuality } from '../../transforms/marts/mart_data_quality.ts'
import { fctAudits } from '../../transforms/quality/fct_audits.ts'
import { fctRecordVolumes } from '../../transforms/quality/fct_record_volumes.ts'
import { stgAccounts } from '../../transforms/staging/stg_accounts.ts'
import { stgPeople } from '../../transforms/staging/stg_people.ts'
import { stgTickets } from '../../transforms/staging/stg_tickets.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

const at = (instant: string) => new Date(`${instant}Z`)

/** Of each export: system, object, table, rows read and refused, last news. */
const exportsAsOf = (companies: readonly [number, number, string]) =>
  [
    ['hubspot', 'companies', ...companies],
    ['hubspot', 'contacts', 30, 0, '2024-03-30T12:00'],
    ['stripe', 'customers', 10, 0, '2024-03-28T12:00'],
  ] as const

async function givenExports(
  db: TestDatabase,
  asOf: string,
  companies: readonly [number, number, string],
) {
  await given(db, dataAsOf, [{ as_of: at(asOf) }])
  await given(
    db,
    loadAccounts,
    exportsAsOf(companies).map(([system, object, read, refused, news]) => ({
      file_name: `${system}/${object}.csv`,
      source_system: system,
      source_object: object,
      table_name: `raw_${system}__${object}`,
      last_observed_at: at(news),
      read_count: read,
      quarantined_count: refused,
    })),
  )
}

/** Of each company: its record, whose it is, its domain, and whether it is in the system. */
const companies = [
  ['hubspot', 'h1', 'Acme', 'acme.com', true],
  ['hubspot', 'h2', 'Acme', null, true],
  ['hubspot', 'h3', 'Beta', 'beta.com', true],
  ['hubspot', 'h4', 'Gamma', null, true],
  ['hubspot', 'h5', 'Gone', 'gone.com', false],
  ['stripe', 's1', 'Acme', null, true],
  ['stripe', 's2', 'Acme', null, true],
] as const
/** Of each person: the record, who it is, address, company and owner. */
const people = [
  ['hubspot', 'p1', 'Ann', 'ann@acme.com', 'h1', 'o1'],
  ['hubspot', 'p2', 'Ann', null, null, null],
  ['hubspot', 'p3', 'Cid', 'cid@beta.com', 'nowhere', 'o9'],
  ['ga4', 'c1', 'visitor', null, null, null],
  ['ga4', 'c2', 'visitor', null, null, null],
] as const
const qualities = ['valid', 'role_account', 'invalid_syntax', 'unknown', 'unknown'] as const
const promises = [
  ['dim_accounts', 'account_id is never null', false, 5, 0],
  ['dim_accounts', 'account_id identifies a row', false, 5, 0],
  ['dim_accounts', 'owner_id is known', true, 5, 1],
  ['raw_stripe__customers', 'id is never null', false, 10, 0],
  ['raw_stripe__customers', 'id identifies a row', false, 10, 0],
  ['raw_zendesk__users', 'id is never null', false, 0, 0],
] as const

async function givenRecords(db: TestDatabase) {
  await given(
    db,
    stgAccounts,
    companies.map(([system, id, name, domain, isThere]) => ({
      account_id: id,
      source_system: system,
      record_type: 'company' as const,
      account_name: name,
      domain,
      is_deleted: !isThere,
    })),
  )
  await given(
    db,
    mapAccounts,
    companies.map(([system, id, name, , isThere]) => ({
      source_key: id,
      source_system: system,
      source_instance: '',
      account_id: name,
      is_living: isThere,
    })),
  )
  await given(
    db,
    stgPeople,
    people.map(([system, id, name, email, account, owner]) => ({
      person_id: id,
      source_system: system,
      record_type: system === 'ga4' ? ('visitor' as const) : ('contact' as const),
      last_name: system === 'ga4' ? null : name,
      email,
      account_id: account,
      owner_id: owner,
      is_deleted: false,
    })),
  )
  await given(
    db,
    mapPeople,
    people.map(([system, id, name]) => ({
      source_key: id,
      source_system: system,
      source_instance: '',
      person_id: name,
      is_living: true,
    })),
  )
  await given(db, mapOwners, [{ source_key: 'o1' }])
  await given(
    db,
    dimPeople,
    qualities.map((quality, place) => ({
      person_id: `person ${place}`,
      source_system: 'hubspot',
      email: place === 4 ? null : `someone${place}@acme.com`,
      email_quality: quality,
    })),
  )
  await given(
    db,
    fctOpportunities,
    [true, true, true, false, true, true, true, false].map((has, place) => ({
      opportunity_id: `deal ${place}`,
      source_system: 'hubspot',
      has_history: has,
    })),
  )
  await given(
    db,
    fctAudits,
    promises.map(([table, promise, isWarning, rows, broken]) => ({
      table_name: table,
      promise,
      is_warning: isWarning,
      row_count: rows,
      broken_count: broken,
    })),
  )
  await sql`insert into stg_tickets (ticket_id, source_system, is_deleted, created_at)
    select 'zendesk:' || day || ':' || number, 'zendesk', false, day + interval 9 hour
    from range(timestamp '2024-01-17', timestamp '2024-03-28', interval 7 day) as days(day),
      range(30) as numbers(number)
    where number < if(day = timestamp '2024-03-20', 30, 10)`.execute(db)
}

let served: ServedCase
beforeAll(async () => {
  const db = await openMemory()
  const read = new Set([martDataQuality, fctRecordVolumes].flatMap(dependenciesOf))
  for (const table of tables) if (read.has(table.name)) await createEmpty(db, table)
  await createEmpty(db, stgTickets)
  await givenRecords(db)
  await givenExports(db, '2024-03-31T12:00', [10, 2, '2024-03-31T06:00'])
  await make(db, [fctRecordVolumes, martDataQuality])
  // What a published build shows of the one before, as test/warehouse/quality_memory.test.ts holds.
  await sql`create table earlier as from mart_data_quality where measured_date is not null`.execute(
    db,
  )
  await givenExports(db, '2024-04-01T12:00', [12, 0, '2024-04-01T06:00'])
  await make(db, [fctRecordVolumes, martDataQuality, dimDates])
  await sql`insert into mart_data_quality from earlier`.execute(db)
  served = await serve(db, [martDataQuality, dimDates], '2024-04-01T12:00:00Z')
  await db.destroy()
})
afterAll(() => served.close())

const ask = (measures: readonly string[], question?: Question) =>
  answer(served.semantic, 'data_quality', measures, question)
const march = { from: '2024-03-31', to: '2024-03-31' }
const near = (value: number) => expect.closeTo(value, 8)

test('every check counts what it looks at, and no other', async () => {
  expect(
    await ask(
      [
        'records',
        'quarantined_records',
        'quarantine_rate',
        'duplicate_records',
        'duplicate_rate',
        'valid_email_rate',
        'completeness',
        'history_coverage',
        'unknown_keys',
        'unknown_key_rate',
        'freshness_hours',
        'checks',
        'failed_checks',
        'quality_score',
      ],
      march,
    ),
  ).toEqual({
    '': {
      records: 50,
      quarantined_records: 2,
      quarantine_rate: 0.04,
      duplicate_records: 3,
      duplicate_rate: near(1 / 3),
      valid_email_rate: 0.5,
      completeness: near(17 / 22),
      history_coverage: 0.75,
      unknown_keys: 2,
      unknown_key_rate: 0.5,
      freshness_hours: 72,
      checks: 11,
      failed_checks: 4,
      quality_score: near((100 * 12.8) / 17),
    },
  })
})

test('the score adds up from its parts, by check and by source', async () => {
  expect(await ask(['quality_score', 'checks', 'failed_checks'], { by: ['check_name'], ...march }))
    // biome-ignore format: a table
    .toEqual({
    'Refused rows': { quality_score: near(280 / 3), checks: 3, failed_checks: 1 },
    Duplicates: {
      quality_score: near((100 * (3 / 4 + 2 / 3 + 1 / 2)) / 3),
      checks: null,
      failed_checks: null,
    },
    'E-mail addresses': { quality_score: near(50), checks: null, failed_checks: null },
    Completeness: { quality_score: near(250 / 3), checks: null, failed_checks: null },
    History: { quality_score: near(75), checks: null, failed_checks: null },
    'Unknown keys': { quality_score: near(50), checks: null, failed_checks: null },
    Freshness: { quality_score: near(250 / 3), checks: 2, failed_checks: 1 },
    Audits: { quality_score: near(250 / 3), checks: 5, failed_checks: 1 },
    Volume: { quality_score: near(50), checks: 1, failed_checks: 1 },
  })
  const bySource = await ask(['quality_score'], { by: ['source_system'], ...march })
  expect(bySource['stripe']).toEqual({ quality_score: near(250 / 3) })
})

test('sources and objects are held apart, and fields that a source never fills are none of its', async () => {
  expect(
    await ask(['quarantine_rate', 'freshness_hours'], { by: ['source_system'], ...march }),
  ).toMatchObject({
    hubspot: { quarantine_rate: 0.05, freshness_hours: 6 },
    stripe: { quarantine_rate: 0, freshness_hours: 72 },
    zendesk: { quarantine_rate: null, freshness_hours: null },
  })
})

test('completeness is by source, object and field', async () => {
  const fields = await ask(['completeness'], { by: ['source_system', 'object', 'item'], ...march })
  expect(
    Object.fromEntries(Object.entries(fields).filter(([, of]) => of['completeness'] !== null)),
  ).toEqual({
    'hubspot | accounts | name': { completeness: 1 },
    'hubspot | accounts | domain': { completeness: 0.5 },
    'stripe | accounts | name': { completeness: 1 },
    'hubspot | people | name': { completeness: 1 },
    'hubspot | people | email': { completeness: near(2 / 3) },
    'hubspot | people | account': { completeness: near(2 / 3) },
    'hubspot | people | owner': { completeness: near(2 / 3) },
  })
})

test('of a period the last day on which the data was checked counts, and now the last of all', async () => {
  const measures = ['records', 'quarantine_rate', 'quality_score']
  const [before, now] = [(100 * 12.8) / 17, (100 * (12.8 + 0.2 - 1 / 6 + 0.1)) / 17]
  const days = await ask(measures, { grain: 'day', from: '2024-03-31', to: '2024-04-01' })
  const months = await ask(measures, { grain: 'month', from: '2024-03-01', to: '2024-04-30' })
  for (const [cells, first] of [
    [days, '2024-03-31'],
    [months, '2024-03-01'],
  ] as const)
    expect(cells).toEqual({
      [first]: { records: 50, quarantine_rate: 0.04, quality_score: near(before) },
      '2024-04-01': { records: 52, quarantine_rate: 0, quality_score: near(now) },
    })
  const one = { '': { records: 52, quarantine_rate: 0, quality_score: near(now) } }
  expect(await ask(measures)).toEqual(one)
  expect(Object.values(await ask(measures, { grain: 'year' }))).toEqual([one['']])
})

test('what every check counts is counted as of the last day alone, not once a day', async () => {
  expect(
    await ask([
      'quarantined_records',
      'duplicate_records',
      'duplicate_rate',
      'valid_email_rate',
      'completeness',
      'history_coverage',
      'unknown_keys',
      'unknown_key_rate',
      'freshness_hours',
      'checks',
      'failed_checks',
    ]),
  ).toEqual({
    '': {
      quarantined_records: 0,
      duplicate_records: 3,
      duplicate_rate: near(1 / 3),
      valid_email_rate: 0.5,
      completeness: near(17 / 22),
      history_coverage: 0.75,
      unknown_keys: 2,
      unknown_key_rate: 0.5,
      freshness_hours: 96,
      checks: 11,
      failed_checks: 2,
    },
  })
})

test('a day is held to days of its name, a week to weeks; what is silent as a rule to nothing', async () => {
  const where = { band_period: 'day' }
  expect(await ask(['observed_records', 'volume_anomalies'], { where })).toEqual({
    '': { observed_records: 130, volume_anomalies: 1 },
  })
  const week = { where: { band_period: 'week' } }
  expect(await ask(['observed_records', 'volume_anomalies'], week)).toEqual({
    '': { observed_records: 120, volume_anomalies: 1 },
  })
  const of = { ...where, source_system: 'zendesk', object: 'tickets' }
  const days = await ask(
    ['observed_records', 'expected_records', 'expected_records_low', 'expected_records_high'],
    { grain: 'day', from: '2024-03-19', to: '2024-03-20', where: of },
  )
  expect(days).toEqual({
    '2024-03-19': {
      observed_records: 0,
      expected_records: null,
      expected_records_low: null,
      expected_records_high: null,
    },
    '2024-03-20': {
      observed_records: 30,
      expected_records: 10,
      expected_records_low: 0,
      expected_records_high: 22.65,
    },
  })
})

test('volumes of days and weeks are never added up, nor bands of several objects', async () => {
  await expect(ask(['observed_records'])).rejects.toThrow('one band_period at a time')
  await expect(ask(['expected_records'], { where: { band_period: 'day' } })).rejects.toThrow(
    'source_system and object',
  )
})

test.each(['manager', 'rep'])(
  'a %s sees nothing of it, executives and analysts all',
  async (role) => {
    const question = { measures: ['data_quality.failed_checks'] }
    const as = (context: object) => served.semantic.load(question, context as never)
    await expect(as({ role, team: 'Sales', user: 'Ann' })).rejects.toThrow()
    expect((await as({ role: 'executive' })).rows).toEqual((await as({ role: 'analyst' })).rows)
  },
)
