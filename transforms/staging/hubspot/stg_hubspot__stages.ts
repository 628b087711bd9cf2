/** HubSpot’s stages of deals. */
import { pick } from '../../../src/columns.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { latestOf } from '../../../src/sql/latest_versions.ts'
import { containsWord, serial, sourceKey, tidy } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { place } from '../../../src/sql/window.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawHubspotDealPipeline,
  rawHubspotDealPipelineStage,
  rawHubspotDeals,
} from '../../sources/hubspot.ts'
import { stageColumns, type stageTypes } from '../objects/stages.ts'
import { stgHubspotStageColumns } from './stg_hubspot__stage_columns.ts'

type StageType = (typeof stageTypes)[number]

export const stgHubspotStages = defineTable({
  name: 'stg_hubspot__stages',
  description:
    'HubSpot’s stages of deals, deleted ones included, since histories name them; where the settings of the pipelines are not exported, the stages that deals name, won and lost by their flags, probability or label.',
  grain: ['stage_id'],
  columns: pick(
    stageColumns,
    'stage_id',
    'pipeline_id',
    'source_system',
    'source_instance',
    'stage_name',
    'pipeline_name',
    'stage_type',
    'is_in_use',
    'stage_number',
    'probability',
  ),
  query: (db) =>
    db
      .with('configured', () => configured(db))
      .with('named', () => named(db))
      .selectFrom((from) =>
        unionByName(
          from.selectFrom('configured').selectAll('configured'),
          from
            .selectFrom('named')
            .selectAll('named')
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('configured as known')
                    .whereRef('known.source_instance', '=', 'named.source_instance')
                    .whereRef('known.stage_name', '=', 'named.stage_name')
                    .where(({ eb, or, ref }) =>
                      or([
                        eb('known.pipeline_name', '=', ref('named.pipeline_name')),
                        eb('named.pipeline_name', 'is', null),
                      ]),
                    )
                    .select('known.stage_id'),
                ),
              ),
            ),
        ).as('stage'),
      )
      .select([
        'stage.stage_id',
        'stage.pipeline_id',
        'stage.source_system',
        'stage.source_instance',
        'stage.stage_name',
        'stage.pipeline_name',
        'stage.stage_type',
        'stage.is_in_use',
        'stage.stage_number',
        'stage.probability',
      ]),
})

/** Those of the settings. */
const configured = (db: Db) =>
  db
    .selectFrom(rawHubspotDealPipelineStage.as('stage'))
    .leftJoin(rawHubspotDealPipeline.as('pipeline'), (join) =>
      join
        .onRef('pipeline.source_instance', '=', 'stage.source_instance')
        .onRef('pipeline.pipeline_id', '=', 'stage.pipeline_id'),
    )
    .select(({ ref, eb, val }) => {
      const instance = ref('stage.source_instance')
      return [
        sourceKey('hubspot', instance, ref('stage.stage_id')).as('stage_id'),
        sourceKey('hubspot', instance, ref('stage.pipeline_id')).as('pipeline_id'),
        val('hubspot').as('source_system'),
        'stage.source_instance',
        tidy(ref('stage.label')).as('stage_name'),
        tidy(ref('pipeline.label')).as('pipeline_name'),
        eb
          .case()
          .when('stage.closed_won', '=', true)
          .then<StageType>('won')
          .when('stage.is_closed', '=', true)
          .then<StageType>('lost')
          .else<StageType>('open')
          .end()
          .as('stage_type'),
        eb(anyTrue(ref('stage._fivetran_deleted'), ref('stage.is_gone')), '=', false)
          .$castTo<boolean>()
          .as('is_in_use'),
        'stage.display_order as stage_number',
        'stage.probability',
      ]
    })

/** Those that deals name, in the order in which deals come to them, closed ones last. */
const named = (db: Db) =>
  db.selectFrom(typed(db).as('stage')).select(({ ref, eb, fn, val, lit }) => {
    const instance = ref('stage.source_instance')
    const pipeline = fn.coalesce('stage.pipeline_name', val('Pipeline'))
    const isClosed = eb.case().when('stage.stage_type', '=', 'open').then(0).else(1).end()
    return [
      sourceKey('hubspot', instance, serial(pipeline, ref('stage.stage_name'))).as('stage_id'),
      sourceKey('hubspot', instance, pipeline).as('pipeline_id'),
      val('hubspot').as('source_system'),
      'stage.source_instance',
      ref('stage.stage_name').$castTo<string | null>().as('stage_name'),
      'stage.pipeline_name',
      'stage.stage_type',
      lit(true).as('is_in_use'),
      place({
        by: [instance, ref('stage.pipeline_name')],
        order: [isClosed, ref('stage.usual_place'), ref('stage.stage_name')],
      })
        .$castTo<number | null>()
        .as('stage_number'),
      lit(null).$castTo<number | null>().as('probability'),
    ]
  })

const typed = (db: Db) =>
  db
    .selectFrom(unionByName(current(db), entered(db)).as('named'))
    .where('named.stage_name', 'is not', null)
    .select(({ ref, eb, fn }) => {
      const stage = ref('named.stage_name')
      const says = (...words: readonly string[]) =>
        eb.or(words.map((word) => containsWord(stage, word)))
      return [
        'named.source_instance',
        'named.pipeline_name',
        ref('named.stage_name').$castTo<string>().as('stage_name'),
        fn.avg<number | null>('named.place').as('usual_place'),
        eb
          .case()
          .when(fn<boolean | null>('bool_or', ['named.is_won']), '=', true)
          .then<StageType>('won')
          .when(fn<boolean | null>('bool_or', ['named.is_closed']), '=', true)
          .then<StageType>('lost')
          .when(says('won', 'gewonnen', 'gagn'))
          .then<StageType>('won')
          .when(says('lost', 'verloren', 'perdu'))
          .then<StageType>('lost')
          .else<StageType>('open')
          .end()
          .as('stage_type'),
      ]
    })
    .groupBy(['named.source_instance', 'named.pipeline_name', 'named.stage_name'])

/** The stages that deals are in, where their export names them by label. */
const current = (db: Db) =>
  db
    .selectFrom(latestOf(db, rawHubspotDeals).as('deal'))
    .where('deal.deal_stage', 'is not', null)
    .select(({ eb, ref, fn, lit }) => [
      'deal.source_instance',
      tidy(ref('deal.pipeline')).as('pipeline_name'),
      tidy(ref('deal.deal_stage')).as('stage_name'),
      fn
        .coalesce('deal.is_closed_won', eb('deal.deal_probability', '=', 1).$castTo<boolean>())
        .as('is_won'),
      fn
        .coalesce('deal.is_closed', eb('deal.deal_probability', '=', 0).$castTo<boolean>())
        .as('is_closed'),
      lit(null).$castTo<number | null>().as('place'),
    ])

/** The stages that columns of the export are named after. */
const entered = (db: Db) =>
  db.selectFrom(stgHubspotStageColumns.as('entry')).select(({ ref, lit }) => [
    'entry.source_instance',
    'entry.pipeline_name',
    'entry.stage_name',
    lit(null).$castTo<boolean | null>().as('is_won'),
    lit(null).$castTo<boolean | null>().as('is_closed'),
    place({
      by: [ref('entry.source_instance'), ref('entry.deal_id')],
      order: [ref('entry.entered_at'), ref('entry.stage_name')],
    })
      .$castTo<number | null>()
      .as('place'),
  ])
