/**
 * View `playbook`: weights, chances, lists and their hits in plain loops over the cases, which
 * test/kpis/playbook_sample.test.ts holds to the facts of their days.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { playbookLists } from './playbook_lists.ts'
import type { Proof } from './proof.ts'

/** Puts the lists into a table, once a connection. */
async function tableOf(connection: DuckDBConnection): Promise<void> {
  const name = 'playbook_proof'
  const known = await connection.runAndReadAll(
    `select 1 from duckdb_tables() where table_name = '${name}'`,
  )
  if (known.currentRowCount > 0) return
  await connection.run(`create temp table ${name} (playbook text, date text, score double, amount text,
    cases integer, hits integer, listed integer, listed_hits integer, rule_hits integer)`)
  const appender = await connection.createAppender(name)
  for (const row of await playbookLists(connection)) {
    appender.appendVarchar(row.playbook)
    appender.appendVarchar(row.date)
    if (row.score === null) appender.appendNull()
    else appender.appendDouble(row.score)
    if (row.amount === null) appender.appendNull()
    else appender.appendVarchar(row.amount)
    for (const count of [row.cases, row.hits, row.listed, row.listedHits, row.ruleHits])
      appender.appendInteger(count)
    appender.endRow()
  }
  appender.closeSync()
}

const precision = 'sum(listed_hits) / nullif(sum(listed), 0)'
const rulePrecision = 'sum(rule_hits) / nullif(sum(listed), 0)'
const hitRate = 'sum(hits) / nullif(sum(cases), 0)'

export const playbook: readonly Proof[] = [
  {
    view: 'playbook',
    of: 'period',
    rows: async (connection) => {
      await tableOf(connection)
      return 'select * replace (date::date as date, amount::decimal(18, 2) as amount) from playbook_proof'
    },
    slices: ['playbook'],
    measures: {
      suggestions: 'count(score)',
      amount_at_stake: 'sum(amount)',
      average_score: 'avg(score)',
      precision,
      rule_precision: rulePrecision,
      hit_rate: hitRate,
      lift: `(${precision}) / nullif(${hitRate}, 0)`,
      lift_over_rule: `(${precision}) / nullif(${rulePrecision}, 0)`,
    },
  },
]
