/** What HubSpot remembers of deals. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { instantText } from '../../../src/sql/written_times.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawHubspotDealPropertyHistory, rawHubspotDealStage } from '../../sources/hubspot.ts'
import { forecastCategories } from '../../sources/hubspot_words.ts'
import {
  opportunityHistoryColumns,
  type opportunityProperties,
} from '../objects/opportunity_history.ts'

type Property = (typeof opportunityProperties)[number]

/** Our name of a property by HubSpot’s. */
const properties = [
  ['dealstage', 'stage_id'],
  ['amount', 'amount'],
  ['closedate', 'close_date'],
  ['hubspot_owner_id', 'owner_id'],
  ['hs_manual_forecast_category', 'forecast_category'],
  ['pipeline', 'pipeline_id'],
  ['hs_deal_stage_probability', 'probability'],
] as const

export const stgHubspotDealChanges = defineTable({
  name: 'stg_hubspot__deal_changes',
  description:
    'Every value that HubSpot says a tracked property of a deal took; stages from the table of stages where the properties tell none.',
  grain: ['opportunity_id', 'property', 'changed_at'],
  columns: pick(opportunityHistoryColumns, 'opportunity_id', 'property', 'changed_at', 'value'),
  query: (db) => unionByName(ofProperties(db), ofStages(db)),
})

const ofProperties = (db: Db) =>
  db
    .selectFrom(rawHubspotDealPropertyHistory.as('change'))
    .where(
      'change.name',
      'in',
      properties.map(([name]) => name),
    )
    .select(({ eb, ref, val }) => {
      const instance = ref('change.source_instance')
      const value = ref('change.value')
      return [
        sourceKey('hubspot', instance, ref('change.deal_id')).as('opportunity_id'),
        chosen(ref('change.name'), properties, val('')).$castTo<Property>().as('property'),
        'change.timestamp as changed_at',
        eb
          .case()
          .when('change.name', 'in', ['dealstage', 'hubspot_owner_id', 'pipeline'])
          .then(sourceKey('hubspot', instance, value))
          .when('change.name', '=', 'hs_manual_forecast_category')
          .then(chosen(value, forecastCategories, value))
          .when('change.name', '=', 'closedate')
          .then(instantText(value))
          .else(value)
          .end()
          .as('value'),
      ]
    })

const ofStages = (db: Db) =>
  db
    .selectFrom(rawHubspotDealStage.as('change'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(rawHubspotDealPropertyHistory.as('known'))
            .where('known.name', '=', 'dealstage')
            .whereRef('known.source_instance', '=', 'change.source_instance')
            .whereRef('known.deal_id', '=', 'change.deal_id')
            .select('known.deal_id'),
        ),
      ),
    )
    .select(({ ref, val }) => [
      sourceKey('hubspot', ref('change.source_instance'), ref('change.deal_id')).as(
        'opportunity_id',
      ),
      val<Property>('stage_id').as('property'),
      'change.date_entered as changed_at',
      sourceKey('hubspot', ref('change.source_instance'), ref('change.value')).as('value'),
    ])
