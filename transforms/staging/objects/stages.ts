/** The columns of a business object over all systems: stages. */
import { flag, integer, number, oneOf, text } from '../../../src/columns.ts'

export const stageTypes = ['open', 'won', 'lost'] as const

/** The stages of pipelines. */
export const stageColumns = {
  stage_id: text('The stage, scoped by source.'),
  pipeline_id: text('The pipeline, scoped by source.'),
  source_system: text('The system.'),
  source_instance: text('The portal or organisation; empty for the only one.'),
  stage_name: text('What the stage is called.').nullable(),
  pipeline_name: text('What the pipeline is called.').nullable(),
  stage_type: oneOf(stageTypes, 'By the system’s settings; a label “Closed …” does not say it.'),
  forecast_category: text('As the system names it, where it ties it to the stage.').nullable(),
  is_in_use: flag('Whether opportunities still go through it.'),
  stage_number: integer('Its place in the pipeline.').nullable(),
  probability: number('The chance that an opportunity in it is won, a share of 1.').nullable(),
}
