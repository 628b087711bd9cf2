/** What opportunities that are not there yet will bring in: how much a month brings, and how little of it is known so long before. */
import { sql } from 'kysely'
import type { Db } from '../../src/table.ts'
import { fctPipelineSnapshots } from './fct_pipeline_snapshots.ts'
import { origins, wonMonths } from './prediction_origins.ts'
import { levelMonths, renewalStrength, seasonStrength } from './prediction_terms.ts'
import { countedIn, leads } from './won_from_pipeline.ts'

/**
 * One row per origin, type of deal and month ahead: `new_amount`, what a month is expected to
 * bring × the share of such months that had not been in the pipeline so long before.
 */
export const wonFromNewDeals = (db: Db) =>
  db
    .with('won', () => wonMonths(db))
    .with('late', (from) =>
      from
        .selectFrom((inner) =>
          inner
            .selectFrom('won')
            .innerJoin(leads.as('ahead'), (join) => join.onTrue())
            .innerJoin(firstSnapshot(db).as('history'), (join) =>
              join.on(
                ({ ref }) =>
                  sql`${ref('won.month_number')} - ${ref('ahead.lead')} >= ${ref('history.first_number')}`,
              ),
            )
            .leftJoin(caught(db).as('caught'), (join) =>
              join
                .onRef('caught.deal_type', '=', 'won.deal_type')
                .onRef('caught.month_number', '=', 'won.month_number')
                .onRef('caught.lead', '=', 'ahead.lead'),
            )
            .select(({ ref }) => [
              'won.deal_type',
              'ahead.lead',
              'won.won_amount',
              'caught.won_amount as caught_amount',
              countedIn(ref('won.month_number')).as('known_number'),
            ])
            .as('month'),
        )
        .groupBy(['month.deal_type', 'month.lead', 'month.known_number'])
        .select(({ ref }) => [
          'month.deal_type',
          'month.lead',
          'month.known_number',
          sql<number>`1 - ${exactSum(sql`coalesce(${ref('month.caught_amount')}, 0)`)} / nullif(${exactSum(ref('month.won_amount'))}, 0)`.as(
            'share',
          ),
        ]),
    )
    .with('level', () => levels(db))
    .with('season', () => seasons(db))
    .with('contract', () => soldYearBefore(db))
    .with('renewed', () => renewedShares(db))
    .selectFrom(origins(db).as('origin'))
    .innerJoin(leads.as('ahead'), (join) => join.onTrue())
    .innerJoin('level', 'level.known_number', 'origin.known_number')
    .leftJoin('late', (join) =>
      join
        .onRef('late.deal_type', '=', 'level.deal_type')
        .onRef('late.lead', '=', 'ahead.lead')
        .onRef('late.known_number', '=', 'origin.known_number'),
    )
    .leftJoin('season', (join) =>
      join
        .onRef('season.deal_type', '=', 'level.deal_type')
        .onRef('season.known_number', '=', 'origin.known_number')
        .on(
          ({ ref }) =>
            sql`${ref('season.month')} = (${ref('origin.known_number')} + ${ref('ahead.lead')}) % 12`,
        ),
    )
    .leftJoin('contract', (join) =>
      join.on(
        ({ ref }) =>
          sql`${ref('contract.month_number')} = ${ref('origin.known_number')} + ${ref('ahead.lead')}`,
      ),
    )
    .leftJoin('renewed', 'renewed.known_number', 'origin.known_number')
    .select(({ ref }) => [
      'origin.month_number',
      'level.deal_type',
      'ahead.lead',
      sql<number>`coalesce(${ref('late.share')}, 1) * if(${ref('level.deal_type')} = 'Renewal' and ${ref('contract.amount')} is not null,
        ${ref('contract.amount')} * coalesce(${ref('renewed.share')}, 1),
        ${ref('level.amount')} * coalesce(${ref('season.factor')}, 1))`.as('new_amount'),
    ])

/** Sums of doubles vary with the order of rows in the last digit; cents do not. */
const exactSum = (amount: unknown) => sql`cast(sum(cast(${amount} as decimal(28, 2))) as double)`

const firstSnapshot = (db: Db) =>
  db
    .selectFrom(fctPipelineSnapshots.as('snapshot'))
    .select(({ fn }) => fn.min('snapshot.month_number').as('first_number'))

/** Of what was won in a month, how much stood open so many months before. */
const caught = (db: Db) =>
  db
    .selectFrom(fctPipelineSnapshots.as('snapshot'))
    .where('snapshot.won_month_number', 'is not', null)
    .groupBy(['snapshot.deal_type', 'snapshot.won_month_number', 'snapshot.month_number'])
    .select(({ ref }) => [
      'snapshot.deal_type',
      ref('snapshot.won_month_number').$castTo<number>().as('month_number'),
      sql<number>`${ref('snapshot.won_month_number')} - ${ref('snapshot.month_number')}`.as('lead'),
      sql<number>`cast(sum(${ref('snapshot.won_amount')}) as double)`.as('won_amount'),
    ])

/** What a month of the last year brought on average. */
const levels = (db: Db) =>
  db
    .selectFrom(wonMonths(db).as('won'))
    .select(({ ref }) => [
      'won.deal_type',
      'won.month_number as known_number',
      sql<number>`cast(avg(cast(${ref('won.won_amount')} as decimal(28, 2))) over (partition by ${ref('won.deal_type')} order by ${ref('won.month_number')} rows between ${sql.lit(levelMonths - 1)} preceding and current row) as double)`.as(
        'amount',
      ),
    ])

/** How a month of the year does beside all months so far, as if some more of it had been like any other. */
const seasons = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(wonMonths(db).as('known'))
        .innerJoin(wonMonths(db).as('won'), (join) =>
          join
            .onRef('won.deal_type', '=', 'known.deal_type')
            .onRef('won.month_number', '<=', 'known.month_number'),
        )
        .select(({ ref }) => [
          'known.deal_type',
          'known.month_number as known_number',
          sql<number>`${ref('won.month_number')} % 12`.as('month'),
          'won.won_amount',
          sql<number>`avg(cast(${ref('won.won_amount')} as decimal(28, 2))) over (partition by ${ref('known.deal_type')}, ${ref('known.month_number')})`.as(
            'mean',
          ),
        ])
        .as('won'),
    )
    .groupBy(['won.deal_type', 'won.known_number', 'won.month', 'won.mean'])
    .select(({ ref }) => [
      'won.deal_type',
      'won.known_number',
      'won.month',
      sql<number>`(${exactSum(ref('won.won_amount'))} + ${sql.lit(seasonStrength)} * ${ref('won.mean')}) / nullif((count(*) + ${sql.lit(seasonStrength)}) * ${ref('won.mean')}, 0)`.as(
        'factor',
      ),
    ])

/** What is up for renewal in a month: all that was won a year before, a month to either side counting half. */
const soldYearBefore = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(wonMonths(db).as('won'))
        .groupBy('won.month_number')
        .select(({ ref }) => ['won.month_number', exactSum(ref('won.won_amount')).as('amount')])
        .as('month'),
    )
    .select(({ ref }) => {
      const at = (offset: 'lag' | 'lead') =>
        sql`${sql.raw(offset)}(${ref('month.amount')}) over (order by ${ref('month.month_number')})`
      return [
        sql<number>`${ref('month.month_number')} + 12`.as('month_number'),
        sql<number | null>`(${at('lag')} + 2 * ${ref('month.amount')} + ${at('lead')}) / 4`.as(
          'amount',
        ),
      ]
    })

/** What was renewed in the last year ÷ what was up for renewal, as if some more months had been renewed in full. */
const renewedShares = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(wonMonths(db).as('won'))
        .innerJoin(soldYearBefore(db).as('contract'), 'contract.month_number', 'won.month_number')
        .where('won.deal_type', '=', 'Renewal')
        .where('contract.amount', 'is not', null)
        .select(({ ref }) => [
          'won.won_amount',
          'contract.amount',
          sql<number>`unnest(range(${ref('won.month_number')}, ${ref('won.month_number')} + ${sql.lit(levelMonths)}))`.as(
            'known_number',
          ),
        ])
        .as('month'),
    )
    .groupBy('month.known_number')
    .select(({ ref }) => {
      const sold = exactSum(ref('month.amount'))
      const won = exactSum(ref('month.won_amount'))
      // A month between what was sold and what was renewed: the first ones may tell of next to nothing.
      const more = sql`${sql.lit(renewalStrength)} * (${sold} + ${won}) / (2 * count(*))`
      return [
        'month.known_number',
        sql<number>`(${won} + ${more}) / nullif(${sold} + ${more}, 0)`.as('share'),
      ]
    })
