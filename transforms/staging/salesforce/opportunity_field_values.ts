/**
 * What Salesforce's field histories tell of opportunities: each new value of a tracked field, and the
 * value before its first change, which it had since the opportunity was created.
 */
import { earliest } from '../../../src/sql/salesforce.ts'
import { unionByName } from '../../../src/sql/union.ts'
import type { Db } from '../../../src/table.ts'
import type { opportunityProperties } from '../objects/opportunity_history.ts'
import { fieldRows, valueWritten } from './opportunity_field_rows.ts'
import { stgSalesforceOpportunities } from './stg_salesforce__opportunities.ts'
import { stgSalesforceReportedOpportunities } from './stg_salesforce__reported_opportunities.ts'

type Property = (typeof opportunityProperties)[number]

/** Of the opportunities that a field history tells of: all values, the more trusted source first. */
export const fieldValues = (db: Db) =>
  db
    .with('row', fieldRows)
    .with('change', (from) =>
      from
        .selectFrom('row')
        .where('row.property', 'is not', null)
        // An owner changes twice over, by name and by id: only the id says who.
        .where(({ eb, or }) =>
          or([
            eb('row.property', '!=', 'owner_id'),
            eb('row.old_owner_id', 'is not', null),
            eb('row.new_owner_id', 'is not', null),
          ]),
        )
        .select(({ ref }) => [
          'row.source_rank',
          'row.source_instance',
          'row.record_id',
          ref('row.property').$castTo<Property>().as('property'),
          'row.changed_at',
          'row.sequence',
          valueWritten(ref('row.property'), ref('row.source_instance'), ref('row.old_value')).as(
            'before',
          ),
          valueWritten(ref('row.property'), ref('row.source_instance'), ref('row.new_value')).as(
            'after',
          ),
        ]),
    )
    .with('creation', (from) =>
      from
        .selectFrom('row')
        .where('row.is_creation', '=', true)
        .select(({ fn }) => [
          'row.source_rank',
          'row.source_instance',
          'row.record_id',
          fn.min('row.changed_at').as('created_at'),
        ])
        .groupBy(['row.source_rank', 'row.source_instance', 'row.record_id']),
    )
    .with('opportunity', (from) =>
      from
        .selectFrom(
          unionByName(
            from
              .selectFrom(stgSalesforceOpportunities.as('known'))
              .select(['known.opportunity_id', 'known.created_at', 'known.stage_id']),
            from
              .selectFrom(stgSalesforceReportedOpportunities.as('known'))
              .select(['known.opportunity_id', 'known.created_at', 'known.stage_id']),
          ).as('known'),
        )
        .selectAll('known'),
    )
    .selectFrom((from) =>
      unionByName(
        from
          .selectFrom('change')
          .select([
            'change.record_id',
            'change.property',
            'change.changed_at',
            'change.sequence',
            'change.after as value',
            'change.source_rank',
          ]),
        from
          .selectFrom((first) =>
            first
              .selectFrom('change')
              .distinctOn(['change.source_rank', 'change.record_id', 'change.property'])
              .orderBy('change.source_rank')
              .orderBy('change.record_id')
              .orderBy('change.property')
              .orderBy('change.changed_at')
              .orderBy('change.sequence')
              .selectAll('change')
              .as('change'),
          )
          .leftJoin('creation', (join) =>
            join
              .onRef('creation.source_rank', '=', 'change.source_rank')
              .onRef('creation.record_id', '=', 'change.record_id'),
          )
          .leftJoin('opportunity', 'opportunity.opportunity_id', 'change.record_id')
          .select(({ fn, ref, val }) => [
            'change.record_id',
            'change.property',
            earliest(
              ref('change.changed_at'),
              fn.coalesce('creation.created_at', 'opportunity.created_at', 'change.changed_at'),
            ).as('changed_at'),
            val('').as('sequence'),
            'change.before as value',
            'change.source_rank',
          ]),
        // The history has the opportunity's creation and no change of the stage, which is tracked.
        from
          .selectFrom('creation')
          .innerJoin('opportunity', 'opportunity.opportunity_id', 'creation.record_id')
          .where(({ and, not, exists, selectFrom }) =>
            and([
              exists(
                selectFrom('change')
                  .whereRef('change.source_rank', '=', 'creation.source_rank')
                  .whereRef('change.source_instance', '=', 'creation.source_instance')
                  .where('change.property', '=', 'stage_id')
                  .select('change.record_id'),
              ),
              not(
                exists(
                  selectFrom('change')
                    .whereRef('change.source_rank', '=', 'creation.source_rank')
                    .whereRef('change.record_id', '=', 'creation.record_id')
                    .where('change.property', '=', 'stage_id')
                    .select('change.record_id'),
                ),
              ),
            ]),
          )
          .select(({ val }) => [
            'creation.record_id',
            val<Property>('stage_id').as('property'),
            'creation.created_at as changed_at',
            val('').as('sequence'),
            'opportunity.stage_id as value',
            'creation.source_rank',
          ]),
      ).as('told'),
    )
    .selectAll('told')
