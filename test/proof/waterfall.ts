/** View `pipeline_waterfall`: the buckets that plain loops find, for each type of period. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { allGrains, type Proof } from './proof.ts'
import { bucketsOf } from './waterfall_deals.ts'

/** Puts the buckets into a table, once a connection. */
async function tableOf(connection: DuckDBConnection): Promise<void> {
  const name = 'waterfall_proof'
  const known = await connection.runAndReadAll(
    `select 1 from duckdb_tables() where table_name = '${name}'`,
  )
  if (known.currentRowCount > 0) return
  await connection.run(`create temp table ${name} (period_type text, date text, bucket text,
    is_slipped boolean, owner text, team text, segment text, cents bigint)`)
  const appender = await connection.createAppender(name)
  for (const row of await bucketsOf(connection)) {
    for (const text of [row.period_type, row.date, row.bucket]) appender.appendVarchar(text)
    appender.appendBoolean(row.is_slipped)
    for (const text of [row.owner, row.team, row.segment]) appender.appendVarchar(text)
    appender.appendBigInt(BigInt(row.cents))
    appender.endRow()
  }
  appender.closeSync()
}

const buckets = 'start new pulled_in increased decreased pushed_out lost won end'.split(' ')

const waterfallOf = (type: string, grains: Proof['grains']): Proof => ({
  view: 'pipeline_waterfall',
  of: 'period',
  rows: async (connection) => {
    await tableOf(connection)
    return `select * replace (date::date as date), cents / 100 as amount
      from waterfall_proof where period_type = '${type}'`
  },
  slices: ['team', 'segment'],
  grains,
  where: { period_type: type },
  measures: {
    ...Object.fromEntries(
      [...buckets, 'transferred_in', 'transferred_out'].map((bucket) => [
        `pipeline_${bucket}`,
        `sum(amount) filter (where bucket = '${bucket}')`,
      ]),
    ),
    slip_rate: "avg(is_slipped::integer) filter (where bucket = 'start')",
  },
})

export const waterfall: readonly Proof[] = [
  waterfallOf('month', allGrains),
  waterfallOf('quarter', ['quarter']),
  waterfallOf('fiscal_quarter', ['quarter']),
  waterfallOf('year', ['year']),
]
