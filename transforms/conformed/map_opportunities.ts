/** Which opportunities of the CRMs count, and whose they are. */
import { flag, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { itemsOf } from '../../src/sql/text.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgOpportunities } from '../staging/stg_opportunities.ts'
import { mapAccounts } from './map_accounts.ts'

export const mapOpportunities = defineTable({
  name: 'map_opportunities',
  description: 'Every opportunity of a CRM, its account, and whether it counts.',
  grain: ['opportunity_id'],
  columns: {
    opportunity_id: text('The opportunity, scoped by source.'),
    account_id: text('The account; `unknown` where its company is missing or deleted.'),
    is_internal: flag('Whether the account is a test or our own.'),
    is_merged_away: flag('Whether another opportunity says that this one is part of it.'),
    is_deleted: flag('Whether the CRM deleted it, or the latest full export lacks it.'),
    is_in_facts: flag(
      'Whether it is in the facts: neither internal, merged away nor deleted, nor created after data_as_of.',
    ),
  },
  query: (db) =>
    db.selectFrom(resolved(db).as('resolved')).select(({ and, eb }) => [
      'resolved.opportunity_id',
      'resolved.account_id',
      'resolved.is_internal',
      'resolved.is_merged_away',
      'resolved.is_deleted',
      and([
        eb('resolved.is_internal', '=', false),
        eb('resolved.is_merged_away', '=', false),
        eb('resolved.is_deleted', '=', false),
        eb('resolved.is_later', '=', false),
      ])
        .$castTo<boolean>()
        .as('is_in_facts'),
    ]),
})

const resolved = (db: Db) =>
  db
    .selectFrom(stgOpportunities.as('opportunity'))
    .leftJoin(mapAccounts.as('map'), 'map.source_key', 'opportunity.account_id')
    .leftJoin(merged(db).as('merged'), 'merged.opportunity_id', 'opportunity.opportunity_id')
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .select(({ eb, fn, lit, ref, val }) => [
      'opportunity.opportunity_id',
      fn.coalesce('map.account_id', val('unknown')).as('account_id'),
      fn.coalesce('map.is_internal', lit(false)).as('is_internal'),
      eb('merged.opportunity_id', 'is not', null).$castTo<boolean>().as('is_merged_away'),
      'opportunity.is_deleted',
      fn.coalesce(eb('opportunity.created_at', '>', ref('run.as_of')), lit(false)).as('is_later'),
    ])

const merged = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(stgOpportunities.as('opportunity'))
        .select(({ ref }) => [
          itemsOf(ref('opportunity.merged_opportunity_ids')).as('opportunity_id'),
          'opportunity.opportunity_id as survivor_id',
        ])
        .as('listed'),
    )
    .whereRef('listed.opportunity_id', '!=', 'listed.survivor_id')
    .select('listed.opportunity_id')
    .distinct()
