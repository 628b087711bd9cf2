/** Where the generic files name stages: in their own file, in opportunities, in entries and histories. */
import type { Expression } from 'kysely'
import { firstKnown } from '../../../src/sql/known.ts'
import { latest } from '../../../src/sql/latest.ts'
import { tidy } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import type { Db } from '../../../src/table.ts'
import {
  rawGenericOpportunities,
  rawGenericOpportunityHistory,
  rawGenericOpportunityStages,
  rawGenericStages,
} from '../../sources/generic_opportunities.ts'

interface StageMention {
  /** How much the file knows of stages: 1 is their own file. */
  rank: number
  source_instance: string
  /** As the company writes it; null where the file has a name, or what may be either. */
  stage_id: string | null
  stage_name: string | null
  pipeline_id: string | null
  pipeline_name: string | null
  is_won: boolean | null
  is_closed: boolean | null
}

/** Every mention of a stage. */
export const stageMentions = (db: Db) =>
  unionByName(inStages(db), inOpportunities(db), inEntries(db), inHistory(db))

const inStages = (db: Db): Expression<StageMention> =>
  db
    .selectFrom(rawGenericStages.as('stage'))
    .where('stage.is_gone', '=', false)
    .select(({ lit, ref }) => [
      lit(1).$castTo<number>().as('rank'),
      'stage.source_instance',
      ref('stage.stage_id').$castTo<string | null>().as('stage_id'),
      tidy(firstKnown(ref('stage.stage_name'), ref('stage.stage_id'))).as('stage_name'),
      'stage.pipeline_id',
      tidy(ref('stage.pipeline_name')).as('pipeline_name'),
      lit(null).$castTo<boolean | null>().as('is_won'),
      lit(null).$castTo<boolean | null>().as('is_closed'),
    ])

const inOpportunities = (db: Db): Expression<StageMention> =>
  db
    .selectFrom(rawGenericOpportunities.as('opportunity'))
    .select(({ lit, ref }) => [
      lit(2).$castTo<number>().as('rank'),
      'opportunity.source_instance',
      'opportunity.stage_id',
      tidy(firstKnown(ref('opportunity.stage_name'), ref('opportunity.stage_id'))).as('stage_name'),
      'opportunity.pipeline_id',
      tidy(ref('opportunity.pipeline_name')).as('pipeline_name'),
      'opportunity.is_won',
      'opportunity.is_closed',
    ])

const inEntries = (db: Db): Expression<StageMention> =>
  db
    .selectFrom(rawGenericOpportunityStages.as('entry'))
    .leftJoin(lastPipelines(db).as('opportunity'), (join) =>
      join
        .onRef('opportunity.source_instance', '=', 'entry.source_instance')
        .onRef('opportunity.opportunity_id', '=', 'entry.opportunity_id'),
    )
    .select(({ lit, ref }) => [
      lit(3).$castTo<number>().as('rank'),
      'entry.source_instance',
      lit(null).$castTo<string | null>().as('stage_id'),
      tidy(ref('entry.stage_name')).as('stage_name'),
      'opportunity.pipeline_id',
      firstKnown(tidy(ref('entry.pipeline_name')), ref('opportunity.pipeline_name'))
        .$castTo<string | null>()
        .as('pipeline_name'),
      lit(null).$castTo<boolean | null>().as('is_won'),
      lit(null).$castTo<boolean | null>().as('is_closed'),
    ])

const inHistory = (db: Db): Expression<StageMention> =>
  db
    .selectFrom(rawGenericOpportunityHistory.as('change'))
    .leftJoin(lastPipelines(db).as('opportunity'), (join) =>
      join
        .onRef('opportunity.source_instance', '=', 'change.source_instance')
        .onRef('opportunity.opportunity_id', '=', 'change.opportunity_id'),
    )
    .where('change.property', '=', 'stage_id')
    .select(({ lit, ref }) => [
      lit(4).$castTo<number>().as('rank'),
      'change.source_instance',
      lit(null).$castTo<string | null>().as('stage_id'),
      tidy(ref('change.value')).as('stage_name'),
      'opportunity.pipeline_id',
      'opportunity.pipeline_name',
      lit(null).$castTo<boolean | null>().as('is_won'),
      lit(null).$castTo<boolean | null>().as('is_closed'),
    ])

/** The pipeline of each opportunity in its last state: other files seldom name it. */
export const lastPipelines = (db: Db) =>
  db
    .selectFrom(rawGenericOpportunities.as('opportunity'))
    .groupBy(['opportunity.source_instance', 'opportunity.opportunity_id'])
    .select(({ ref }) => [
      'opportunity.source_instance',
      'opportunity.opportunity_id',
      latest(ref('opportunity.pipeline_id'), ref('opportunity.version_at')).as('pipeline_id'),
      latest(tidy(ref('opportunity.pipeline_name')), ref('opportunity.version_at')).as(
        'pipeline_name',
      ),
    ])
