/** The columns of a business object over all systems: lead stages. */
import { text, timestamp } from '../../../src/columns.ts'

/** When people entered stages of the funnel. */
export const leadStageColumns = {
  person_id: text('The person’s record, scoped by source.'),
  source_system: text('The system.'),
  stage_name: text('As the system names it.'),
  entered_at: timestamp('When the person entered the stage.'),
}
