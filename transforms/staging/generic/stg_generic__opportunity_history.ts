/** The history of opportunities, from the generic files: each property from the file that knows it best. */
import { isOfFirstLevel } from '../../../src/sql/levels.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { defineTable } from '../../../src/table.ts'
import { opportunityHistoryColumns } from '../objects/opportunity_history.ts'
import { inHistory, inLog } from './opportunity_changes.ts'
import { inVersions } from './opportunity_versions.ts'
import { stageEntries } from './stage_entries.ts'

export const stgGenericOpportunityHistory = defineTable({
  name: 'stg_generic__opportunity_history',
  description:
    'The values that attributes of opportunities took: from generic/opportunity_history, else for the stage from generic/opportunity_stages where it tells of a stage entered twice, else from successive exports of generic/opportunities; none of an opportunity of which one state is all that is known.',
  grain: ['opportunity_id', 'property', 'changed_at'],
  columns: opportunityHistoryColumns,
  query: (db) =>
    db
      .selectFrom(
        db
          .selectFrom(unionByName(inHistory(db), inLog(db), inVersions(db)).as('change'))
          .selectAll('change')
          .select(({ ref }) =>
            isOfFirstLevel(ref('change.rank'), [
              ref('change.opportunity_id'),
              ref('change.property'),
            ]).as('is_best'),
          )
          .as('change'),
      )
      .where('change.is_best', '=', true)
      // A log tells of the stage better than the exports do, though it is no history.
      .where(({ eb, exists, not, or, selectFrom }) =>
        or([
          eb('change.rank', '<', 3),
          eb('change.property', '!=', 'stage_id'),
          not(
            exists(
              selectFrom(stageEntries(db).as('entry'))
                .whereRef('entry.opportunity_id', '=', 'change.opportunity_id')
                .select('entry.opportunity_id'),
            ),
          ),
        ]),
      )
      .select(['change.opportunity_id', 'change.property', 'change.changed_at', 'change.value']),
})
