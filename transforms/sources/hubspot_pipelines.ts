/** HubSpot’s pipelines and stages, of deals and of tickets. */
import { flag, integer, number, text, timestamp } from '../../src/columns.ts'
import { defineExport, optional } from '../../src/export.ts'
import { removed, synced } from './connector.ts'

/** The columns that pipelines and stages share. */
const shared = () => ({
  label: text('What it is called.').nullable(),
  display_order: optional(integer('Its place among its like.').nullable()),
  active: optional(flag('Whether it is in use.').nullable()),
  _fivetran_deleted: removed(),
  _fivetran_synced: synced(),
  created_at: optional(timestamp('When it was created.').nullable()),
  updated_at: optional(timestamp('When it last changed.').nullable()),
})

export const rawHubspotDealPipeline = defineExport({
  name: 'raw_hubspot__deal_pipeline',
  description: 'The pipelines of deals, as the connector copies them.',
  system: 'hubspot',
  object: 'deal_pipeline',
  grain: ['pipeline_id'],
  version: '_fivetran_synced',
  columns: { pipeline_id: text('HubSpot’s pipeline id.'), ...shared() },
})

export const rawHubspotDealPipelineStage = defineExport({
  name: 'raw_hubspot__deal_pipeline_stage',
  description: 'The stages of the pipelines of deals, as the connector copies them.',
  system: 'hubspot',
  object: 'deal_pipeline_stage',
  grain: ['stage_id'],
  version: '_fivetran_synced',
  columns: {
    stage_id: text('HubSpot’s stage id.'),
    pipeline_id: text('The pipeline it belongs to.'),
    is_closed: flag(
      'Whether a deal in it is closed; a label “Closed …” does not say so.',
    ).nullable(),
    closed_won: flag('Whether a deal in it is won.').nullable(),
    probability: optional(number('The chance that a deal in it is won.').nullable()),
    ...shared(),
  },
})

export const rawHubspotTicketPipeline = defineExport({
  name: 'raw_hubspot__ticket_pipeline',
  description: 'The pipelines of tickets, as the connector copies them.',
  system: 'hubspot',
  object: 'ticket_pipeline',
  grain: ['pipeline_id'],
  version: '_fivetran_synced',
  columns: {
    pipeline_id: text('HubSpot’s pipeline id.'),
    object_type_id: optional(text('HubSpot’s id of what goes through it.').nullable()),
    ...shared(),
  },
})

export const rawHubspotTicketPipelineStage = defineExport({
  name: 'raw_hubspot__ticket_pipeline_stage',
  description: 'The stages of the pipelines of tickets, as the connector copies them.',
  system: 'hubspot',
  object: 'ticket_pipeline_stage',
  grain: ['pipeline_id', 'stage_id'],
  version: '_fivetran_synced',
  columns: {
    stage_id: text('HubSpot’s stage id.'),
    pipeline_id: text('The pipeline it belongs to.'),
    is_closed: optional(flag('Whether a ticket in it is closed.').nullable()),
    ticket_state: optional(text('OPEN or CLOSED.').nullable()),
    ...shared(),
  },
})
