/** Opportunities, from the generic files. */
import { firstKnown } from '../../../src/sql/known.ts'
import type { Db } from '../../../src/table.ts'
import {
  rawGenericOpportunities,
  rawGenericOpportunityHistory,
  rawGenericOpportunityStages,
} from '../../sources/generic_opportunities.ts'
import { opportunityColumns } from '../objects/opportunities.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericOpportunities = stagedFrom({
  name: 'stg_generic__opportunities',
  description:
    'The opportunities of generic/opportunities in their last state; created with the first entry into a stage or the first change where the file does not say.',
  grain: ['opportunity_id'],
  columns: opportunityColumns,
  from: rawGenericOpportunities,
  id: 'opportunity_id',
  customFields: 'opportunities',
  values: {
    created_at: (cell, db) =>
      firstKnown(
        cell('created_at'),
        firstEntry(db)
          .where(({ and, eb, ref }) =>
            and([
              eb(ref('entry.source_instance'), '=', cell('source_instance')),
              eb(ref('entry.opportunity_id'), '=', cell('opportunity_id')),
            ]),
          )
          .$asScalar(),
        firstChange(db)
          .where(({ and, eb, ref }) =>
            and([
              eb(ref('change.source_instance'), '=', cell('source_instance')),
              eb(ref('change.opportunity_id'), '=', cell('opportunity_id')),
            ]),
          )
          .$asScalar(),
      ),
  },
  defaults: {},
})

const firstEntry = (db: Db) =>
  db
    .selectFrom(rawGenericOpportunityStages.as('entry'))
    .select(({ fn }) => fn.min('entry.entered_at').as('entered_at'))

const firstChange = (db: Db) =>
  db
    .selectFrom(rawGenericOpportunityHistory.as('change'))
    .select(({ fn }) => fn.min('change.changed_at').as('changed_at'))
