/** Salesforce’s stages of opportunities. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { shareOf } from '../../../src/sql/salesforce.ts'
import { sourceKey, tidy } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  forecastCategories,
  rawSalesforceOpportunityStages,
} from '../../sources/salesforce_opportunities.ts'
import { stageColumns, type stageTypes } from '../objects/stages.ts'
import { stagesInUse } from './stages_in_use.ts'
import { pipeline } from './stg_salesforce__opportunities.ts'

type StageType = (typeof stageTypes)[number]

export const stgSalesforceStages = defineTable({
  name: 'stg_salesforce__stages',
  description:
    'Salesforce’s stages by the setting OpportunityStage, under the API’s name and, where it differs, under the label, as reports write it; and stages that opportunities or histories name and the setting does not.',
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
    'forecast_category',
    'is_in_use',
    'stage_number',
    'probability',
  ),
  query: (db) =>
    db
      .with('setting', (from) =>
        from
          .selectFrom(
            unionByName(settingsBy(db, 'api_name'), settingsBy(db, 'master_label')).as('setting'),
          )
          .distinctOn('setting.stage_id')
          .orderBy('setting.stage_id')
          .orderBy('setting.is_in_use', 'desc')
          .orderBy('setting.is_label')
          .orderBy('setting.stage_number')
          .selectAll('setting'),
      )
      .selectFrom((from) =>
        unionByName(
          from
            .selectFrom('setting')
            .select([
              'setting.stage_id',
              'setting.source_instance',
              'setting.stage_name',
              'setting.stage_type',
              'setting.forecast_category',
              'setting.is_in_use',
              'setting.stage_number',
              'setting.probability',
            ]),
          from
            .selectFrom(stagesInUse(db).as('used'))
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('setting')
                    .whereRef('setting.stage_id', '=', 'used.stage_id')
                    .select('setting.stage_id'),
                ),
              ),
            )
            .select(({ lit }) => [
              'used.stage_id',
              'used.source_instance',
              'used.stage_name',
              'used.stage_type',
              lit(null).$castTo<string | null>().as('forecast_category'),
              lit(true).$castTo<boolean>().as('is_in_use'),
              'used.stage_number',
              'used.probability',
            ]),
        ).as('stage'),
      )
      .select(({ ref, val }) => [
        'stage.stage_id',
        sourceKey('salesforce', ref('stage.source_instance'), val<string>(pipeline.id)).as(
          'pipeline_id',
        ),
        val('salesforce').as('source_system'),
        'stage.source_instance',
        'stage.stage_name',
        val(pipeline.name).as('pipeline_name'),
        'stage.stage_type',
        'stage.forecast_category',
        'stage.is_in_use',
        'stage.stage_number',
        'stage.probability',
      ]),
})

/** The stages of the setting, under one of their two names. */
const settingsBy = (db: Db, name: 'api_name' | 'master_label') =>
  db
    .selectFrom(rawSalesforceOpportunityStages.as('stage'))
    .where(`stage.${name}`, 'is not', null)
    .select(({ and, eb, fn, lit, ref }) => {
      const category = fn.coalesce('stage.forecast_category_name', 'stage.forecast_category')
      return [
        sourceKey('salesforce', ref('stage.source_instance'), tidy(ref(`stage.${name}`)))
          .$castTo<string>()
          .as('stage_id'),
        'stage.source_instance',
        lit(name === 'master_label')
          .$castTo<boolean>()
          .as('is_label'),
        tidy(fn.coalesce('stage.master_label', 'stage.api_name')).as('stage_name'),
        eb
          .case()
          .when('stage.is_won', '=', true)
          .then<StageType>('won')
          .when('stage.is_closed', '=', true)
          .then<StageType>('lost')
          .else<StageType>('open')
          .end()
          .as('stage_type'),
        chosen(category, forecastCategories, category).as('forecast_category'),
        and([
          eb(fn.coalesce('stage.is_active', lit(true)), '=', true),
          eb('stage.is_gone', '=', false),
        ])
          .$castTo<boolean>()
          .as('is_in_use'),
        'stage.sort_order as stage_number',
        shareOf(ref('stage.default_probability')).as('probability'),
      ]
    })
