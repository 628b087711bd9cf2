/** Clients as people use them speak to the SQL server: its protocol, its catalogs, its refusals. */
import { drizzle } from 'drizzle-orm/node-postgres'
import knexOf from 'knex'
import { Kysely, sql as kyselySql, PostgresDialect } from 'kysely'
import { Client, Pool } from 'pg'
import Cursor from 'pg-cursor'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { password, psql, type ServedSql, serveSql, token } from './served.ts'

let served: ServedSql
beforeAll(async () => {
  served = await serveSql({ timeoutMs: 3_000 })
}, 120_000)
afterAll(() => expect(served.troubles).toEqual([]))

const clients: Client[] = []
afterAll(() => Promise.all(clients.map((client) => client.end())))

async function connected(user = 'admin', other: object = {}): Promise<Client> {
  const client = new Client({ ...served.connection, user, password, ...other })
  clients.push(client)
  await client.connect()
  return client
}

const bySegment =
  'select segment, measure(won_amount) as won, count(*) as n from pipeline group by 1 order by 1'
const expected = [
  { segment: 'Enterprise', won: null, n: '1' },
  { segment: 'SMB', won: '150.50', n: '3' },
]

describe('who signs in', () => {
  test('by a password that is never sent', async () => {
    expect((await (await connected()).query(bySegment)).rows).toEqual(expected)
  })

  test('until the token expires', async () => {
    const client = await connected('token', { password: await token('admin', 2) })
    const ended = new Promise((resolve) => client.once('error', resolve))
    await client.query('select count(*) from pipeline')
    await new Promise((resolve) => setTimeout(resolve, 3_100))
    await expect(client.query('select count(*) from pipeline')).rejects.toMatchObject({
      code: '28000',
    })
    expect(await ended).toMatchObject({ message: /terminated/ })
  })

  test('by a token, as its bearer', async () => {
    const client = await connected('token', { password: await token('analyst') })
    const { rows } = await client.query('select distinct email from people order by 1')
    expect(rows).toEqual([{ email: 'k***' }, { email: 'l***' }])
  })

  test('as a configured person, with own rows', async () => {
    const client = await connected('anna')
    const { rows } = await client.query('select owner, count(*) n from pipeline group by 1')
    expect(rows).toEqual([{ owner: 'Ann Lee', n: '2' }])
  })

  test.each([
    ['admin', 'wrong', '28P01'],
    ['nobody', password, '28P01'],
    ['token', 'no token', '28P01'],
  ])('%s with %j is refused', async (user, wrong, code) => {
    const client = new Client({ ...served.connection, user, password: wrong })
    await expect(client.connect()).rejects.toMatchObject({ code })
  })

  test('not to another database', async () => {
    const client = new Client({ ...served.connection, user: 'admin', password, database: 'x' })
    await expect(client.connect()).rejects.toMatchObject({ code: '3D000' })
  })
})

describe('node-postgres', () => {
  test('binds parameters, lists among them, and names prepared statements', async () => {
    const client = await connected()
    const query = {
      name: 'by owner',
      text: 'select owner, count(*) n from pipeline where date >= $1 and owner = any($2) group by 1 order by 1',
    }
    const ask = async (...values: unknown[]) => (await client.query({ ...query, values })).rows
    expect(await ask('2024-02-01', ['Bob Ray', 'Cyd Fox'])).toEqual([
      { owner: 'Bob Ray', n: '1' },
      { owner: 'Cyd Fox', n: '1' },
    ])
    expect(await ask('2024-02-06', ['Bob Ray', 'O\'Hara, "x"'])).toEqual([])
  })

  test('reads every type in binary as in text', async () => {
    const client = await connected()
    const text = `select segment, date, count(*) as n, measure(won_amount) as won, is_complete,
      date_trunc('month', date) as m, 1.5::double as d, 7::int as i, null::int as no, [1, 2] as list,
      interval '1 month 2 days' as span, measure(won_amount)::decimal(38, 10) as wide
      from pipeline where segment = 'SMB' group by segment, date, is_complete order by date limit 1`
    const plain = (await client.query(text)).rows
    // biome-ignore lint/suspicious/noExplicitAny: the types of pg do not know `binary`
    const binary = (await client.query({ text, binary: true } as any)).rows
    const { d, i, n, no } = binary[0]
    expect(plain[0]).toMatchObject({
      segment: 'SMB',
      won: '100.00',
      wide: '100.0000000000',
      d: 1.5,
    })
    expect({ d, i, n: String(n), no }).toEqual({ d: 1.5, i: 7, n: '1', no: null })
    expect(binary[0].is_complete).toBe(plain[0].is_complete)
  })

  test('reads a cursor in parts, with other statements in between', async () => {
    const client = await connected()
    const cursor = client.query(new Cursor('select owner from pipeline order by 1'))
    expect(await cursor.read(2)).toHaveLength(2)
    expect(await cursor.read(5)).toEqual([{ owner: 'Bob Ray' }, { owner: 'Cyd Fox' }])
    expect(await cursor.read(5)).toEqual([])
    await cursor.close()
  })

  test('declares cursors in a transaction', async () => {
    const client = await connected()
    await client.query('begin')
    await client.query('declare rows no scroll cursor for select owner from pipeline order by 1')
    expect((await client.query('fetch 3 from rows')).rowCount).toBe(3)
    expect((await client.query('select count(*) from revenue')).rows).toEqual([{ count: '5' }])
    expect((await client.query('fetch forward all from rows')).rows).toEqual([{ owner: 'Cyd Fox' }])
    await client.query('close rows')
    await expect(client.query('fetch 1 from rows')).rejects.toMatchObject({ code: '34000' })
    await expect(client.query(bySegment)).rejects.toMatchObject({ code: '25P02' })
    await client.query('rollback')
    expect((await client.query(bySegment)).rows).toEqual(expected)
  })

  test('gets mistakes with state, place and hint', async () => {
    const client = await connected()
    await expect(client.query('select segmnt from pipeline')).rejects.toMatchObject({
      code: '42703',
      position: '8',
      hint: 'There is "segment".',
    })
    await expect(client.query('select segment::int from pipeline')).rejects.toMatchObject({
      code: '22P02',
    })
    await expect(client.query('delete from pipeline')).rejects.toMatchObject({ code: '25006' })
    await expect(
      client.query('begin read write; set transaction read write'),
    ).rejects.toMatchObject({ code: '25006' })
    await client.query('rollback')
  })

  test('may call its encoding as asyncpg does, and no other', async () => {
    const client = await connected('admin', { client_encoding: "'utf-8'" })
    expect((await client.query(bySegment)).rows).toEqual(expected)
    await expect(client.query("set client_encoding to 'LATIN1'")).rejects.toMatchObject({
      code: '0A000',
    })
  })

  test('answers several statements, and an empty one', async () => {
    const client = await connected()
    const answers = (await client.query(
      "select count(*) from pipeline; set application_name to 'a;b'; show application_name",
    )) as unknown as { rows: object[] }[]
    expect(answers.map(({ rows }) => rows)).toEqual([
      [{ count: '4' }],
      [],
      [{ application_name: 'a;b' }],
    ])
    expect((await client.query(' -- nothing')).rows).toEqual([])
  })

  test('cancels what runs, and goes on', async () => {
    const client = await connected()
    const slow = client.query(
      'select count(*) from range(100000) a(x), range(100000) b(y), (select count(*) n from pipeline) p where a.x % 7 = b.y % 11',
    )
    const { processID, secretKey } = client as unknown as Record<'processID' | 'secretKey', number>
    setTimeout(() => {
      // biome-ignore lint/suspicious/noExplicitAny: the types of pg leave out what a client is made of
      const canceller = (new Client(served.connection) as any).connection
      canceller.connect(served.connection.port, served.connection.host)
      canceller.on('connect', () => canceller.cancel(processID, secretKey))
    }, 300)
    await expect(slow).rejects.toMatchObject({ code: '57014', message: /cancelled/ })
    expect((await client.query(bySegment)).rows).toEqual(expected)
  })

  test('is told when a statement takes too long', async () => {
    const client = await connected()
    await client.query('set statement_timeout to 200')
    await expect(
      client.query(
        'select count(*) from range(100000) a(x), range(100000) b(y), (select count(*) n from pipeline) p where a.x % 7 = b.y % 11',
      ),
    ).rejects.toMatchObject({ code: '57014', message: /200 ms/ })
  })
})

describe('other clients', () => {
  test('postgres.js', async () => {
    const sql = postgres({ ...served.connection, user: 'admin', password, max: 2 })
    const owner = 'Bob Ray'
    expect(
      await sql`select segment, count(*) n from pipeline where owner <> ${owner} group by 1 order by 1`,
    ).toEqual([
      { segment: 'Enterprise', n: '1' },
      { segment: 'SMB', n: '2' },
    ])
    const parts: number[] = []
    await sql`select owner from pipeline`.cursor(3, (rows) => {
      parts.push(rows.length)
    })
    expect(parts).toEqual([3, 1])
    await sql.end()
  })

  test('knex', async () => {
    const knex = knexOf({
      client: 'pg',
      connection: { ...served.connection, user: 'admin', password },
    })
    const rows = await knex('pipeline')
      .select('segment')
      .sum('won_amount as won')
      .whereIn('team', ['North'])
      .groupBy('segment')
      .orderBy('segment')
    expect(rows).toEqual([
      { segment: 'Enterprise', won: null },
      { segment: 'SMB', won: '130.50' },
    ])
    await knex.destroy()
  })

  test('drizzle and kysely', async () => {
    const pool = new Pool({ ...served.connection, user: 'admin', password })
    const drizzled = await drizzle(pool).execute(bySegment)
    expect(drizzled.rows).toEqual(expected)
    const kysely = new Kysely<{ pipeline: { segment: string } }>({
      dialect: new PostgresDialect({ pool }),
    })
    const rows = await kysely
      .selectFrom('pipeline')
      .select(['segment', kyselySql<string>`measure(deal_count)`.as('deals')])
      .where('segment', '=', 'SMB')
      .groupBy('segment')
      .execute()
    expect(rows).toEqual([{ segment: 'SMB', deals: '3' }])
    const tables = await kysely.introspection.getTables()
    expect(tables.map(({ name }) => name)).toEqual([
      'people',
      'pipeline',
      'revenue',
      'revops_metrics',
      'spending',
    ])
    await kysely.destroy()
  })
})

describe('the catalogs', () => {
  test('list what the user may see, with comments, and no more', async () => {
    const client = await connected()
    const columns = await client.query(
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, col_description(a.attrelid, a.attnum) as comment
       from pg_attribute a where a.attrelid = 'public.pipeline'::regclass and a.attnum > 0 and a.attname = any($1) order by 1`,
      [['date', 'won_amount', 'win_rate']],
    )
    expect(columns.rows).toEqual([
      { name: 'date', type: 'date', comment: expect.any(String) },
      {
        name: 'win_rate',
        type: 'double precision',
        comment: 'Won deals ÷ all deals. [Measure, ratio: MEASURE(win_rate).]',
      },
      { name: 'won_amount', type: 'numeric', comment: expect.stringContaining('additive') },
    ])
    const rep = await connected('anna')
    const tables = await rep.query(
      "select relname from pg_class where relnamespace = 'public'::regnamespace order by 1",
    )
    expect(tables.rows.map(({ relname }) => relname)).toEqual([
      'pipeline',
      'revenue',
      'revops_metrics',
    ])
  })

  test('tell of the metrics', async () => {
    const client = await connected()
    const { rows } = await client.query(
      "select name, view, class, dimensions from revops_metrics where name = 'win_rate'",
    )
    expect(rows).toEqual([
      { name: 'win_rate', view: 'pipeline', class: 'ratio', dimensions: 'team' },
    ])
  })

  test('say who and where one is', async () => {
    const client = await connected()
    const { rows } = await client.query(
      "select current_database() as db, current_schema() as schema, current_user as who, version() like 'PostgreSQL%' as known",
    )
    expect(rows).toEqual([{ db: 'revops', schema: 'public', who: 'admin', known: true }])
    expect((await client.query('show server_version')).rows).toEqual([
      {
        server_version: (
          await client.query('show server_version_num')
        ).rows[0].server_version_num.replace(/^(\d\d)0+(\d+)$/, '$1.$2'),
      },
    ])
  })

  test('are read only', async () => {
    const client = await connected()
    await expect(client.query('select lo_create(0)')).rejects.toMatchObject({ code: '25006' })
    await expect(client.query("select pg_read_file('/etc/passwd')")).rejects.toMatchObject({
      code: '42501',
    })
  })

  test('answer psql', async (context) => {
    const listed = await psql(served, '\\d pipeline')
    if (listed === undefined) context.skip('psql is not installed')
    expect(listed).toMatch(/won_amount\s+\| numeric/)
    expect(await psql(served, '\\dt')).toMatch(/public \| pipeline/)
    expect(await psql(served, '\\dn')).toMatch(/public/)
    expect(await psql(served, '\\df')).toMatch(/\(0 rows\)/)
    expect(await psql(served, bySegment)).toMatch(/SMB\s+\|\s+150.50 \|\s+3/)
  })
})
