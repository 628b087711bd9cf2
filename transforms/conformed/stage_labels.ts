/** Finds a stage by its label, for what a CRM exports without the id. */
import type { Expression } from 'kysely'
import { descending, firstKnown } from '../../src/sql/latest.ts'
import { unionByName } from '../../src/sql/union.ts'
import type { Db } from '../../src/table.ts'
import { dimStages } from './dim_stages.ts'

/**
 * One row per source, pipeline and label, with the stage that has it, one in use before another.
 * The pipeline is null in the rows of labels that only one pipeline of the source has: they are
 * for records that name no pipeline.
 */
export const stageLabels = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(dimStages.as('stage'))
          .groupBy([
            'stage.source_system',
            'stage.source_instance',
            'stage.pipeline_name',
            'stage.stage_name',
          ])
          .select(({ ref }) => [
            'stage.source_system',
            'stage.source_instance',
            ref('stage.pipeline_name').$castTo<string | null>().as('pipeline_name'),
            'stage.stage_name',
            inUseFirst(ref('stage.stage_id'), ref('stage.is_in_use')).as('stage_id'),
          ]),
        db
          .selectFrom(dimStages.as('stage'))
          .groupBy(['stage.source_system', 'stage.source_instance', 'stage.stage_name'])
          .having(({ eb, fn }) => eb(fn.min('stage.pipeline_id'), '=', fn.max('stage.pipeline_id')))
          .select(({ lit, ref }) => [
            'stage.source_system',
            'stage.source_instance',
            lit(null).$castTo<string | null>().as('pipeline_name'),
            'stage.stage_name',
            inUseFirst(ref('stage.stage_id'), ref('stage.is_in_use')).as('stage_id'),
          ]),
      ).as('label'),
    )
    .selectAll('label')

const inUseFirst = (stage: Expression<string>, isInUse: Expression<boolean>) =>
  firstKnown(stage, [descending(isInUse), stage]).$castTo<string>()
