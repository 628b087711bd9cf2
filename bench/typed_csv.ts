/** What a contract costs over DuckDB's own typed reader: a million rows of twenty columns. */
import { linkSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type Column, day, flag, integer, localMoney, text, timestamp } from '../src/columns.ts'
import { defineExport } from '../src/export.ts'
import { loadExport, surveyExports } from '../src/warehouse/load/index.ts'
import { type Measure, median, seconds, verdictOf } from './figures.ts'

const rows = 1_000_000

/** The columns: how each is declared, what DuckDB's reader is told, and its cells as SQL. */
const columns: readonly [name: string, () => Column<unknown>, type: string, cells: string][] = [
  ['id', () => text('The id.'), 'varchar', `'id_' || i`],
  ...['EUR', 'Name of a deal', 'a@example.com', 'pipeline', 'open', 'owner', 'north'].map(
    (word, index): (typeof columns)[number] => [
      `text_${index}`,
      () => text('A text.').nullable(),
      'varchar',
      `case when i % 11 = ${index} then '' else '${word} ' || i % ${10 ** index} end`,
    ],
  ),
  ...[37, 91, 13, 17].map((factor): (typeof columns)[number] => [
    `money_${factor}`,
    () => localMoney('Money.').nullable(),
    'decimal(18,2)',
    `cast((i * ${factor} % 1000000) / 100.0 as decimal(18,2))`,
  ]),
  ...[1, 7, 1000].map((factor): (typeof columns)[number] => [
    `count_${factor}`,
    () => integer('A number.').nullable(),
    'bigint',
    `i * ${factor}`,
  ]),
  ...[1, 3].map((factor): (typeof columns)[number] => [
    `at_${factor}`,
    () => timestamp('An instant.').nullable(),
    'timestamp',
    `timestamp '2020-01-01' + to_seconds(i * ${factor})`,
  ]),
  ...[2000, 3000].map((days): (typeof columns)[number] => [
    `day_${days}`,
    () => day('A day.').nullable(),
    'date',
    `date '2020-01-01' + cast(i % ${days} as integer)`,
  ]),
  ['is_won', () => flag('Whether.').nullable(), 'boolean', 'i % 2 = 0'],
]

const contract = defineExport({
  name: 'raw_crm__rows',
  description: 'Rows.',
  system: 'crm',
  object: 'rows',
  grain: ['id'],
  columns: Object.fromEntries(columns.map(([name, column]) => [name, column()])) as {
    id: Column<string>
  },
})

/** @param scratch a folder that does not exist yet */
export async function measureTypedCsv(scratch: string): Promise<Measure[]> {
  mkdirSync(scratch, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  try {
    const files = { clean: join(scratch, 'clean.csv'), dirty: join(scratch, 'dirty.csv') }
    await writeRows(connection, files.clean, false)
    await writeRows(connection, files.dirty, true)
    const [peer, clean, dirty]: [number[], number[], number[]] = [[], [], []]
    for (let turn = 0; turn < 3; turn++) {
      peer.push(await typedRead(connection, files.clean, join(scratch, 'peer.duckdb')))
      clean.push(await contractLoad(files.clean, join(scratch, 'ours')))
      dirty.push(await contractLoad(files.dirty, join(scratch, 'ours')))
    }
    const against = (what: string, times: number[], limit: number): Measure => {
      const [ours, theirs] = [median(times), median(peer)]
      return {
        what: `a CSV of 1 M × 20 through a contract, ${what}; peer: typed read_csv into a table`,
        scale: 1,
        ours: seconds(ours),
        peer: seconds(theirs),
        ratio: ours / theirs,
        budget: `< ${limit} ×`,
        verdict: verdictOf(ours / theirs < limit),
      }
    }
    return [against('no row refused', clean, 2), against('1 % refused', dirty, 4)]
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function writeRows(connection: DuckDBConnection, path: string, isDirty: boolean) {
  const cells = columns.map(([name, , , sql]) =>
    isDirty && name === 'money_37'
      ? `case when i % 100 = 7 then 'abc' else cast(${sql} as varchar) end as ${name}`
      : `${sql} as ${name}`,
  )
  await connection.run(
    `copy (select ${cells.join(', ')} from range(${rows}) as numbers(i)) to '${path}' (header)`,
  )
}

/** Milliseconds that DuckDB takes to read the file, typed, into a table on disk. */
async function typedRead(connection: DuckDBConnection, path: string, target: string) {
  rmSync(target, { force: true })
  const types = columns.map(([name, , type]) => `'${name}': '${type}'`)
  const startedAt = performance.now()
  await connection.run(`attach '${target}' as peer`)
  await connection.run(`create table peer.read as from read_csv('${path}', auto_detect = false,
    header = true, delim = ',', quote = '"', escape = '"', columns = {${types.join(', ')}})`)
  await connection.run('checkpoint peer')
  await connection.run('detach peer')
  return performance.now() - startedAt
}

/** Milliseconds that the loader takes from the file to its rows, accepted and refused. */
async function contractLoad(path: string, folder: string) {
  rmSync(folder, { recursive: true, force: true })
  const [exports, warehouse] = [join(folder, 'exports'), join(folder, 'warehouse')]
  mkdirSync(join(exports, 'crm'), { recursive: true })
  mkdirSync(join(warehouse, 'tables', contract.name), { recursive: true })
  linkSync(path, join(exports, 'crm', 'rows.csv'))
  const startedAt = performance.now()
  const survey = await surveyExports({ exports, warehouse, contracts: [contract] })
  const stem = `tables/${contract.name}/rows`
  await loadExport({ warehouse, surveyed: survey.exports[0]!, stem })
  return performance.now() - startedAt
}
