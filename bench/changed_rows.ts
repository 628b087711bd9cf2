/** A further day of exports: one row in a hundred of every large export, changed. */
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { AnyTable } from '../src/table.ts'
import { surveyExports } from '../src/warehouse/load/index.ts'
import { isDirect } from '../src/warehouse/load/raw_source.ts'
import { contractOf } from '../src/warehouse/load/shape.ts'
import { identifier, literal } from '../src/warehouse/open.ts'

/** What changes in a row of an export that has no column of its last change. */
const changed: Readonly<Record<string, string>> = {
  'stripe/customers': 'Description',
  'stripe/invoices': 'customer_name',
  'stripe/charges': 'description',
  'stripe/subscriptions': 'cancellation_details_feedback',
  'stripe/subscription_item_change_events': 'local_event_timestamp',
}

interface Options {
  readonly exports: string
  readonly warehouse: string
  readonly contracts: readonly AnyTable[]
  /** The day of the export: later than all of the files. */
  readonly date: string
  /** The how manieth day it is: each takes other rows. */
  readonly turn: number
}

/** Writes the files, under the names that the systems would give them. Gives the rows written. */
export async function writeChangedRows(options: Options): Promise<number> {
  const { exports, warehouse, contracts, date, turn } = options
  const survey = await surveyExports({ exports, warehouse, contracts })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    let rows = 0
    for (const { table, files: all } of survey.exports) {
      const { system, object, version } = contractOf(table)
      const plain = all.filter(({ shape, source }) => shape.skip === 1 && isDirect(source))
      const last = plain.at(-1)
      // A report of the same object has other columns.
      const files = plain.filter(({ shape }) => `${shape.headers}` === `${last?.shape.headers}`)
      const column = version
        ? last?.shape.headers[last.shape.places[version] ?? -1]
        : changed[`${system}/${object}`]
      if (!last || files.length < 2 || column === undefined) continue
      const value = version
        ? // The same form of instant, on the day of the export.
          `${literal(date)} || substr(${identifier(column)}, 11)`
        : object === 'subscription_item_change_events'
          ? `${literal(`${date} 00:00:0${turn}`)}`
          : `coalesce(${identifier(column)}, '') || ' ${turn}'`
      const target = join(dirname(last.path), `${object}_${date}.csv`)
      const key = table.grain.flatMap((name) => {
        const place = last.shape.places[name]
        return place === undefined ? [] : [identifier(last.shape.headers[place]!)]
      })
      const result = await connection.run(`
        copy (
          select * replace (${value} as ${identifier(column)})
          from read_csv([${files.map(({ path }) => literal(path)).join(', ')}], header = true,
            all_varchar = true, delim = ${literal(last.shape.delimiter)}, quote = '"', escape = '"')
          where hash(${key.join(', ')}) % 100 = ${turn}
          qualify row_number() over (partition by ${key.join(', ')}) = 1
        ) to ${literal(target)} (header true)`)
      rows += result.rowsChanged
    }
    return rows
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
