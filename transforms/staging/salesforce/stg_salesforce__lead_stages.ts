/** When Salesforce’s leads came to the stages of the funnel. */
import { pick } from '../../../src/columns.ts'
import { lastStates, salesforceKey } from '../../../src/sql/salesforce.ts'
import { tidy } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawSalesforceLeadHistory, rawSalesforceLeads } from '../../sources/salesforce.ts'
import { leadStageColumns } from '../objects/lead_stages.ts'

export const stgSalesforceLeadStages = defineTable({
  name: 'stg_salesforce__lead_stages',
  description:
    'When leads were created and converted, and, where their history is exported, when they came to each status.',
  grain: ['person_id', 'stage_name', 'entered_at'],
  columns: pick(leadStageColumns, 'person_id', 'source_system', 'stage_name', 'entered_at'),
  query: (db) =>
    db
      .selectFrom(
        unionByName(
          milestone(db, 'created_date'),
          milestone(db, 'converted_date'),
          statuses(db),
        ).as('entry'),
      )
      .select(['entry.person_id', 'entry.source_system', 'entry.stage_name', 'entry.entered_at'])
      .distinct(),
})

/** A lead becomes a lead when it is created, and an opportunity's contact when it is converted. */
const milestone = (db: Db, column: 'created_date' | 'converted_date') =>
  db
    .selectFrom(lastStates(rawSalesforceLeads, 'last_modified_date').as('lead'))
    .where(`lead.${column}`, 'is not', null)
    .select(({ ref, val }) => [
      salesforceKey(ref('lead.source_instance'), ref('lead.id')).as('person_id'),
      val('salesforce').as('source_system'),
      val(column === 'created_date' ? 'Lead' : 'Converted').as('stage_name'),
      ref(`lead.${column}`).$castTo<Date>().as('entered_at'),
    ])

const statuses = (db: Db) =>
  db
    .selectFrom(rawSalesforceLeadHistory.as('change'))
    .where('change.field', 'in', ['Status', 'Lead Status'])
    .where(({ eb, ref }) => eb(tidy(ref('change.new_value')), 'is not', null))
    .select(({ ref, val }) => [
      salesforceKey(ref('change.source_instance'), ref('change.lead_id')).as('person_id'),
      val('salesforce').as('source_system'),
      tidy(ref('change.new_value')).$castTo<string>().as('stage_name'),
      'change.created_date as entered_at',
    ])
