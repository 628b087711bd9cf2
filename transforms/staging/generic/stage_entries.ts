/** When opportunities entered stages, by the generic log and by the generic history, with the stages' ids. */
import type { Expression } from 'kysely'
import type { Local } from '../../../src/columns.ts'
import { firstKnown } from '../../../src/sql/known.ts'
import { sourceKey, tidy } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import type { Db } from '../../../src/table.ts'
import {
  rawGenericOpportunityHistory,
  rawGenericOpportunityStages,
} from '../../sources/generic_opportunities.ts'
import { lastPipelines } from './stage_mentions.ts'
import { stgGenericStageNames } from './stg_generic__stage_names.ts'

interface StageEntry {
  source_instance: string
  opportunity_id: string
  pipeline_name: string | null
  stage_name: string | null
  entered_at: Date
  stage_id: string | null
  /** What the opportunity was worth then, where the log says so. */
  amount_local: Local | null
  source: 'log' | 'history'
}

/** Every entry, those of one opportunity from one file or both. */
export const stageEntries = (db: Db) =>
  db
    .selectFrom(unionByName(inLog(db), inHistory(db)).as('told'))
    .leftJoin(lastPipelines(db).as('opportunity'), (join) =>
      join
        .onRef('opportunity.source_instance', '=', 'told.source_instance')
        .onRef('opportunity.opportunity_id', '=', 'told.opportunity_id'),
    )
    .leftJoin(stgGenericStageNames.as('name'), (join) =>
      join
        .onRef('name.source_instance', '=', 'told.source_instance')
        .onRef('name.written_name', '=', 'told.stage_name')
        .on(({ eb, ref }) =>
          eb(
            ref('name.pipeline_name'),
            'is not distinct from',
            firstKnown<string | null>(
              ref('told.pipeline_name'),
              ref('opportunity.pipeline_name'),
              ref('opportunity.pipeline_id'),
            ),
          ),
        ),
    )
    .select(({ ref }) => [
      'told.source_instance',
      'told.opportunity_id as source_id',
      sourceKey('generic', ref('told.source_instance'), ref('told.opportunity_id')).as(
        'opportunity_id',
      ),
      firstKnown<string | null>(ref('told.pipeline_name'), ref('opportunity.pipeline_name')).as(
        'pipeline_name',
      ),
      'told.stage_name',
      'told.entered_at',
      'name.stage_id',
      'told.amount_local',
      'told.source',
    ])

type Told = Omit<StageEntry, 'stage_id'>

const inLog = (db: Db): Expression<Told> =>
  db
    .selectFrom(rawGenericOpportunityStages.as('entry'))
    .where('entry.is_gone', '=', false)
    .select(({ ref, val }) => [
      'entry.source_instance',
      'entry.opportunity_id',
      tidy(ref('entry.pipeline_name')).as('pipeline_name'),
      tidy(ref('entry.stage_name')).as('stage_name'),
      'entry.entered_at',
      'entry.amount_local',
      val('log' as const).as('source'),
    ])

const inHistory = (db: Db): Expression<Told> =>
  db
    .selectFrom(rawGenericOpportunityHistory.as('change'))
    .where('change.is_gone', '=', false)
    .where('change.property', '=', 'stage_id')
    .select(({ lit, ref, val }) => [
      'change.source_instance',
      'change.opportunity_id',
      lit(null).$castTo<string | null>().as('pipeline_name'),
      tidy(ref('change.value')).as('stage_name'),
      'change.changed_at as entered_at',
      lit(null).$castTo<Local | null>().as('amount_local'),
      val('history' as const).as('source'),
    ])
