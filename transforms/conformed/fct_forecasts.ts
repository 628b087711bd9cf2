/** What sellers said would come in, every time that they said it. */
import { type Expression, sql } from 'kysely'
import {
  type Day,
  day,
  flag,
  type Local,
  money,
  type Reporting,
  text,
  timestamp,
} from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { chosen, isOneOf, placeAmong } from '../../src/sql/choice.ts'
import { convert } from '../../src/sql/money.ts'
import { lastDayOf } from '../../src/sql/periods.ts'
import { comparable, words } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { forecastColumns } from '../staging/objects/forecasts.ts'
import { stgForecasts } from '../staging/stg_forecasts.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'
import { dimOwners } from './dim_owners.ts'
import { mapOwners } from './map_owners.ts'

/** From the surest on. */
export const categories = ['closed', 'commit', 'best case', 'pipeline'] as const

/** What systems call them, in lower case without punctuation. */
const names = [
  ['closed', 'closed'],
  ['closed won', 'closed'],
  ['won', 'closed'],
  ['commit', 'commit'],
  ['committed', 'commit'],
  ['commit forecast', 'commit'],
  ['forecast', 'commit'],
  ['most likely', 'best case'],
  ['best case', 'best case'],
  ['bestcase', 'best case'],
  ['best case forecast', 'best case'],
  ['upside', 'best case'],
  ['pipeline', 'pipeline'],
  ['open pipeline', 'pipeline'],
] as const

/** What is no forecast: what was left out of it, and the sums of several categories. */
const noForecasts = [
  'omit',
  'omitted',
  'omitted from forecast',
  'not forecasted',
  'excluded',
  'total',
  'total forecast',
  'forecast total',
]

export const fctForecasts = defineTable({
  name: 'fct_forecasts',
  description:
    'Every forecast that was submitted until data_as_of, by categories that exclude each other whatever the source does; what was omitted from it and sums of several categories are left out.',
  grain: [
    'source_system',
    'owner_id',
    'team',
    'period_type',
    'period_start_date',
    'category',
    'submitted_at',
  ],
  relations: [{ column: 'owner_id', to: dimOwners, unknown: 'unknown' }],
  audits: (self) => [
    {
      name: 'every category is one of those known',
      severity: 'warn',
      broken: (db) =>
        db
          .selectFrom(self.as('forecast'))
          .where('forecast.category', 'not in', categories)
          .select('forecast.category'),
    },
  ],
  columns: {
    source_system: forecastColumns.source_system,
    owner_id: text('Who submitted it; `not_allocated` where a team did.'),
    team: text('The team; that of the owner on the day where the source names none.'),
    category: text(
      'How sure it is: closed, which had been won by then, commit, best case or pipeline; one that is none of them stands as the source has it.',
    ),
    is_counted: flag(
      'Whether it counts: of a team’s forecasts for a period those of its owners, else its own; the company’s only where there is no other; and those for a quarter or a year only where none is for a shorter period in it.',
    ),
    is_opening: flag(
      'Whether it is the last one of its category at or before the period’s first day.',
    ),
    period_type: forecastColumns.period_type,
    period_start_date: forecastColumns.period_start_date,
    period_end_date: day('The period’s last day.'),
    submitted_at: timestamp('When.'),
    submitted_date: day('The day of submitted_at, whose exchange rate holds.'),
    amount: money('What was forecast in this category and in no surer one.'),
  },
  query: (db) => forecastsOf(db, settings.cumulativeForecasts),
})

/** @param cumulative the systems whose forecasts of a category hold those of the surer ones too */
export const forecastsOf = (db: Db, cumulative: readonly string[]) =>
  db.selectFrom(exclusive(db, cumulative).as('forecast')).select(({ ref }) => {
    const isInTime = sql`${ref('forecast.submitted_date')} <= ${ref('forecast.period_start_date')}`
    return [
      'forecast.source_system',
      'forecast.owner_id',
      'forecast.team',
      'forecast.category',
      isFinest(
        ref('forecast.owner_id'),
        ref('forecast.team'),
        ref('forecast.period_type'),
        ref('forecast.period_start_date'),
      ).as('is_counted'),
      sql<boolean>`coalesce(${isInTime} and ${ref('forecast.submitted_at')} = max(${ref('forecast.submitted_at')}) filter (where ${isInTime}) over (
            partition by ${ref('forecast.source_system')}, ${ref('forecast.owner_id')}, if(${ref('forecast.owner_id')} = 'not_allocated', ${ref('forecast.team')}, ''), ${ref('forecast.period_type')}, ${ref('forecast.period_start_date')}, ${ref('forecast.category')}), false)`.as(
        'is_opening',
      ),
      'forecast.period_type',
      'forecast.period_start_date',
      lastDayOf(ref('forecast.period_start_date'), ref('forecast.period_type')).as(
        'period_end_date',
      ),
      'forecast.submitted_at',
      'forecast.submitted_date',
      sql<Reporting>`cast(${ref('forecast.amount')} as decimal(18, 2))`.as('amount'),
    ]
  })

/** Several levels tell of the same money: the finest ones count. */
const isFinest = (
  owner: Expression<string>,
  team: Expression<string>,
  type: Expression<string>,
  start: Expression<Day>,
) => {
  const ofCompany = sql`(${owner} = 'not_allocated' and ${team} = 'Not allocated')`
  const isLonger = (length: 'quarter' | 'year', shorter: readonly string[]) =>
    sql`(${type} = ${sql.lit(length)} and bool_or(${isOneOf(type, shorter)}) over (partition by date_trunc(${sql.lit(length)}, ${start})))`
  return sql<boolean>`not (
    (${owner} = 'not_allocated' and bool_or(${owner} <> 'not_allocated') over (partition by ${type}, ${start}, ${team}))
    or (${ofCompany} and bool_or(not ${ofCompany}) over (partition by ${type}, ${start}))
    or ${isLonger('quarter', ['month'])} or ${isLonger('year', ['month', 'quarter'])})`
}

/** Of a cumulative source, a category less the next surer one of the same submission. */
const exclusive = (db: Db, cumulative: readonly string[]) =>
  db
    .selectFrom(submitted(db).as('forecast'))
    .selectAll('forecast')
    .select(({ ref }) => {
      const place = placeAmong(ref('forecast.category'), categories)
      const submission = sql`partition by ${ref('forecast.source_system')}, ${ref('forecast.owner_id')}, ${ref('forecast.team')}, ${ref('forecast.period_type')}, ${ref('forecast.period_start_date')}, ${ref('forecast.submitted_at')}, ${place} is null`
      return [
        sql<Reporting>`if(${isOneOf(ref('forecast.source_system'), cumulative)} and ${place} is not null,
          ${ref('forecast.submitted_amount')} - coalesce(lag(${ref('forecast.submitted_amount')}) over (${submission} order by ${place}), 0),
          ${ref('forecast.submitted_amount')})`.as('amount'),
      ]
    })

/** One row per submission and category, in the reporting currency. */
const submitted = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(stgForecasts.as('forecast'))
        .innerJoin(dataAsOf.as('run'), (join) =>
          join.onRef('run.as_of', '>=', 'forecast.submitted_at'),
        )
        .leftJoin(mapOwners.as('keyed'), 'keyed.source_key', 'forecast.owner_id')
        .leftJoin(dimOwners.as('addressed'), 'addressed.owner_email', 'forecast.owner_email')
        .leftJoin(dimOwners.as('named'), (join) =>
          join.on(
            ({ ref }) =>
              sql`${comparable(ref('named.owner_name'))} = ${comparable(ref('forecast.owner_name'))}`,
          ),
        )
        .leftJoin(dimExchangeRates.as('rate'), (join) =>
          join
            .onRef('rate.currency_code', '=', 'forecast.currency_code')
            .on(({ eb, ref }) => eb('rate.rate_date', '=', dayOf(ref('forecast.submitted_at')))),
        )
        .select(({ eb, fn, ref, val }) => [
          'forecast.source_system',
          eb
            .case()
            .when(
              fn.coalesce('forecast.owner_id', 'forecast.owner_email', 'forecast.owner_name'),
              'is',
              null,
            )
            .then('not_allocated')
            .else(
              fn.coalesce('keyed.owner_id', 'addressed.owner_id', 'named.owner_id', val('unknown')),
            )
            .end()
            .as('owner_id'),
          'forecast.team_name',
          chosen(
            comparable(words(ref('forecast.category'))),
            names,
            comparable(words(ref('forecast.category'))),
          )
            .$castTo<string>()
            .as('category'),
          'forecast.period_type',
          'forecast.period_start_date',
          'forecast.submitted_at',
          dayOf(ref('forecast.submitted_at')).as('submitted_date'),
          convert(ref('forecast.amount_local').$castTo<Local>(), ref('rate.exchange_rate')).as(
            'amount',
          ),
        ])
        .as('forecast'),
    )
    .leftJoin(dimOwnerVersions.as('version'), (join) =>
      join
        .onRef('version.owner_id', '=', 'forecast.owner_id')
        .onRef('version.valid_from', '<=', 'forecast.submitted_date')
        .onRef('version.valid_to', '>', 'forecast.submitted_date'),
    )
    .where('forecast.category', 'not in', noForecasts)
    .where('forecast.amount', 'is not', null)
    .groupBy(['forecast.source_system', 'forecast.owner_id'])
    .groupBy(({ fn }) =>
      fn.coalesce('forecast.team_name', 'version.team', sql.lit('Not allocated')),
    )
    .groupBy([
      'forecast.category',
      'forecast.period_type',
      'forecast.period_start_date',
      'forecast.submitted_at',
      'forecast.submitted_date',
    ])
    .select(({ fn, ref }) => [
      'forecast.source_system',
      'forecast.owner_id',
      fn.coalesce('forecast.team_name', 'version.team', sql.lit('Not allocated')).as('team'),
      'forecast.category',
      'forecast.period_type',
      'forecast.period_start_date',
      'forecast.submitted_at',
      'forecast.submitted_date',
      sql<Reporting>`cast(sum(${ref('forecast.amount')}) as decimal(18, 2))`.as('submitted_amount'),
    ])
