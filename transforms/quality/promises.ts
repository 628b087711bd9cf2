/** The audits of each table: those that stop a build together, each that only warns by itself. */
import { type Expression, sql } from 'kysely'
import { countOf, listed } from '../../src/sql/quality.ts'
import { type Db, knownAudit } from '../../src/table.ts'
import { checks } from './checks.ts'
import { fctAudits } from './fct_audits.ts'
import { tableObject } from './objects.ts'

/** What stands in the place of the promises that every published build keeps. */
const kept = 'What stops a build'

/** The promises of the tables that have rows, and those that are broken. */
export const promises = (db: Db) =>
  db
    .selectFrom(fctAudits.as('audit'))
    .innerJoin(
      listed(['table_name', 'source_system', 'object_name'], audited.map(tableObject)).as('table'),
      'table.table_name',
      'audit.table_name',
    )
    .where('audit.row_count', '>', 0)
    .groupBy(({ ref }) => [
      'audit.table_name',
      'table.source_system',
      'table.object_name',
      told(ref('audit.is_warning'), ref('audit.promise')),
    ])
    .select(({ fn, ref, val }) => {
      const broken = countOf(sql<boolean>`${ref('audit.broken_count')} > 0`)
      return [
        val(checks.audits).as('check_name'),
        'table.source_system',
        'table.object_name',
        'audit.table_name',
        told(ref('audit.is_warning'), ref('audit.promise')).as('item'),
        fn.countAll<number>().as('checked_count'),
        broken.as('failed_count'),
        fn.countAll<number>().as('check_count'),
        broken.as('failed_check_count'),
      ]
    })

/** A promise that may be broken by its own words, any other as one of many. */
const told = (isWarning: Expression<boolean>, promise: Expression<string>) =>
  sql<string>`if(${isWarning}, ${promise}, ${sql.lit(kept)})`

const { source } = fctAudits
const audited = 'audited' in source ? source.audited : []

/** The promises that may be broken, and what stands for the others. */
export const promiseNames: readonly string[] = [
  kept,
  ...new Set(
    audited.flatMap(({ audits, relations }) => [
      ...audits.filter(({ severity }) => severity === 'warn').map(({ name }) => name),
      ...relations.filter(({ unknown }) => unknown !== undefined).map(knownAudit),
    ]),
  ),
]
