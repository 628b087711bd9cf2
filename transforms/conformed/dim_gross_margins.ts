/** The share of revenue that is left after its cost, by month and segment. */
import type { NotNull } from 'kysely'
import { day, number, oneOf, text } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { startOf } from '../../src/sql/calendar.ts'
import { isKnown } from '../../src/sql/known.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgFinanceMargins } from '../staging/finance/stg_finance__margins.ts'
import { dimBalanceDates } from './dim_balance_dates.ts'
import { segmentNamed } from './segment_names.ts'

const marginSources = ['segment', 'company', 'settings'] as const
type MarginSource = (typeof marginSources)[number]

export const dimGrossMargins = defineTable({
  name: 'dim_gross_margins',
  description:
    'One row per month and segment: the margin that finance exports for it, else for the company, in the last month until then that it exports any; else that of the settings.',
  grain: ['month_start_date', 'segment'],
  columns: {
    month_start_date: day('The first day of the month.'),
    segment: text('A segment of the settings, or `Unknown`.'),
    margin_source: oneOf(marginSources, 'Whose margin it is.'),
    gross_margin_rate: number('The share of revenue that is left after its cost.'),
  },
  query: (db) =>
    db
      .selectFrom(exportedMonths(db).as('month'))
      .innerJoin(segments(db).as('listed'), (join) => join.onTrue())
      .leftJoin(margins(db).as('own'), (join) =>
        join
          .onRef('own.month_start_date', '=', 'month.exported_month')
          .onRef('own.segment', '=', 'listed.segment'),
      )
      .leftJoin(stgFinanceMargins.as('company'), (join) =>
        join
          .onRef('company.month_start_date', '=', 'month.exported_month')
          .on('company.segment', 'is', null),
      )
      .select(({ eb, fn, lit, ref }) => [
        'month.month_start_date',
        'listed.segment',
        eb
          .case()
          .when(isKnown(ref('own.gross_margin_rate')))
          .then<MarginSource>('segment')
          .when(isKnown(ref('company.gross_margin_rate')))
          .then<MarginSource>('company')
          .else<MarginSource>('settings')
          .end()
          .as('margin_source'),
        fn
          .coalesce(
            'own.gross_margin_rate',
            'company.gross_margin_rate',
            eb.cast<number>(lit(settings.grossMargin), 'double precision'),
          )
          .as('gross_margin_rate'),
      ]),
})

/** Every month, and the last one until then for which finance exports a margin. */
const exportedMonths = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(dimBalanceDates.as('date'))
        .select(({ ref }) => startOf('month', ref('date.balance_date')).as('month_start_date'))
        .as('month'),
    )
    .leftJoin(stgFinanceMargins.as('exported'), (join) =>
      join.onRef('exported.month_start_date', '<=', 'month.month_start_date'),
    )
    .groupBy('month.month_start_date')
    .select(({ fn }) => [
      'month.month_start_date',
      fn.max('exported.month_start_date').as('exported_month'),
    ])

const margins = (db: Db) =>
  db
    .selectFrom(stgFinanceMargins.as('margin'))
    .where('margin.segment', 'is not', null)
    .select(({ ref }) => [
      'margin.month_start_date',
      segmentNamed(ref('margin.segment')).as('segment'),
      'margin.gross_margin_rate',
    ])
    .$narrowType<{ segment: NotNull }>()

const segments = (db: Db) => {
  const row = (name: string) => db.selectNoFrom(({ val }) => val(name).as('segment'))
  return unionByName(row('Unknown'), ...settings.segments.map(({ name }) => row(name)))
}
