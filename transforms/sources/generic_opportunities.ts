/** The generic files of opportunities, their stages and their history. */
import { localMoney, text, timestamp } from '../../src/columns.ts'
import { opportunityColumns } from '../staging/objects/opportunities.ts'
import { opportunityContactColumns } from '../staging/objects/opportunity_contacts.ts'
import { opportunityHistoryColumns } from '../staging/objects/opportunity_history.ts'
import { opportunityStageColumns } from '../staging/objects/opportunity_stages.ts'
import { stageColumns } from '../staging/objects/stages.ts'
import { defineFile } from './generic_files.ts'

const amount = ['amount'] as const
const currency = ['currency'] as const
const opportunityWords = ['deal_id', 'opportunity'] as const

export const rawGenericOpportunities = defineFile(opportunityColumns, {
  object: 'opportunities',
  also: ['deals'],
  rows: 'Opportunities in every state that exports told of',
  key: ['opportunity_id'],
  keep: 'versions',
  version: 'modified_at',
  observed: ['created_at', 'modified_at'],
  customFields: 'opportunities',
  words: {
    opportunity_id: ['id', 'deal_id'],
    opportunity_name: ['name', 'deal_name'],
    pipeline_name: ['pipeline'],
    stage_name: ['stage'],
    deal_type: ['type'],
    owner_name: ['owner'],
    campaign_name: ['campaign'],
    currency_code: currency,
    created_at: ['create_date', 'created'],
    closes_at: ['close_date'],
    modified_at: ['last_modified', 'updated_at'],
    amount_local: amount,
    acv_local: ['acv'],
    tcv_local: ['tcv'],
  },
})

export const rawGenericOpportunityStages = defineFile(
  {
    ...opportunityStageColumns,
    stage_name: text('The stage.'),
    entered_at: timestamp('When it entered the stage.'),
    amount_local: localMoney('What it was worth then.').nullable(),
  },
  {
    object: 'opportunity_stages',
    also: ['stage_log'],
    rows: 'When opportunities entered stages',
    key: ['opportunity_id', 'pipeline_name', 'stage_name', 'entered_at'],
    observed: ['entered_at'],
    words: {
      opportunity_id: opportunityWords,
      pipeline_name: ['pipeline'],
      stage_name: ['stage'],
      entered_at: ['date_entered', 'entered'],
      amount_local: amount,
    },
  },
)

export const rawGenericOpportunityHistory = defineFile(opportunityHistoryColumns, {
  object: 'opportunity_history',
  rows: 'What attributes of opportunities changed to',
  key: ['opportunity_id', 'property', 'changed_at'],
  observed: ['changed_at'],
  words: {
    opportunity_id: opportunityWords,
    property: ['field'],
    changed_at: ['date', 'timestamp'],
    value: ['new_value'],
  },
})

export const rawGenericOpportunityContacts = defineFile(opportunityContactColumns, {
  object: 'opportunity_contacts',
  rows: 'The people of opportunities',
  key: ['opportunity_id', 'person_id'],
  words: { opportunity_id: opportunityWords, person_id: ['contact_id'], is_primary: ['primary'] },
})

export const rawGenericStages = defineFile(stageColumns, {
  object: 'stages',
  rows: 'The stages of pipelines',
  key: ['stage_id'],
  words: {
    stage_id: ['id'],
    stage_name: ['name', 'stage'],
    pipeline_name: ['pipeline'],
    stage_type: ['type'],
    stage_number: ['number', 'position'],
  },
})
