/** The columns of a business object over all systems: opportunity stages. */
import { text, timestamp } from '../../../src/columns.ts'

/** When opportunities entered stages, where the system tells that and no history. */
export const opportunityStageColumns = {
  opportunity_id: text('The opportunity, scoped by source.'),
  source_system: text('The system.'),
  pipeline_name: text('The pipeline.').nullable(),
  stage_name: text('The stage.').nullable(),
  entered_at: timestamp('When it last entered the stage.').nullable(),
}
