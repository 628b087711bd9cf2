/** How far the data can be trusted: what every check found, as of each published build. */
import { sql } from 'kysely'
import { day, integer, number, oneOf, type RowOf, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { daysLater } from '../../src/sql/calendar.ts'
import { countOf, isOutside, listed } from '../../src/sql/quality.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { checks, type Found, notAllocated, weights } from '../quality/checks.ts'
import { freshness, refusedRows } from '../quality/exports.ts'
import { fctRecordVolumes } from '../quality/fct_record_volumes.ts'
import { fieldNames, incompleteFields } from '../quality/fields.ts'
import { keyNames, unknownKeys } from '../quality/keys.ts'
import { businessObjects } from '../quality/objects.ts'
import { promiseNames, promises } from '../quality/promises.ts'
import { duplicates, unreachableAddresses, withoutHistory } from '../quality/records.ts'

const columns = {
  check_name: oneOf(
    Object.values(checks) as [Found['check_name'], ...Found['check_name'][]],
    'What was checked.',
  ),
  source_system: text('The system that the data is of; `Not allocated` where several are.'),
  object_name: text('What its records are, in words: ad spend; `Not allocated` for a source.', {
    known: businessObjects,
  }),
  export_name: text('The export by its system’s own word; `Not allocated` but for refused rows.'),
  table_name: text('The table; `Not allocated` where no single one was checked.'),
  item: text('The field, key or promise; `Not allocated` where the check has none.', {
    known: [...fieldNames, ...keyNames, ...promiseNames],
  }),
  band_period: text('Of a volume, what it is of: day or week; `Not allocated` else.'),
  date: day('The day that the data reached when it was checked; of a volume its first day.'),
  measured_date: day('The same; null for a volume.').nullable(),
  checked_count: integer(
    'The rows, cells, keys, promises or periods that were looked at.',
  ).nullable(),
  failed_count: integer('Those of them that are not as they should be.').nullable(),
  check_count: integer('The checks that pass or fail as a whole; null where none do.').nullable(),
  failed_check_count: integer('Those of them that failed.').nullable(),
  record_count: integer('Of a volume: the records of the period.').nullable(),
  anomaly_count: integer(
    '1 for a volume outside its band, 0 for one within; else null.',
  ).nullable(),
  silent_hours: number(
    'Of freshness: the hours since the source last told of something.',
  ).nullable(),
  score_weight: number(
    'What the row weighs in the score; null where it has no part in it.',
  ).nullable(),
  score_points: number('What it earns of that.').nullable(),
  expected_count: number(
    'Of a volume: the median of the periods before; null without a rhythm.',
  ).nullable(),
  lowest_count: number('The lower end of the band.').nullable(),
  highest_count: number('The upper end of the band.').nullable(),
}
type Row = RowOf<typeof columns>

export const martDataQuality = defineTable({
  name: 'mart_data_quality',
  description:
    'What every check of the data found of each source and object as of data_as_of, and the records of the last year by day and week. A published build shows what earlier ones found, too.',
  grain: [
    'check_name',
    'source_system',
    'object_name',
    'export_name',
    'table_name',
    'item',
    'band_period',
    'date',
  ],
  columns,
  remembered: 'measured_date',
  query: (db) => unionByName<Row>(measured(db).$castTo<Row>(), byPeriod(db).$castTo<Row>()),
})

/** What the checks found as of data_as_of, with their parts in the score. */
const measured = (db: Db) =>
  db
    .selectFrom(found(db).as('found'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .leftJoin(weighed.as('weighed'), 'weighed.check_name', 'found.check_name')
    .select(({ fn, ref, val }) => {
      const today = dayOf(ref('run.as_of'))
      const orNone = (column: 'export_name' | 'table_name' | 'item') =>
        fn.coalesce(`found.${column}`, val(notAllocated)).as(column)
      const checked = ref('found.checked_count')
      // The weight of a check is shared out among its rows of a source and object by what they looked at.
      const weight = sql<number>`cast(${ref('weighed.weight')} as double) * ${checked} / nullif(sum(${checked})
        over (partition by ${ref('found.check_name')}, ${ref('found.source_system')}, ${ref('found.object_name')}), 0)`
      const share = fn.coalesce(
        'found.share',
        sql<number>`1 - ${ref('found.failed_count')} / nullif(${checked}, 0)`,
      )
      return [
        'found.check_name',
        'found.source_system',
        'found.object_name',
        orNone('export_name'),
        orNone('table_name'),
        orNone('item'),
        val(notAllocated).as('band_period'),
        today.as('date'),
        today.as('measured_date'),
        'found.checked_count',
        'found.failed_count',
        'found.check_count',
        'found.failed_check_count',
        'found.silent_hours',
        weight.as('score_weight'),
        sql<number>`${weight} * ${share}`.as('score_points'),
      ]
    })

const found = (db: Db) =>
  unionByName<Found>(
    refusedRows(db).$castTo<Found>(),
    duplicates(db).$castTo<Found>(),
    unreachableAddresses(db).$castTo<Found>(),
    withoutHistory(db).$castTo<Found>(),
    freshness(db).$castTo<Found>(),
    promises(db).$castTo<Found>(),
    lastVolumes(db).$castTo<Found>(),
    ...incompleteFields().map((fields) => fields.$castTo<Found>()),
    ...unknownKeys().map((keys) => keys.$castTo<Found>()),
  )

const weighed = listed(
  ['check_name', 'weight'],
  weights.map(([check, weight]) => [check, String(weight)]),
)

/** Of each source and object the periods of the last four weeks, and those outside their band. */
const lastVolumes = (db: Db) =>
  db
    .selectFrom(fctRecordVolumes.as('volume'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('volume.expected_count', 'is not', null)
    .where(
      ({ ref }) =>
        sql<boolean>`${ref('volume.end_date')} >= ${daysLater(dayOf(ref('run.as_of')), -28)}`,
    )
    .groupBy(['volume.source_system', 'volume.object_name'])
    .select(({ fn, lit, ref, val }) => {
      const isOdd = isOutside(ref('volume.record_count'), {
        lowest: ref('volume.lowest_count'),
        highest: ref('volume.highest_count'),
      })
      const isRecent = sql`${ref('volume.end_date')} >= ${daysLater(dayOf(ref('run.as_of')), -7)}`
      return [
        val(checks.volume).as('check_name'),
        'volume.source_system',
        'volume.object_name',
        fn.countAll<number>().as('checked_count'),
        countOf(isOdd).as('failed_count'),
        lit(1).as('check_count'),
        sql<number>`if(${countOf(sql<boolean>`${isOdd} and ${isRecent}`)} > 0, 1, 0)`.as(
          'failed_check_count',
        ),
      ]
    })

/** The records by day and week of the last year. */
const byPeriod = (db: Db) =>
  db.selectFrom(fctRecordVolumes.as('volume')).select(({ ref, val }) => [
    val(checks.volume).as('check_name'),
    'volume.source_system',
    'volume.object_name',
    ...(['export_name', 'table_name', 'item'] as const).map((name) => val(notAllocated).as(name)),
    'volume.band_period',
    'volume.date',
    'volume.record_count',
    sql<number | null>`cast(${isOutside(ref('volume.record_count'), {
      lowest: ref('volume.lowest_count'),
      highest: ref('volume.highest_count'),
    })} as bigint)`.as('anomaly_count'),
    'volume.expected_count',
    'volume.lowest_count',
    'volume.highest_count',
  ])
