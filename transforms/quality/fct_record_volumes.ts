/**
 * How many records of each object each source tells of by day and week, beside what the thirteen
 * periods before let expect: their median, and a band around it.
 */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { type Day, day, integer, number, oneOf, sqlTypeOf, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { daysLater, startOf } from '../../src/sql/calendar.ts'
import {
  daysBetween,
  deviationFrom,
  lastBefore,
  medianOf,
  tolerance,
  totalOf,
  weekdayOf,
} from '../../src/sql/quality.ts'
import { dateOf, dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { inWords } from './checks.ts'
import { objectTables } from './objects.ts'

/** When the records of an object come to be. Plans and rates, which come in bulk, have no rhythm. */
const datedBy: Readonly<Record<string, string>> = {
  accounts: 'created_at',
  people: 'created_at',
  lead_stages: 'entered_at',
  opportunities: 'created_at',
  activities: 'occurred_at',
  touchpoints: 'occurred_at',
  ad_spend: 'spend_date',
  subscriptions: 'created_at',
  subscription_changes: 'changed_at',
  invoices: 'issued_at',
  payments: 'paid_at',
  tickets: 'created_at',
}

/** How many days back the volumes reach, and how many more the first of them is held to. */
const daysShown = 371
/** How many earlier weekdays of its name a day is held to, and a week how many weeks. */
const periodsBefore = 13
/** With fewer of them nothing is expected. */
const leastBefore = 8

const periods = ['day', 'week'] as const
type Period = (typeof periods)[number]

export const fctRecordVolumes = defineTable({
  name: 'fct_record_volumes',
  description:
    'The records of each source and object by day and week of the last year, beside what the thirteen periods before let expect; the running day and week are left out.',
  grain: ['source_system', 'object_name', 'band_period', 'date'],
  columns: {
    source_system: text('The system.'),
    object_name: text('What its records are, in words: ad spend.'),
    band_period: oneOf(periods, 'What the row is of.'),
    date: day('The day, or the Monday of the week.'),
    end_date: day('The last day of it.'),
    record_count: integer('The records that came to be in it.'),
    expected_count: number(
      'The median of the periods before, of days with those of the same name; null where these are silent as a rule, or too few.',
    ).nullable(),
    lowest_count: number('The lower end of the band around it; null likewise.').nullable(),
    highest_count: number('The upper end of the band; null likewise.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(
        db
          .selectFrom(withMedian(db).as('period'))
          .selectAll('period')
          .select(({ ref }) =>
            deviationFrom(ref('period.before'), ref('period.median')).as('deviation'),
          )
          .as('period'),
      )
      .where(({ ref }) => sql<boolean>`${ref('period.date')} >= ${ref('period.first_date')}`)
      .select(({ ref }) => {
        const [median, deviation] = [ref('period.median'), ref('period.deviation')]
        const off = tolerance({ median, deviation }, settings.volumeBandWidth)
        const ifExpected = (value: Expression<number | null>) =>
          sql<number | null>`case when ${median} > 0 then ${value} end`
        return [
          'period.source_system',
          'period.object_name',
          'period.band_period',
          'period.date',
          'period.end_date',
          'period.record_count',
          ifExpected(median).as('expected_count'),
          ifExpected(sql`greatest(${median} - ${off}, 0)`).as('lowest_count'),
          ifExpected(sql`${median} + ${off}`).as('highest_count'),
        ]
      }),
})

const withMedian = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(unionByName(days(db), weeks(db)).as('period'))
        .selectAll('period')
        .select(({ ref }) =>
          lastBefore(ref('period.record_count'), periodsBefore, {
            of: [
              ref('period.source_system'),
              ref('period.object_name'),
              ref('period.band_period'),
              weekdayOf(ref('period.date')),
            ],
            by: ref('period.date'),
          }).as('before'),
        )
        .as('period'),
    )
    .selectAll('period')
    .select(({ ref }) => medianOf(ref('period.before'), leastBefore).as('median'))

/** Every day since a source first told of an object, those without a record included. */
const days = (db: Db) =>
  db
    .selectFrom(calendar(db).as('day'))
    .leftJoin(arrivals(db).as('arrival'), (join) =>
      join
        .onRef('arrival.source_system', '=', 'day.source_system')
        .onRef('arrival.object_name', '=', 'day.object_name')
        .onRef('arrival.date', '=', 'day.date'),
    )
    .select(({ fn, ref, val, lit }) => [
      'day.source_system',
      'day.object_name',
      val<Period>('day').as('band_period'),
      'day.first_date',
      'day.date',
      'day.date as end_date',
      fn.coalesce(ref('arrival.record_count'), lit(0)).as('record_count'),
    ])

/** Whole weeks of those days, by their Mondays. */
const weeks = (db: Db) =>
  db
    .selectFrom(days(db).as('day'))
    .groupBy(({ ref }) => [
      'day.source_system',
      'day.object_name',
      'day.first_date',
      startOf('week', ref('day.date')),
    ])
    .having(({ fn }) => sql<boolean>`${fn.countAll()} = 7`)
    .select(({ ref, val }) => {
      const monday = startOf('week', ref('day.date'))
      return [
        'day.source_system',
        'day.object_name',
        val<Period>('week').as('band_period'),
        'day.first_date',
        monday.as('date'),
        daysLater(monday, 6).as('end_date'),
        totalOf(ref('day.record_count')).as('record_count'),
      ]
    })

const calendar = (db: Db) =>
  db
    .selectFrom(arrivals(db).as('arrival'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where(({ ref }) => sql<boolean>`${ref('arrival.date')} < ${dayOf(ref('run.as_of'))}`)
    .groupBy(['arrival.source_system', 'arrival.object_name', 'run.as_of'])
    .select(({ fn, ref }) => {
      const today = dayOf(ref('run.as_of'))
      const first = daysLater(today, -daysShown)
      const start = daysLater(first, -7 * periodsBefore)
      return [
        'arrival.source_system',
        'arrival.object_name',
        first.as('first_date'),
        daysBetween(sql`greatest(${fn.min('arrival.date')}, ${start})`, today).as('date'),
      ]
    })

/** How many records of each source and object there are of each day that has one. */
const arrivals = (db: Db) =>
  db
    .selectFrom(unionByName(...(dated() as [RawBuilder<Arrival>])).as('record'))
    .where('record.date', 'is not', null)
    .groupBy(['record.source_system', 'record.object_name', 'record.date'])
    .select(({ fn }) => [
      'record.source_system',
      'record.object_name',
      'record.date',
      fn.countAll<number>().as('record_count'),
    ])

interface Arrival {
  readonly source_system: string
  readonly object_name: string
  readonly date: Day
}

const dated = () =>
  Object.entries(datedBy).map(([object, column]) => {
    const table = objectTables.get(object)!
    const at = sql.ref<Date>(`record.${column}`)
    const isDay = sqlTypeOf(table.columns[column]) === 'DATE'
    return sql<Arrival>`(
      select record.source_system, ${sql.lit(inWords(object))} as object_name,
        ${isDay ? at : dateOf(at)} as date
      from ${table.as('record')})`
  })
