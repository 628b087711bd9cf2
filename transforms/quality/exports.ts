/** What is known of the exports: the rows that their contracts refuse, and how fresh sources are. */
import { sql } from 'kysely'
import { dataAsOf, loadAccounts } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { hoursOf, minutesBetween } from '../../src/sql/duration.ts'
import { listed, totalOf } from '../../src/sql/quality.ts'
import type { Db } from '../../src/table.ts'
import { checks, notAllocated } from './checks.ts'
import { objectOfRaw } from './objects.ts'

/** Of each export the rows that were read, and those that are refused and not repaired since. */
export const refusedRows = (db: Db) =>
  db
    .selectFrom(loadAccounts.as('file'))
    .innerJoin(
      listed(
        ['table_name', 'object_name'],
        [...objectOfRaw].map(([name, { object }]) => [name, object]),
      ).as('export'),
      'export.table_name',
      'file.table_name',
    )
    .groupBy(['file.source_system', 'file.source_object', 'file.table_name', 'export.object_name'])
    .select(({ val, ref, lit }) => {
      const refused = totalOf(ref('file.quarantined_count'))
      return [
        val(checks.refused_rows).as('check_name'),
        'file.source_system',
        'export.object_name',
        'file.source_object as export_name',
        'file.table_name',
        totalOf(ref('file.read_count')).as('checked_count'),
        refused.as('failed_count'),
        lit(1).as('check_count'),
        sql<number>`if(${refused} > 0, 1, 0)`.as('failed_check_count'),
      ]
    })

/**
 * How long each source has told of nothing. A source is as fresh as the freshest of its exports:
 * products change seldom. Of the score it has all within the limit, and beyond it the part of the
 * time that the limit is.
 */
export const freshness = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(loadAccounts.as('file'))
        .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
        .where('file.last_observed_at', 'is not', null)
        .groupBy(['file.source_system', 'run.as_of'])
        .select(({ fn, ref, lit }) => [
          'file.source_system',
          fn
            .coalesce(
              hoursOf(minutesBetween(fn.max('file.last_observed_at'), ref('run.as_of'))),
              lit(0),
            )
            .as('silent_hours'),
          limitOf.as('limit_hours'),
        ])
        .as('source'),
    )
    .select(({ ref, val, lit }) => {
      const isStale = sql<number>`if(${ref('source.silent_hours')} > ${ref('source.limit_hours')}, 1, 0)`
      return [
        val(checks.freshness).as('check_name'),
        'source.source_system',
        val(notAllocated).as('object_name'),
        lit(1).as('checked_count'),
        isStale.as('failed_count'),
        lit(1).as('check_count'),
        isStale.as('failed_check_count'),
        'source.silent_hours',
        sql<number>`least(1, ${ref('source.limit_hours')} / nullif(${ref('source.silent_hours')}, 0))`.as(
          'share',
        ),
      ]
    })

const limitOf = sql<number>`case ${sql.ref('file.source_system')} ${sql.join(
  Object.entries(settings.staleAfterHoursBySource).map(
    ([system, hours]) => sql`when ${sql.lit(system)} then ${sql.lit(hours)}`,
  ),
  sql` `,
)} else ${sql.lit(settings.staleAfterHours)} end`
