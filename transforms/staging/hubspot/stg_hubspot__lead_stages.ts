/** When HubSpot’s contacts came to the stages of the lifecycle, and to lead statuses. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawHubspotContactPropertyHistory, rawHubspotContacts } from '../../sources/hubspot.ts'
import { lifecycleStages } from '../../sources/hubspot_words.ts'
import { leadStageColumns } from '../objects/lead_stages.ts'

export const stgHubspotLeadStages = defineTable({
  name: 'stg_hubspot__lead_stages',
  description:
    'Every entry of a HubSpot contact into a stage of the lifecycle or a lead status: from the history of the property; of a stage without one, the entry that the contact’s export tells.',
  grain: ['person_id', 'stage_name', 'entered_at'],
  columns: pick(leadStageColumns, 'person_id', 'source_system', 'stage_name', 'entered_at'),
  query: (db) =>
    db
      .with('remembered', () => remembered(db))
      .with('exported', () => exported(db))
      .selectFrom((from) =>
        unionByName(
          from.selectFrom('remembered').selectAll('remembered'),
          from
            .selectFrom('exported')
            .selectAll('exported')
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('remembered as known')
                    .whereRef('known.person_id', '=', 'exported.person_id')
                    .whereRef('known.stage_name', '=', 'exported.stage_name')
                    .select('known.person_id'),
                ),
              ),
            ),
        ).as('stage'),
      )
      .where('stage.entered_at', 'is not', null)
      .where('stage.stage_name', 'is not', null)
      .select(({ ref, val }) => [
        'stage.person_id',
        val('hubspot').as('source_system'),
        ref('stage.stage_name').$castTo<string>().as('stage_name'),
        ref('stage.entered_at').$castTo<Date>().as('entered_at'),
      ]),
})

const remembered = (db: Db) =>
  db
    .selectFrom(rawHubspotContactPropertyHistory.as('change'))
    .where('change.name', 'in', ['lifecyclestage', 'hs_lead_status'])
    .select(({ ref }) => [
      sourceKey('hubspot', ref('change.source_instance'), ref('change.contact_id')).as('person_id'),
      chosen(ref('change.value'), lifecycleStages, ref('change.value')).as('stage_name'),
      ref('change.timestamp').$castTo<Date | null>().as('entered_at'),
    ])

const exported = (db: Db) =>
  unionToTable(db, [
    ['Subscriber', 'became_a_subscriber_date'],
    ['Lead', 'became_a_lead_date'],
    ['Marketing Qualified Lead', 'became_a_marketing_qualified_lead_date'],
    ['Sales Qualified Lead', 'became_a_sales_qualified_lead_date'],
    ['Opportunity', 'became_an_opportunity_date'],
    ['Customer', 'became_a_customer_date'],
    ['Evangelist', 'became_an_evangelist_date'],
    ['Other', 'became_an_other_lifecycle_date'],
  ])

type Became = Extract<keyof typeof rawHubspotContacts.columns, `became_${string}`>

const unionToTable = (
  db: Db,
  [first, ...others]: [[stage: string, Became], ...[stage: string, Became][]],
) => {
  const entriesOf = ([stage, column]: [string, Became]) =>
    db
      .selectFrom(rawHubspotContacts.as('contact'))
      .where(`contact.${column}`, 'is not', null)
      .select(({ ref, val }) => [
        sourceKey('hubspot', ref('contact.source_instance'), ref('contact.record_id')).as(
          'person_id',
        ),
        val(stage).$castTo<string | null>().as('stage_name'),
        ref(`contact.${column}`).as('entered_at'),
      ])
  return db
    .selectFrom(unionByName(entriesOf(first), ...others.map(entriesOf)).as('entry'))
    .selectAll('entry')
}
