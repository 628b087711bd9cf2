/** The stages that opportunities go through. */
import { flag, integer, number, oneOf, text } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { isOneOf } from '../../src/sql/choice.ts'
import { leastWhere } from '../../src/sql/latest.ts'
import { comparable } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stageTypes } from '../staging/objects/stages.ts'
import { stgStages } from '../staging/stg_stages.ts'

export const dimStages = defineTable({
  name: 'dim_stages',
  description: 'The stages of all pipelines, those no longer in use included; and `unknown`.',
  grain: ['stage_id'],
  columns: {
    stage_id: text('The stage, scoped by source, or `unknown`.'),
    pipeline_id: text('The pipeline, scoped by source, or `unknown`.'),
    source_system: text('The CRM.'),
    source_instance: text('The portal or organisation; empty for the only one.'),
    stage_name: text('What the stage is called.'),
    pipeline_name: text('What the pipeline is called.'),
    stage_type: oneOf(stageTypes, 'Whether an opportunity in it is open, won or lost.'),
    is_in_use: flag('Whether opportunities still go through it.'),
    is_qualified: flag(
      'Whether an opportunity in it counts: the qualifying stage, a later open one, or won. In a pipeline without a qualifying stage every open stage does.',
    ),
    stage_number: integer('Its place in the pipeline.'),
    probability: number('The chance that an opportunity in it is won.').nullable(),
  },
  query: (db) =>
    db
      .with('qualifying', (from) =>
        from
          .selectFrom(stgStages.as('stage'))
          .select(({ and, eb, fn, ref }) => [
            'stage.pipeline_id',
            leastWhere(
              fn.coalesce('stage.stage_number', eb.lit(0)),
              and([
                eb('stage.stage_type', '=', 'open'),
                isOneOf(
                  comparable(ref('stage.stage_name')),
                  settings.qualifyingStages.map((name) => name.toLowerCase()),
                ),
              ]),
            ).as('stage_number'),
          ])
          .groupBy('stage.pipeline_id'),
      )
      .selectFrom((from) =>
        unionByName(
          from
            .selectFrom(stgStages.as('stage'))
            .innerJoin('qualifying', 'qualifying.pipeline_id', 'stage.pipeline_id')
            .select(({ and, eb, fn, or, ref }) => [
              'stage.stage_id',
              'stage.pipeline_id',
              'stage.source_system',
              'stage.source_instance',
              fn.coalesce('stage.stage_name', 'stage.stage_id').as('stage_name'),
              fn.coalesce('stage.pipeline_name', 'stage.pipeline_id').as('pipeline_name'),
              'stage.stage_type',
              'stage.is_in_use',
              or([
                eb('stage.stage_type', '=', 'won'),
                and([
                  eb('stage.stage_type', '=', 'open'),
                  eb(
                    fn.coalesce('stage.stage_number', eb.lit(0)),
                    '>=',
                    fn.coalesce('qualifying.stage_number', 'stage.stage_number', eb.lit(0)),
                  ),
                ]),
              ])
                .$castTo<boolean>()
                .as('is_qualified'),
              fn.coalesce(ref('stage.stage_number'), eb.lit(0)).as('stage_number'),
              'stage.probability',
            ]),
          db.selectNoFrom(({ lit, val }) => [
            val('unknown').as('stage_id'),
            val('unknown').as('pipeline_id'),
            val('unknown').as('source_system'),
            val('').as('source_instance'),
            val('Unknown').as('stage_name'),
            val('Unknown').as('pipeline_name'),
            val('open').$castTo<(typeof stageTypes)[number]>().as('stage_type'),
            lit(false).$castTo<boolean>().as('is_in_use'),
            lit(false).$castTo<boolean>().as('is_qualified'),
            lit(0).$castTo<number>().as('stage_number'),
            lit(null).$castTo<number | null>().as('probability'),
          ]),
        ).as('stage'),
      )
      .selectAll('stage'),
})
