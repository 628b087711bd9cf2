/** What the open pipeline will bring in: how often opportunities like these were won so many months later. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Db } from '../../src/table.ts'
import { fctPipelineSnapshots } from './fct_pipeline_snapshots.ts'
import { origins, wonMonths } from './prediction_origins.ts'
import { chanceStrength, countedMonths, wonLeads } from './prediction_terms.ts'

/** The months ahead, from 1. */
export const leads = sql<{
  lead: number
}>`(select unnest(range(1, ${sql.lit(wonLeads + 1)})) as lead)`

/** The known months whose counts take in what became known in this one. */
export const countedIn = (number: Expression<number>): RawBuilder<number> =>
  sql`unnest(range(${number}, ${number} + ${sql.lit(countedMonths)}))`

/**
 * One row per origin, type of deal and month ahead: `pipeline_amount`, the sum over the open
 * opportunities of amount × chance. The chance is counted over the opportunities of the same type,
 * stage and age that stood open at an earlier month end, and held back towards that of all of
 * their type and age, and that towards all of their type. One without an amount is worth what
 * won ones of its type were.
 */
export const wonFromPipeline = (db: Db) =>
  db
    .with('shown', () => shown(db))
    .with('counted', () => counted(db))
    .with('of_age', (from) =>
      from
        .selectFrom('counted as cell')
        .groupBy(['cell.deal_type', 'cell.age_band', 'cell.lead', 'cell.known_number'])
        .select(({ fn }) => [
          'cell.deal_type',
          'cell.age_band',
          'cell.lead',
          'cell.known_number',
          fn.sum<number>('cell.open_count').as('open_count'),
          fn.sum<number>('cell.won_count').as('won_count'),
        ]),
    )
    .with('of_type', (from) =>
      from
        .selectFrom('of_age')
        .groupBy(['of_age.deal_type', 'of_age.lead', 'of_age.known_number'])
        .select(({ fn }) => [
          'of_age.deal_type',
          'of_age.lead',
          'of_age.known_number',
          fn.sum<number>('of_age.open_count').as('open_count'),
          fn.sum<number>('of_age.won_count').as('won_count'),
        ]),
    )
    .with('deal', () => dealSizes(db))
    .selectFrom('shown')
    .innerJoin(origins(db).as('origin'), 'origin.month_number', 'shown.month_number')
    .innerJoin(leads.as('ahead'), (join) => join.onTrue())
    .leftJoin('of_type', (join) =>
      join
        .onRef('of_type.deal_type', '=', 'shown.deal_type')
        .onRef('of_type.lead', '=', 'ahead.lead')
        .onRef('of_type.known_number', '=', 'origin.known_number'),
    )
    .leftJoin('of_age', (join) =>
      join
        .onRef('of_age.deal_type', '=', 'shown.deal_type')
        .onRef('of_age.age_band', '=', 'shown.age_band')
        .onRef('of_age.lead', '=', 'ahead.lead')
        .onRef('of_age.known_number', '=', 'origin.known_number'),
    )
    .leftJoin('counted as cell', (join) =>
      join
        .onRef('cell.deal_type', '=', 'shown.deal_type')
        .onRef('cell.stage_id', '=', 'shown.stage_id')
        .onRef('cell.age_band', '=', 'shown.age_band')
        .onRef('cell.lead', '=', 'ahead.lead')
        .onRef('cell.known_number', '=', 'origin.known_number'),
    )
    .leftJoin('deal', (join) =>
      join
        .onRef('deal.deal_type', '=', 'shown.deal_type')
        .onRef('deal.known_number', '=', 'origin.known_number'),
    )
    .groupBy(['origin.month_number', 'shown.deal_type', 'ahead.lead'])
    .select(({ ref }) => {
      const ofType = sql`coalesce(${ref('of_type.won_count')} / ${ref('of_type.open_count')}, 0)`
      const ofAge = heldBack(ref('of_age.won_count'), ref('of_age.open_count'), ofType)
      const chance = heldBack(ref('cell.won_count'), ref('cell.open_count'), ofAge)
      const worth = sql`(${ref('shown.amount')} + ${ref('shown.unvalued_count')} * coalesce(${ref('deal.size')}, 0))`
      return [
        'origin.month_number',
        'shown.deal_type',
        'ahead.lead',
        sql<number>`cast(sum(cast(${worth} * ${chance} as decimal(28, 8))) as double)`.as(
          'pipeline_amount',
        ),
      ]
    })

const heldBack = (
  won: Expression<number | null>,
  open: Expression<number | null>,
  wider: Expression<unknown>,
) =>
  sql`((coalesce(${won}, 0) + ${sql.lit(chanceStrength)} * ${wider}) / (coalesce(${open}, 0) + ${sql.lit(chanceStrength)}))`

/** The open opportunities of each month end, by what their chance depends on. */
const shown = (db: Db) =>
  db
    .selectFrom(fctPipelineSnapshots.as('snapshot'))
    .where('snapshot.opportunity_status', '=', 'open')
    .groupBy([
      'snapshot.deal_type',
      'snapshot.stage_id',
      'snapshot.age_band',
      'snapshot.month_number',
    ])
    .select(({ fn, ref }) => [
      'snapshot.deal_type',
      'snapshot.stage_id',
      'snapshot.age_band',
      'snapshot.month_number',
      fn.countAll<number>().as('open_count'),
      sql<number>`count(*) filter (where ${ref('snapshot.amount')} = 0)`.as('unvalued_count'),
      sql<number>`cast(sum(${ref('snapshot.amount')}) as double)`.as('amount'),
    ])

/** Of those, by what was known when: how many there were, and how many were won in the month so far ahead. */
const counted = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(shown(db).as('shown'))
        .innerJoin(leads.as('ahead'), (join) => join.onTrue())
        .leftJoin(outcomes(db).as('outcome'), (join) =>
          join
            .onRef('outcome.deal_type', '=', 'shown.deal_type')
            .onRef('outcome.stage_id', '=', 'shown.stage_id')
            .onRef('outcome.age_band', '=', 'shown.age_band')
            .onRef('outcome.month_number', '=', 'shown.month_number')
            .onRef('outcome.lead', '=', 'ahead.lead'),
        )
        .select(({ ref }) => [
          'shown.deal_type',
          'shown.stage_id',
          'shown.age_band',
          'ahead.lead',
          'shown.open_count',
          'outcome.won_count',
          countedIn(sql<number>`${ref('shown.month_number')} + ${ref('ahead.lead')}`).as(
            'known_number',
          ),
        ])
        .as('cell'),
    )
    .groupBy(['cell.deal_type', 'cell.stage_id', 'cell.age_band', 'cell.lead', 'cell.known_number'])
    .select(({ ref }) => [
      'cell.deal_type',
      'cell.stage_id',
      'cell.age_band',
      'cell.lead',
      'cell.known_number',
      sql<number>`sum(${ref('cell.open_count')})`.as('open_count'),
      sql<number>`coalesce(sum(${ref('cell.won_count')}), 0)`.as('won_count'),
    ])

const outcomes = (db: Db) =>
  db
    .selectFrom(fctPipelineSnapshots.as('snapshot'))
    .where('snapshot.won_month_number', 'is not', null)
    .groupBy([
      'snapshot.deal_type',
      'snapshot.stage_id',
      'snapshot.age_band',
      'snapshot.month_number',
      'snapshot.won_month_number',
    ])
    .select(({ fn, ref }) => [
      'snapshot.deal_type',
      'snapshot.stage_id',
      'snapshot.age_band',
      'snapshot.month_number',
      sql<number>`${ref('snapshot.won_month_number')} - ${ref('snapshot.month_number')}`.as('lead'),
      fn.countAll<number>().as('won_count'),
    ])

/** What a won opportunity was worth on average, by what was known when. */
const dealSizes = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(wonMonths(db).as('won'))
        .select(({ ref }) => [
          'won.deal_type',
          'won.won_amount',
          'won.won_count',
          countedIn(ref('won.month_number')).as('known_number'),
        ])
        .as('won'),
    )
    .groupBy(['won.deal_type', 'won.known_number'])
    .select(({ ref }) => [
      'won.deal_type',
      'won.known_number',
      sql<
        number | null
      >`cast(sum(cast(${ref('won.won_amount')} as decimal(28, 2))) / nullif(sum(${ref('won.won_count')}), 0) as double)`.as(
        'size',
      ),
    ])
