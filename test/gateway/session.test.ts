/** The protocol message by message: pipelines, errors in them, portals, cursors, settings, swaps. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { int32, int64, zeroEnded } from '../../src/gateway/wire/bytes.ts'
import { message } from '../../src/gateway/wire/messages.ts'
import { publish, tables, writeBuild } from '../semantic/warehouses.ts'
import * as raw from './raw_client.ts'
import { bind, close, execute, parse, query, RawClient, sync } from './raw_client.ts'
import { type ServedSql, serveSql, token } from './served.ts'

let served: ServedSql
beforeAll(async () => {
  served = await serveSql()
}, 120_000)
afterAll(() => expect(served.troubles).toEqual([]))

const opened: RawClient[] = []
afterAll(() => {
  for (const client of opened) client.end()
})

async function connected(options?: Parameters<typeof RawClient.open>[1]) {
  const { client, first } = await RawClient.open(served, options)
  opened.push(client)
  return { client, first }
}

const owners = 'select owner from pipeline order by 1'
const one = 'select count(*) from pipeline where owner = $1'

describe('a pipeline', () => {
  test('answers several statements in their order before one Sync', async () => {
    const { client } = await connected()
    expect(
      await client.ask(
        parse(one, { name: 'one' }),
        bind({ name: 'one', values: ['Ann Lee'] }),
        execute(),
        bind({ name: 'one', values: ['Bob Ray'] }),
        execute(),
        parse('select 1 as x, (select count(*) from revenue) as n'),
        bind(),
        execute(),
        sync(),
      ),
    ).toEqual([
      '1',
      '2',
      'D(2)',
      'C(SELECT 1)',
      '2',
      'D(1)',
      'C(SELECT 1)',
      '1',
      '2',
      'D(1,5)',
      'C(SELECT 1)',
      'Z(I)',
    ])
  })

  test('is passed over from an error to the next Sync, and goes on behind it', async () => {
    const { client } = await connected()
    client.send(
      parse(owners),
      bind(),
      execute(1),
      parse('select nothing from pipeline'),
      bind(),
      execute(),
      sync(),
      parse(one),
      bind({ values: ['Ann Lee'] }),
      execute(),
      sync(),
    )
    expect(await client.ask()).toEqual(['1', '2', 'D(Ann Lee)', 's', 'E(42703)', 'Z(I)'])
    expect(await client.ask()).toEqual(['1', '2', 'D(2)', 'C(SELECT 1)', 'Z(I)'])
  })

  test('of many statements without a Sync is answered as it goes', async () => {
    const { client } = await connected()
    const each = [bind({ name: 'one', values: ['Ann Lee'] }), execute()]
    client.send(
      parse(one, { name: 'one' }),
      ...Array.from({ length: 5_000 }, () => each).flat(),
      sync(),
    )
    const answer = await client.until('Z')
    expect(answer.filter(({ type }) => type === 'D')).toHaveLength(5_000)
  })

  test('in a transaction that has failed runs nothing but its end', async () => {
    const { client } = await connected()
    await client.ask(parse(one, { name: 'one' }), sync())
    expect(await client.ask(query('begin'), parse('select 1/0 from nowhere'), sync())).toEqual([
      'C(BEGIN)',
      'Z(T)',
    ])
    expect(await client.ask()).toEqual(['E(42P01)', 'Z(E)'])
    expect(await client.ask(bind({ name: 'one', values: ['Ann Lee'] }), execute(), sync())).toEqual(
      ['E(25P02)', 'Z(E)'],
    )
    expect(await client.ask(parse('commit'), bind(), execute(), sync())).toEqual([
      '1',
      '2',
      'C(ROLLBACK)',
      'Z(I)',
    ])
  })
})

describe('portals', () => {
  test('are described, read in parts, and gone with their Sync', async () => {
    const { client } = await connected()
    expect(
      await client.ask(
        parse(owners),
        bind({ portal: 'p' }),
        raw.describe('P', 'p'),
        execute(3, 'p'),
        execute(3, 'p'),
        execute(3, 'p'),
        sync(),
      ),
    ).toEqual([
      '1',
      '2',
      'T',
      'D(Ann Lee)',
      'D(Ann Lee)',
      'D(Bob Ray)',
      's',
      'D(Cyd Fox)',
      'C(SELECT 1)',
      'C(SELECT 0)',
      'Z(I)',
    ])
    expect(await client.ask(execute(0, 'p'), sync())).toEqual(['E(34000)', 'Z(I)'])
  })

  test('live as long as their transaction, side by side', async () => {
    const { client } = await connected()
    await client.ask(query('begin'))
    await client.ask(
      parse(owners, { name: 's' }),
      bind({ name: 's', portal: 'a' }),
      bind({ name: 's', portal: 'b' }),
      sync(),
    )
    expect(await client.ask(execute(1, 'a'), sync())).toEqual(['D(Ann Lee)', 's', 'Z(T)'])
    expect(await client.ask(execute(4, 'b'), sync())).toContain('D(Cyd Fox)')
    expect(await client.ask(execute(0, 'a'), close('P', 'b'), sync())).toEqual([
      'D(Ann Lee)',
      'D(Bob Ray)',
      'D(Cyd Fox)',
      'C(SELECT 3)',
      '3',
      'Z(T)',
    ])
    await client.ask(query('commit'), sync())
    await client.ask()
    expect(await client.ask(execute(0, 'a'), sync())).toEqual(['E(34000)', 'Z(I)'])
  })

  test('statements are described before they run, with the types of their parameters', async () => {
    const { client } = await connected()
    client.send(
      parse('select count(*) from pipeline where date > $1 and won_amount = $2'),
      raw.describe('S'),
      sync(),
    )
    const [, parameters, rows] = await client.until('Z')
    expect([parameters!.body.readInt32BE(2), parameters!.body.readInt32BE(6)]).toEqual([1082, 1700])
    expect(rows!.type).toBe('T')
    expect(await client.ask(parse('set application_name to x'), raw.describe('S'), sync())).toEqual(
      ['1', 't', 'n', 'Z(I)'],
    )
  })

  test.each([
    ['a format that there is not', bind({ results: [2] }), 'E(22023)'],
    ['formats of another number', bind({ results: [0, 0, 1] }), 'E(08P01)'],
    ['values for nothing', bind({ values: ['x'] }), 'E(08P01)'],
  ])('are refused %s', async (_, bound, error) => {
    const { client } = await connected()
    expect(await client.ask(parse(owners), bound, sync())).toEqual(['1', error, 'Z(I)'])
  })
})

describe('cursors', () => {
  test('give rows in the format that one fetches by, and are moved without rows', async () => {
    const { client } = await connected()
    await client.ask(
      query(
        'begin; declare c cursor for select count(*) as n from pipeline group by owner order by 1',
      ),
    )
    expect(await client.ask(query('move 1 from c'))).toEqual(['C(MOVE 1)', 'Z(T)'])
    client.send(parse('fetch 1 from c'), bind({ results: [1] }), execute(), sync())
    const row = (await client.until('Z')).find(({ type }) => type === 'D')
    expect(raw.fieldsOf(row!.body)).toEqual([int64(1n)])
    expect(await client.ask(query('fetch backward 1 from c'))).toEqual(['E(0A000)', 'Z(E)'])
  })

  test('with hold outlive their transaction, the others do not', async () => {
    const { client } = await connected()
    await client.ask(
      query(
        `begin; declare a cursor for ${owners}; declare b cursor with hold for ${owners}; commit`,
      ),
    )
    expect(await client.ask(query('fetch 1 from b'))).toContain('D(Ann Lee)')
    expect(await client.ask(query('fetch 1 from a'))).toEqual(['E(34000)', 'Z(I)'])
    expect(await client.ask(query('close b'))).toEqual(['C(CLOSE CURSOR)', 'Z(I)'])
    expect(await client.ask(query('close b'))).toEqual(['E(34000)', 'Z(I)'])
  })

  test('are not opened without end', async () => {
    const { client } = await connected()
    await client.ask(query('begin'))
    const answers: string[] = []
    for (let cursor = 0; cursor < 21; cursor++)
      answers.push(
        ...(await client.ask(
          query(`declare c${cursor} cursor for ${owners}; fetch 1 from c${cursor}`),
        )),
      )
    expect(
      answers.filter((answer) => answer === 'FETCH 1' || answer.startsWith('C(FETCH')),
    ).toHaveLength(20)
    expect(answers).toContain('E(53000)')
    await client.ask(query('rollback'))
  })
})

describe('what is not answered', () => {
  test.each([
    ['copy pipeline to stdout', '0A000'],
    ['insert into pipeline values (1)', '25006'],
    ['vacuum', '25006'],
    ['set transaction read write', '25006'],
    ["set client_encoding to 'latin1'", '0A000'],
    ["set statement_timeout to 'soon'", '22023'],
    ['show nothing_of_the_kind', '42704'],
    ['deallocate nothing', '26000'],
  ])('%s is refused with its state', async (sql, state) => {
    const { client } = await connected()
    expect(await client.ask(query(sql))).toEqual([`E(${state})`, 'Z(I)'])
  })

  test('rows of a COPY that was refused are passed over', async () => {
    const { client } = await connected()
    expect(await client.ask(query('copy pipeline from stdin'))).toEqual(['E(0A000)', 'Z(I)'])
    client.send(message('d', Buffer.from('a\n')), message('c'))
    expect(await client.ask(query('begin'))).toEqual(['C(BEGIN)', 'Z(T)'])
  })

  test('the call of a function by its number', async () => {
    const { client } = await connected()
    expect(await client.ask(message('F', int32(1), Buffer.alloc(6)))).toEqual(['E(0A000)', 'Z(I)'])
  })

  test('text that is no UTF-8', async () => {
    const { client } = await connected()
    expect(await client.ask(message('Q', Buffer.of(0xff, 0xfe, 0)))).toEqual(['E(22021)', 'Z(I)'])
  })
})

test('a mistake is placed in all of what was sent', async () => {
  const client = new Client({ ...served.connection, user: 'token', password: await token('admin') })
  await client.connect()
  await expect(client.query('show TimeZone; select segmnt from pipeline')).rejects.toMatchObject({
    position: '23',
  })
  await client.end()
})

describe('settings', () => {
  const shown = async (client: RawClient, name: string) =>
    (await client.ask(query(`show ${name}`))).find((answer) => answer.startsWith('D'))

  test('are taken from the options of the start', async () => {
    const { client } = await connected({
      parameters: { options: '-c statement_timeout=5s --search-path=a\\ b', application_name: 'x' },
    })
    expect(await shown(client, 'statement_timeout')).toBe('D(5s)')
    expect(await shown(client, 'search_path')).toBe('D(a b)')
  })

  test('set in a transaction go with it, or with its failure', async () => {
    const { client } = await connected()
    await client.ask(query("set search_path to 'first'"))
    await client.ask(query("begin; set local search_path to 'second'"))
    expect(await shown(client, 'search_path')).toBe('D(second)')
    await client.ask(query('commit'))
    expect(await shown(client, 'search_path')).toBe('D(first)')
    await client.ask(query("begin; set search_path to 'third'; rollback"))
    expect(await shown(client, 'search_path')).toBe('D(first)')
    await client.ask(query("begin; set search_path to 'fourth'; commit"))
    expect(await shown(client, 'search_path')).toBe('D(fourth)')
  })
})

describe('the version of the protocol', () => {
  const keyBytes = (first: raw.Received[]) =>
    first.find(({ type }) => type === 'K')!.body.length - 4

  test('3.0 has keys of four bytes to cancel by', async () => {
    const { first } = await connected()
    expect(keyBytes(first)).toBe(4)
    expect(first.some(({ type }) => type === 'v')).toBe(false)
  })

  test('3.2 has longer ones', async () => {
    const { first } = await connected({ version: 0x0003_0002 })
    expect(keyBytes(first)).toBe(32)
    expect(first.some(({ type }) => type === 'v')).toBe(false)
  })

  test('a later one, and what it brings, are talked down', async () => {
    const { first } = await connected({ version: 0x0003_0009, parameters: { '_pq_.new': 'on' } })
    const told = first.find(({ type }) => type === 'v')!.body
    expect(told).toEqual(Buffer.concat([int32(0x0003_0002), int32(1), zeroEnded('_pq_.new')]))
  })
})

describe('after another build', () => {
  test('what was prepared answers from it, or says that its columns are others', async () => {
    const { client } = await connected()
    await client.ask(
      parse('select measure(won_amount) from pipeline', { name: 'same' }),
      parse('select date from pipeline order by 1 limit 1', { name: 'other' }),
      sync(),
    )
    const ask = (name: string) => client.ask(bind({ name }), execute(), sync())
    expect(await ask('same')).toContain('D(150.50)')
    expect(await ask('other')).toContain('D(2024-01-10)')
    const changed = tables(2)
    await writeBuild(served.warehouse, 'b2', {
      ...changed,
      fct_deals: `select * replace (date::timestamp as date) from (${changed['fct_deals']})`,
    })
    publish(served.warehouse, 'b2')
    expect(await ask('same')).toContain('D(301.00)')
    expect(await ask('other')).toEqual(['E(0A000)', 'Z(I)'])
    expect(
      await client.ask(
        parse('select date from pipeline order by 1 limit 1'),
        bind(),
        execute(),
        sync(),
      ),
    ).toContain('D(2024-01-10 00:00:00)')
  })
})
