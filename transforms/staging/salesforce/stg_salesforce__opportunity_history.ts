/** What Salesforce remembers of opportunities. */
import { apart, changesOf } from '../../../src/sql/history.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  opportunityHistoryColumns,
  type opportunityProperties,
} from '../objects/opportunity_history.ts'
import { fieldValues } from './opportunity_field_values.ts'
import {
  statesOfExports,
  statesOfHistory,
  statesOfReport,
  statesOfVersions,
} from './opportunity_states.ts'

type Property = (typeof opportunityProperties)[number]

export const stgSalesforceOpportunityHistory = defineTable({
  name: 'stg_salesforce__opportunity_history',
  description:
    'Every value that a tracked attribute of an opportunity took. Each attribute of an opportunity has one source, the first that tells of it: OpportunityHistory, its report, OpportunityFieldHistory, its report, the connector’s versions, successive exports.',
  grain: ['opportunity_id', 'property', 'changed_at'],
  columns: opportunityHistoryColumns,
  query: (db) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom(told(db).as('change'))
          .selectAll('change')
          // A source that has no value at all does not tell of the attribute: its layout lacks it.
          .select(({ fn }) =>
            fn
              .min('change.source_rank')
              .filterWhere('change.value', 'is not', null)
              .over((over) => over.partitionBy(['change.record_id', 'change.property']))
              .as('best_rank'),
          )
          .as('change'),
      )
      .whereRef('change.source_rank', '=', 'change.best_rank')
      .select(({ ref }) => [
        'change.record_id as opportunity_id',
        'change.property',
        apart(ref('change.changed_at'), {
          by: [ref('change.record_id'), ref('change.property'), ref('change.changed_at')],
          order: [ref('change.sequence')],
        }).as('changed_at'),
        'change.value',
      ]),
})

const told = (db: Db) =>
  unionByName(
    ranked(
      db,
      1,
      changesOf(statesOfHistory(db), [
        'stage_id',
        'amount',
        'close_date',
        'probability',
        'forecast_category',
      ]),
    ),
    ranked(
      db,
      2,
      changesOf(statesOfReport(db), ['stage_id', 'amount', 'close_date', 'probability']),
    ),
    db
      .selectFrom(fieldValues(db).as('change'))
      .select([
        'change.record_id',
        'change.property',
        'change.changed_at',
        'change.sequence',
        'change.value',
        'change.source_rank',
      ]),
    ranked(db, 5, changesOf(statesOfVersions(db), tracked)),
    ranked(db, 6, changesOf(statesOfExports(db), tracked)),
  )

const tracked = [
  'stage_id',
  'amount',
  'close_date',
  'probability',
  'forecast_category',
  'owner_id',
] as const

const ranked = (db: Db, rank: number, changes: ReturnType<typeof changesOf<Property>>) =>
  db
    .selectFrom(changes.as('change'))
    .select(({ lit }) => [
      'change.record_id',
      'change.property',
      'change.changed_at',
      'change.sequence',
      'change.value',
      lit(rank).$castTo<number>().as('source_rank'),
    ])
