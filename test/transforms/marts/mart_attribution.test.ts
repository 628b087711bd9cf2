/**
 * Credits of random ways: they add up by every model, and follow channels as brute force does.
 * `REVOPS_ATTRIBUTION_SETS=10000` takes that many sets of ways; 2,000 by default.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestDatabase } from '../../../src/testing.ts'
import { martAttribution } from '../../../transforms/marts/mart_attribution.ts'
import { martAttributionChannels } from '../../../transforms/marts/mart_attribution_channels.ts'
import { martAttributionLeadChannels } from '../../../transforms/marts/mart_attribution_lead_channels.ts'
import { attributionTables, type Deal, givenWays } from '../attribution_inputs.ts'
import { make, openMemory } from '../chain.ts'
import { removalEffects, shapleyValues, type Walk } from './channel_values.ts'

const sets = Number(process.env['REVOPS_ATTRIBUTION_SETS'] ?? 2_000)

/** Ways of 0 to 12 touches, several at one instant, before and after creation, of odd amounts. */
const plant = (ways: number) =>
  sql.raw(`
    insert into fct_opportunities by name
    select 'deal ' || i as opportunity_id, 'company ' || i as account_id, 'Ann' as owner_id,
      'not_allocated' as campaign_id, 'crm' as source_system, 'Deal' as opportunity_name,
      'New Business' as deal_type, 'Web' as lead_source, 'Unknown' as channel, true as is_counted,
      ['won', 'won', 'lost', 'open'][1 + (hash(i, 'outcome') % 4)::int] as outcome,
      timestamp '2024-02-01' as created_at, date '2024-02-01' as created_date,
      case when outcome <> 'open' then timestamp '2024-03-01' end as closed_at,
      case when outcome <> 'open' then date '2024-03-01' end as closed_date,
      case when hash(i, 'amount') % 10 > 0
        then ((hash(i, 'cents') % 10000000)::bigint * 0.01)::decimal(18, 2) end as amount
    from range(${ways}) as way(i)`)
const plantTouches = (ways: number) =>
  sql.raw(`
    insert into fct_touchpoints by name
    select 'touch ' || i || ' ' || n as touchpoint_id, 'person ' || i as person_id,
      'company ' || i as account_id, 'not_allocated' as campaign_id, 'ga4' as source_system,
      'session' as touchpoint_type,
      ['Email', 'Direct', 'Paid Search', 'Referral', 'Podcast'][1 + (hash(i, n) % 5)::int] as channel,
      timestamp '2024-01-01' + to_hours((hash(i, n, 'at') % 1500)::int // 12 * 12) as occurred_at
    from range(${ways}) as way(i), range((hash(i, 'touches') % 13)::bigint) as touch(n)`)

describe(`${sets} random ways`, () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await openMemory()
    await givenWays(db, { asOf: '2024-04-01', deals: [] })
    await plant(sets).execute(db)
    await plantTouches(sets).execute(db)
    await sql
      .raw(`insert into stg_opportunity_contacts by name
      select opportunity_id, replace(opportunity_id, 'deal', 'person') as person_id, true as is_primary
      from fct_opportunities`)
      .execute(db)
    await sql
      .raw(`insert into dim_accounts by name
      select account_id, 'Unknown' as country_name, 'Unknown' as region from fct_opportunities`)
      .execute(db)
    for (const table of ['map_people', 'dim_people'])
      await sql
        .raw(
          `insert into ${table} by name select distinct person_id, person_id as source_key
          from stg_opportunity_contacts`.replace(
            table === 'dim_people' ? ', person_id as source_key' : '',
            '',
          ),
        )
        .execute(db)
    await sql
      .raw(`insert into fct_lead_cycles by name
      select person_id, cycle as cycle_number, 'unknown' as account_id, 'unknown' as owner_id,
        'not_allocated' as campaign_id, 'crm' as source_system, 'Web' as channel,
        'Web' as lead_source, false as is_lead_inferred,
        timestamp '2024-01-01' + to_hours((hash(person_id) % 1200)::int + 400 * cycle) as began_at,
        if(cycle = cycles, null, began_at + interval 400 hour) as next_began_at, began_at as lead_at
      from (select person_id, (hash(person_id, 'lead') % 4)::int as cycles from dim_people),
        unnest(range(1, cycles + 1)) as time(cycle)`)
      .execute(db)
    await make(db, attributionTables)
  }, 120_000)
  afterAll(() => db.destroy())

  const rows = async (query: string) => (await sql.raw<object>(query).execute(db)).rows

  test('credits add up to exactly 1 per lead or opportunity, model and kind, each above 0', async () => {
    expect(
      await rows(`from (
        select kind, model, opportunity_id, person_id, cycle_number, sum(credit) as credit,
          min(credit) as least
        from mart_attribution group by all) where credit <> 1 or least <= 0`),
    ).toEqual([])
  })

  test('by each model they add up to all leads, all pipeline and all revenue', async () => {
    const worth = (kind: string, of: string) => `
      select '${kind}' as kind, count(*) as n, sum(amount) as amount from fct_opportunities ${of}`
    const all = await rows(
      `select 'lead' as kind, count(*) as n, null as amount from fct_lead_cycles
      union all ${worth('pipeline', '')} union all ${worth('revenue', "where outcome = 'won'")}
      order by kind`,
    )
    const found = await rows(`
      select kind, sum(credit)::bigint as n, sum(amount) as amount from mart_attribution
      group by kind, model order by kind`)
    expect(found).toEqual(all.flatMap((kind) => Array.from({ length: 11 }, () => kind)))
  })

  test('a touch leads to one lead at most, and never to an earlier one', async () => {
    expect(
      await rows(`
        select touchpoint_id from fct_lead_touches join fct_lead_cycles using (person_id, cycle_number)
        group by touchpoint_id having count(*) > 1 or max(occurred_at > lead_at)`),
    ).toEqual([])
    const [{ ways } = { ways: 0 }] = (await rows(`
      select count(distinct (person_id, cycle_number)) as ways from fct_lead_touches`)) as {
      ways: number
    }[]
    expect(Number(ways)).toBeGreaterThan(sets / 2)
  })

  test('no amount is a cent or more away from its credit', async () => {
    expect(
      await rows(`
        select part.opportunity_id from mart_attribution as part
        join fct_opportunities as deal using (opportunity_id)
        where abs(part.amount - part.credit * deal.amount) > 0.0101`),
    ).toEqual([])
  })
})

describe('random small graphs', () => {
  const graphs = Array.from({ length: 12 }, (_, seed) => ({ seed }))

  test.each(graphs)(
    'removal effects and Shapley values of opportunities of graph $seed are those of brute force',
    async ({ seed }) => {
      const walks = randomWalks(seed)
      const db = await openMemory()
      try {
        await givenWays(db, { deals: walks.map(dealOf) })
        await make(db, attributionTables)
        const found = await db
          .selectFrom(martAttributionChannels.as('channel'))
          .select([
            'channel.channel',
            'channel.removal_effect',
            'channel.shapley_won_count as shapley_count',
          ])
          .execute()
        expectAsByForce(walks, found, await creditedByShapley(db, 'revenue'))
      } finally {
        await db.destroy()
      }
    },
  )

  // With a window, people who never were a lead have ways that ended.
  test.each(graphs.slice(0, 4))('those of leads of graph $seed are too', async ({ seed }) => {
    const { inputs, db } = await withWindow(60)
    try {
      const walks = randomWalks(seed)
      const touched = walks.map(({ channels, isWon }, place) => ({
        person: `walker ${place}`,
        isLead: isWon,
        touches: channels.map((channel, day) => [`2024-01-0${day + 1}`, channel] as const),
      }))
      await inputs.givenWays(db, {
        deals: [],
        colleagues: Object.fromEntries(touched.map(({ person }) => [person, 'Company'])),
        visits: Object.fromEntries(touched.map(({ person, touches }) => [person, touches])),
        leads: Object.fromEntries(
          touched.flatMap(({ person, isLead }) => (isLead ? [[person, '2024-01-10']] : [])),
        ),
      })
      await make(db, inputs.attributionTables)
      const found = await db
        .selectFrom(martAttributionLeadChannels.as('channel'))
        .select([
          'channel.channel',
          'channel.removal_effect',
          'channel.shapley_lead_count as shapley_count',
        ])
        .execute()
      expectAsByForce(walks, found, await creditedByShapley(db, 'lead'))
    } finally {
      await db.destroy()
    }
  })
})

describe('a window of 30 days', () => {
  test('leaves out older touches, and ends the ways of people without an opportunity', async () => {
    const { inputs, db } = await withWindow(30)
    try {
      await inputs.givenWays(db, {
        asOf: '2024-03-15',
        deals: [
          {
            id: 'won',
            created: '2024-03-01',
            closed: '2024-03-10',
            touches: [
              ['2024-02-08', 'Email'],
              ['2024-02-09', 'Direct'],
              ['2024-03-14', 'Email', { of: 'recent' }],
              ['2024-02-13', 'Podcast', { of: 'old' }],
              ['2024-02-13 00:10', 'Unknown', { of: 'old', type: 'form' }],
            ],
          },
        ],
        colleagues: { recent: 'elsewhere', old: 'elsewhere', caller: 'elsewhere' },
        visits: {
          caller: [
            ['2024-01-31 23:59', 'Referral'],
            ['2024-02-01', 'Search'],
          ],
        },
        leads: { caller: '2024-03-02' },
      })
      await make(db, inputs.attributionTables)
      const { rows: parts } = await sql`
        select distinct kind, channel, credit from mart_attribution order by kind`.execute(db)
      const credit = '1.0000000000'
      expect(parts).toEqual([
        { kind: 'lead', channel: 'Search', credit },
        { kind: 'pipeline', channel: 'Direct', credit },
        { kind: 'revenue', channel: 'Direct', credit },
      ])
      const { rows: channels } = await sql`
        select channel, way_count, won_way_count from mart_attribution_channels order by 1`.execute(
        db,
      )
      expect(channels).toEqual([
        { channel: 'Direct', way_count: 1, won_way_count: 1 },
        { channel: 'Podcast', way_count: 1, won_way_count: 0 },
        { channel: 'Referral', way_count: 1, won_way_count: 0 },
        { channel: 'Search', way_count: 1, won_way_count: 0 },
      ])
      const { rows: leadChannels } = await sql`
        select channel, way_count, lead_way_count from mart_attribution_lead_channels order by 1`.execute(
        db,
      )
      expect(leadChannels).toEqual([
        { channel: 'Direct', way_count: 1, lead_way_count: 0 },
        { channel: 'Email', way_count: 1, lead_way_count: 0 },
        { channel: 'Podcast', way_count: 1, lead_way_count: 0 },
        { channel: 'Search', way_count: 1, lead_way_count: 1 },
      ])
      const { rows: models } = await sql`
        select distinct window_days from dim_attribution_models`.execute(db)
      expect(models).toEqual([{ window_days: 30 }])
    } finally {
      await db.destroy()
    }
  })
})

/** The tables of a company whose settings have a window, and an empty database for them. */
async function withWindow(days: number) {
  vi.stubEnv('ATTRIBUTION_WINDOW_DAYS', String(days))
  vi.resetModules()
  const inputs = await import('../attribution_inputs.ts')
  vi.unstubAllEnvs()
  vi.resetModules()
  return { inputs, db: await openMemory() }
}

const creditedByShapley = (db: TestDatabase, kind: 'lead' | 'revenue') =>
  db
    .selectFrom(martAttribution.as('part'))
    .where('part.model', '=', 'shapley')
    .where('part.kind', '=', kind)
    .groupBy('part.channel')
    .select(({ fn }) => ['part.channel', fn.sum<string>('part.credit').as('credit')])
    .execute()

/** Holds what was found of channels to brute force over the walks. */
function expectAsByForce(
  walks: readonly Walk[],
  found: readonly { channel: string; removal_effect: number; shapley_count: number }[],
  credited: readonly { channel: string; credit: string }[],
): void {
  const effects = removalEffects(walks)
  const values = shapleyValues(walks)
  expect(found.map(({ channel }) => channel).sort()).toEqual([...effects.keys()].sort())
  for (const { channel, removal_effect, shapley_count } of found) {
    expect(Math.abs(removal_effect - effects.get(channel)!)).toBeLessThan(1e-9)
    expect(Math.abs(shapley_count - values.get(channel)!)).toBeLessThan(1e-9)
  }
  for (const { channel, credit } of credited)
    expect(Math.abs(Number(credit) - (values.get(channel) ?? 0))).toBeLessThan(1e-7)
}

/** Up to twenty walks of up to five steps over up to five channels; a channel may come again. */
function randomWalks(seed: number): Walk[] {
  let state = seed + 1
  const upTo = (most: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % most
  }
  const channelCount = 2 + upTo(4)
  return Array.from({ length: 3 + upTo(18) }, () => ({
    channels: Array.from({ length: 1 + upTo(5) }, () => `channel ${upTo(channelCount)}`),
    isWon: upTo(2) === 0,
  }))
}

const dealOf = ({ channels, isWon }: Walk, place: number): Deal => ({
  id: `walk ${place}`,
  created: '2024-01-10',
  closed: '2024-01-30',
  outcome: isWon ? 'won' : 'lost',
  touches: channels.map((channel, day) => [`2024-01-0${day + 1}`, channel] as const),
})
