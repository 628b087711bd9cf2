/** What becomes of rows over successive exports: versions, full exports, instances, late rows. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { loadAccounts } from '../../src/run_tables.ts'
import type { AnyTable } from '../../src/table.ts'
import { rollback } from '../../src/warehouse/index.ts'
import { answer, warehouseFolders } from './company.ts'
import { dealHeader, deals, products, teams, versions } from './fates.ts'

let folders: ReturnType<typeof warehouseFolders>
beforeEach(() => {
  folders = warehouseFolders()
})

const write = (file: string, content: string) => {
  const path = join(folders.exports, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
const take = (file: string) => rmSync(join(folders.exports, file))
const build = (table: AnyTable, ...others: AnyTable[]) => folders.build([table, ...others])
const rows = (query: string) => answer(folders.warehouse, query)
/** The rows of a build, and the account of each file: read, accepted, quarantined, superseded. */
async function built(table: AnyTable, query: string) {
  const { files } = await build(table)
  const accounts = files.map(({ read, accepted, quarantined, superseded }) => [
    read,
    accepted,
    quarantined,
    superseded,
  ])
  return { rows: await rows(query), accounts }
}

describe('where all versions stay', () => {
  const query =
    "select deal_id, amount::varchar, strftime(version_at, '%m-%d') from raw_crm__deals order by deal_id, version_at"

  test('each state of a key is a row, told apart by its version', async () => {
    write('crm/deals_2024-01-31.csv', `${dealHeader}d1,10,2024-01-05\nd2,5,2024-01-06\n`)
    write('crm/deals_2024-02-29.csv', `${dealHeader}d1,20,2024-02-05\nd2,5,2024-01-06\n`)
    expect(await built(versions, query)).toEqual({
      rows: [
        ['d1', '10.00', '01-05'],
        ['d1', '20.00', '02-05'],
        ['d2', '5.00', '01-06'],
      ],
      // d2 says the same in both files: the newer one has it.
      accounts: [
        [2, 1, 0, 1],
        [2, 2, 0, 0],
      ],
    })
  })

  test('of two states under one version the newer file’s stands', async () => {
    write('crm/deals_2024-01-31.csv', `${dealHeader}d1,10,2024-01-05\n`)
    write('crm/deals_2024-02-29.csv', `${dealHeader}d1,20,2024-01-05\n`)
    expect((await built(versions, query)).rows).toEqual([['d1', '20.00', '01-05']])
  })

  test('two states under one version and date are refused, and other versions stay', async () => {
    write(
      'crm/deals_2024-01-31.csv',
      `${dealHeader}d1,10,2024-01-05\nd1,20,2024-01-05\nd1,5,2024-01-02\n`,
    )
    write('crm/deals_2024-02-29.csv', `${dealHeader}d1,30,2024-02-05\n`)
    expect(await built(versions, query)).toEqual({
      rows: [
        ['d1', '5.00', '01-02'],
        ['d1', '30.00', '02-05'],
      ],
      accounts: [
        [3, 1, 2, 0],
        [1, 1, 0, 0],
      ],
    })
  })

  test('without a version of its own a row is as new as its file, and counts once while it stays', async () => {
    const header = 'product_id,name\n'
    write('crm/products_2024-01-31.csv', `${header}p1,Basic\n`)
    write('crm/products_2024-02-29.csv', `${header}p1,Basic\n`)
    write('crm/products_2024-03-31.csv', `${header}p1,Plus\n`)
    write('crm/products_2024-04-30.csv', `${header}p1,Basic\n`)
    const ofProducts =
      "select name, strftime(version_at, '%m-%d') from raw_crm__products order by version_at"
    expect(await built(products, ofProducts)).toEqual({
      rows: [
        ['Basic', '01-31'],
        ['Plus', '03-31'],
        ['Basic', '04-30'],
      ],
      accounts: [
        [1, 1, 0, 0],
        [1, 0, 0, 1],
        [1, 1, 0, 0],
        [1, 1, 0, 0],
      ],
    })
  })

  test('a late file takes its place between the others', async () => {
    const header = 'product_id,name\n'
    write('crm/products_2024-01-31.csv', `${header}p1,Basic\n`)
    write('crm/products_2024-03-31.csv', `${header}p1,Basic\n`)
    const names = 'select name from raw_crm__products order by version_at'
    expect((await built(products, names)).rows).toEqual([['Basic']])
    write('crm/products_2024-02-29.csv', `${header}p1,Plus\n`)
    expect((await built(products, names)).rows).toEqual([['Basic'], ['Plus'], ['Basic']])
  })
})

describe('a full export', () => {
  const header = 'team_id,name\n'
  const ten = Array.from({ length: 10 }, (_, index) => `t${index},Team ${index}\n`)
  const gone = 'select team_id from raw_crm__teams where is_gone order by 1'

  test('marks as gone what it lacks, and a row that comes back is not', async () => {
    write('crm/teams_2024-01-31.csv', header + ten.join(''))
    write('crm/teams_2024-02-29.csv', header + ten.slice(1).join(''))
    expect(await built(teams, gone)).toEqual({
      rows: [['t0']],
      accounts: [
        [10, 1, 0, 9],
        [9, 9, 0, 0],
      ],
    })
    write('crm/teams_2024-03-31.csv', header + ten.join(''))
    expect((await built(teams, gone)).rows).toEqual([])
  })

  test('of several files under one date is one export', async () => {
    write('crm/teams_2024-01-31.csv', header + ten.join(''))
    write('crm/2024/a/teams_2024-02-29.csv', header + ten.slice(0, 5).join(''))
    rmSync(join(folders.exports, 'crm/2024'), { recursive: true })
    write('crm/2024/teams_2024-02-29.csv', header + ten.slice(0, 5).join(''))
    write('crm/2024-02/teams_2024-02-29.csv', header + ten.slice(5).join(''))
    expect((await built(teams, gone)).rows).toEqual([])
  })

  test('does not lose a row that it has and that is refused there', async () => {
    write('crm/teams_2024-01-31.csv', header + ten.join(''))
    write('crm/teams_2024-02-29.csv', `${header}t0,\n${ten.slice(1).join('')}`)
    expect((await built(teams, gone)).rows).toEqual([])
    expect(await rows(`select name from raw_crm__teams where team_id = 't0'`)).toEqual([['Team 0']])
  })

  test('is what a manifest says, of the objects that it names', async () => {
    const listed = (from: number) =>
      dealHeader +
      Array.from({ length: 10 - from }, (_, n) => `d${n + from},5,2024-01-01\n`).join('')
    write('crm/manifest.json', '{ "full": ["deals"] }')
    write('crm/deals_2024-01-31.csv', listed(0))
    write('crm/deals_2024-02-29.csv', listed(1))
    // Newer than the full export: it was made after it.
    write(
      'crm/deals_2024-03-31.csv',
      `${dealHeader}d0,5,2024-01-01\n${listed(1).slice(dealHeader.length)}`,
    )
    write('crm/2024/manifest.json', '{ "full": [] }')
    write('crm/2024/deals_2024-03-31.csv', `${dealHeader}d77,7,2024-03-02\n`)
    const goneDeals = 'select deal_id from raw_crm__deals where is_gone'
    expect((await built(deals, goneDeals)).rows).toEqual([])
    take('crm/deals_2024-03-31.csv')
    expect((await built(deals, goneDeals)).rows).toEqual([['d0']])
  })

  test('that lacks more than a tenth of the one before it in the folder is refused', async () => {
    write('crm/teams_2024-01-31.csv', header + ten.join(''))
    write('crm/teams_2024-02-29.csv', header + ten.slice(2).join(''))
    await expect(build(teams)).rejects.toThrow(
      'crm/teams_2024-02-29.csv lacks 2 of the 10 teams that crm/teams_2024-01-31.csv had, more than 10 %',
    )
    await folders.build([teams], { maxGoneShare: 0.2 })
  })

  test('that lacks more than a tenth of what is published is refused, of the same folder only', async () => {
    write('crm/teams.csv', header + ten.join(''))
    const published = await build(teams)
    write('crm/teams.csv', header + ten.slice(2).join(''))
    await expect(build(teams)).rejects.toThrow('crm/teams.csv lacks 2 of the 10 teams')
    expect(await rows('select count(*) from raw_crm__teams')).toEqual([[10n]])
    const elsewhere = join(folders.exports, '../elsewhere')
    mkdirSync(join(elsewhere, 'crm'), { recursive: true })
    writeFileSync(join(elsewhere, 'crm/teams.csv'), header + ten.slice(2).join(''))
    const other = await folders.build([teams], { exports: elsewhere })
    expect(other.build).not.toBe(published.build)
    expect(await rows('select count(*) from raw_crm__teams')).toEqual([[8n]])
  })
})

describe('instances of a system', () => {
  test('do not share keys, and are told apart in every row', async () => {
    write('crm/emea/deals.csv', `${dealHeader}d1,10,2024-01-05\n`)
    write('crm/apac/2024/deals_2024-01-31.csv', `${dealHeader}d1,20,2024-02-05\n`)
    write('crm/deals.csv', `${dealHeader}d1,30,2024-02-05\n`)
    const { files } = await build(deals)
    expect(files.map(({ instance }) => instance)).toEqual(['apac', undefined, 'emea'])
    expect(
      await rows('select source_instance, amount::varchar from raw_crm__deals order by all'),
    ).toEqual([
      ['', '30.00'],
      ['apac', '20.00'],
      ['emea', '10.00'],
    ])
  })

  test('are not what folders named after dates and objects stand for, and a manifest names them', async () => {
    write('crm/2024-01/deals_2024-01-31.csv', `${dealHeader}d1,10,2024-01-05\n`)
    write('crm/Deals/deals_2024-02-29.csv', `${dealHeader}d1,20,2024-02-05\n`)
    write('crm/old portal/manifest.json', '{ "instance": "legacy" }')
    write('crm/old portal/deals.csv', `${dealHeader}d1,30,2024-02-05\n`)
    expect(
      (await built(deals, 'select source_instance from raw_crm__deals order by 1')).rows,
    ).toEqual([[''], ['legacy']])
  })

  test('have full exports of their own', async () => {
    const header = 'team_id,name\n'
    const all = Array.from({ length: 10 }, (_, n) => `t${n},Team\n`)
    write('crm/emea/teams_2024-01-31.csv', header + all.join(''))
    write('crm/emea/teams_2024-03-31.csv', header + all.slice(1).join(''))
    write('crm/apac/teams_2024-02-29.csv', header + all.join(''))
    expect(
      (await built(teams, 'select source_instance, team_id from raw_crm__teams where is_gone'))
        .rows,
    ).toEqual([['emea', 't0']])
  })

  test('stop the build where the folder of one has gone', async () => {
    write('crm/emea/deals.csv', `${dealHeader}d1,10,2024-01-05\n`)
    write('crm/apac/deals.csv', `${dealHeader}d1,20,2024-02-05\n`)
    await build(deals)
    rmSync(join(folders.exports, 'crm/apac'), { recursive: true })
    await expect(build(deals)).rejects.toThrow(
      'the folder crm/apac/ is missing, of which the published build has 1 file',
    )
    mkdirSync(join(folders.exports, 'crm/apac'))
    expect((await built(deals, 'select source_instance from raw_crm__deals')).rows).toEqual([
      ['emea'],
    ])
  })
})

describe('rows that come late, or again', () => {
  test('an older row gives way to the one that stands', async () => {
    write('crm/deals_2024-02-29.csv', `${dealHeader}d1,20,2024-02-05\n`)
    await build(deals)
    write('crm/deals_2024-03-31.csv', `${dealHeader}d1,10,2024-01-05\n`)
    expect(await built(deals, 'select amount::varchar from raw_crm__deals')).toEqual({
      rows: [['20.00']],
      accounts: [
        [1, 1, 0, 0],
        [1, 0, 0, 1],
      ],
    })
  })

  test('an export that is loaded twice changes nothing but its account', async () => {
    const content = `${dealHeader}d1,20,2024-02-05\nd2,5,2024-02-06\n`
    write('crm/deals_2024-02-29.csv', content)
    await build(deals)
    write('crm/deals_2024-03-31.csv', content)
    expect(await built(deals, 'select count(*) from raw_crm__deals')).toEqual({
      rows: [[2n]],
      accounts: [
        [2, 0, 0, 2],
        [2, 2, 0, 0],
      ],
    })
  })

  test('a row that stood stands again once the newer one is taken away', async () => {
    write('crm/deals_2024-02-29.csv', `${dealHeader}d1,20,2024-02-05\n`)
    const first = await build(deals)
    write('crm/deals_2024-03-31.csv', `${dealHeader}d1,30,2024-03-05\n`)
    await build(deals)
    take('crm/deals_2024-03-31.csv')
    expect(await build(deals)).toMatchObject({ build: first.build })
    expect(await rows('select amount::varchar from raw_crm__deals')).toEqual([['20.00']])
  })

  test('two rows that tie with the one that stood let it stand again', async () => {
    write('crm/deals_2024-01-31.csv', `${dealHeader}d1,20,2024-02-05\nd2,1,\n`)
    write('crm/deals_2024-03-31.csv', `${dealHeader}d1,30,2024-03-05\n`)
    await build(deals)
    write('crm/2024/deals_2024-03-31.csv', `${dealHeader}d1,40,2024-03-05\n`)
    const amounts = `select amount::varchar from raw_crm__deals where deal_id = 'd1'`
    expect(await built(deals, amounts)).toEqual({
      rows: [['20.00']],
      accounts: [
        [1, 0, 1, 0],
        [2, 2, 0, 0],
        [1, 0, 1, 0],
      ],
    })
  })
})

describe('what is kept', () => {
  const loads = () => readdirSync(join(folders.warehouse, 'loads/raw_crm__deals'))

  test('are the loaded files of every build that can be gone back to, and no others', async () => {
    const history = (amount: number) =>
      write('crm/deals.csv', `${dealHeader}d1,${amount},2024-02-05\n`)
    const builds: string[] = []
    for (const amount of [1, 2, 3]) {
      history(amount)
      builds.push((await folders.build([deals], { retainedBuilds: 2 })).build)
    }
    expect(loads()).toHaveLength(2)
    await rollback(folders.warehouse, builds[1]!)
    expect(await rows('select amount::varchar from raw_crm__deals')).toEqual([['2.00']])
  })

  test('by a load that was killed half way is swept', async () => {
    write('crm/deals.csv', `${dealHeader}d1,1,2024-02-05\n`)
    await build(deals)
    const [loaded] = loads()
    const half = join(folders.warehouse, 'loads/raw_crm__deals', `${loaded}.99999.unfinished`)
    writeFileSync(half, 'PAR1')
    await build(deals)
    expect(loads()).toEqual([loaded])
  })

  test('is made again where a loaded file is lost', async () => {
    write('crm/deals.csv', `${dealHeader}d1,1,2024-02-05\n`)
    await build(deals)
    rmSync(join(folders.warehouse, 'loads'), { recursive: true })
    const { tables } = await build(deals)
    expect(tables).toContainEqual(
      expect.objectContaining({ name: 'raw_crm__deals', action: 'load', reason: 'file lost' }),
    )
    expect(await rows('select amount::varchar from raw_crm__deals')).toEqual([['1.00']])
  })
})

test('the accounts of the files can be read by transforms', async () => {
  write('crm/emea/deals_2024-01-31.csv', `${dealHeader}d1,10,2024-01-05\nd1,20,2024-02-05\nd2,x,\n`)
  await build(deals, loadAccounts)
  const columns =
    'file_name, source_instance, source_object, exported_date::varchar, first_observed_at::varchar, last_observed_at::varchar, read_count::integer, accepted_count::integer, quarantined_count::integer, superseded_count::integer'
  expect(await rows(`select ${columns} from load_accounts`)).toEqual([
    [
      'crm/emea/deals_2024-01-31.csv',
      'emea',
      'deals',
      '2024-01-31',
      '2024-02-05 00:00:00',
      '2024-02-05 00:00:00',
      3,
      1,
      1,
      1,
    ],
  ])
})
