/** HubSpot’s deals. */
import { flag, instants, localMoney, number, text, texts, timestamp } from '../../src/columns.ts'
import { declaredHeaders } from '../../src/custom_fields.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { removed, synced } from './connector.ts'
import { historyColumns, property, required } from './hubspot_properties.ts'

export const rawHubspotDeals = defineExport({
  name: 'raw_hubspot__deals',
  description: 'Every state of a deal that an export tells of, with the columns of stage entry.',
  system: 'hubspot',
  object: 'deals',
  grain: ['record_id'],
  keep: 'versions',
  version: 'last_modified_date',
  observed: ['create_date', 'last_modified_date'],
  anyOf: [
    ['pipeline', 'deal_pipeline_id'],
    ['deal_stage', 'deal_stage_id'],
  ],
  gathered: {
    custom_fields: declaredHeaders('hubspot', 'opportunities'),
    stages_entered: /^(date entered ["“”'‘’„«]|(property_)?hs_(v2_)?date_entered_)/i,
  },
  columns: {
    record_id: from(
      text('HubSpot’s deal id.'),
      'Record ID',
      'Deal ID',
      'Datensatz-ID',
      'id',
      'hs_object_id',
    ),
    deal_name: required(
      text('As the rep typed it.').nullable(),
      'dealname',
      'Deal Name',
      'Deal-Name',
      'Nom de la transaction',
    ),
    pipeline: property(
      text('The pipeline’s label; its id where the stage has an id.').nullable(),
      'pipeline',
      'Pipeline',
    ),
    deal_pipeline_id: optional(text('The pipeline’s id.').nullable()),
    deal_stage: optional(
      from(
        text('The stage’s label.').nullable(),
        'Deal Stage',
        'Deal-Phase',
        'Phase de la transaction',
      ),
    ),
    deal_stage_id: property(
      text('The stage’s id.').nullable(),
      'dealstage',
      'deal_pipeline_stage_id',
    ),
    deal_type: property(
      text('New Business, Existing Business ….').nullable(),
      'dealtype',
      'Deal Type',
      'Deal-Typ',
      'Type de transaction',
    ),
    deal_owner: optional(
      from(
        text('The owner’s display name.').nullable(),
        'Deal owner',
        'Zuständiger Mitarbeiter für Deal',
        'Propriétaire de la transaction',
      ),
    ),
    hubspot_owner_id: property(text('The owner’s id.').nullable(), 'hubspot_owner_id', 'owner_id'),
    hubspot_team: property(
      text('The owner’s team.').nullable(),
      'hubspot_team_id',
      'HubSpot Team',
      'HubSpot-Team',
    ),
    amount: required(
      localMoney('In the currency of the deal.').nullable(),
      'amount',
      'Amount',
      'Betrag',
      'Montant',
    ),
    currency: property(
      text('ISO 4217.').nullable(),
      'deal_currency_code',
      'Currency',
      'Währung',
      'Devise',
    ),
    amount_in_company_currency: property(
      localMoney('HubSpot’s own conversion, unused.').nullable(),
      'amount_in_home_currency',
      'Amount in company currency',
    ),
    annual_contract_value: property(
      localMoney('The value a year, in the currency of the deal.').nullable(),
      'hs_acv',
      'Annual contract value',
    ),
    total_contract_value: property(
      localMoney('The value of the term, in the currency of the deal.').nullable(),
      'hs_tcv',
      'Total contract value',
    ),
    forecast_category: property(
      text('The rep’s own, by label or name.').nullable(),
      'hs_manual_forecast_category',
      'Forecast category',
      'Prognosekategorie',
    ),
    deal_probability: property(
      number('The stage’s probability.').nullable(),
      'hs_deal_stage_probability',
      'Deal probability',
    ),
    is_closed: property(
      flag('Whether it is closed.').nullable(),
      'hs_is_closed',
      'Is Deal Closed?',
    ),
    is_closed_won: property(
      flag('Whether it is won.').nullable(),
      'hs_is_closed_won',
      'Is Closed Won',
    ),
    create_date: required(
      timestamp('When the deal was created.').nullable(),
      'createdate',
      'Create Date',
      'Erstellungsdatum',
      'Date de création',
    ),
    close_date: required(
      timestamp('When the deal closed, or is expected to.').nullable(),
      'closedate',
      'Close Date',
      'Close date',
      'Abschlussdatum',
      'Date de fermeture',
      'Date de clôture',
    ),
    last_modified_date: property(
      timestamp('When the deal last changed.').nullable(),
      'hs_lastmodifieddate',
      'Last Modified Date',
      'Datum der letzten Änderung',
      'Date de dernière modification',
    ),
    closed_lost_reason: property(
      text('As typed.').nullable(),
      'closed_lost_reason',
      'Closed Lost Reason',
    ),
    original_traffic_source: property(
      text('Where the first visit came from, by label or name.').nullable(),
      'hs_analytics_source',
      'Original Traffic Source',
      'Original Source Type',
    ),
    original_traffic_source_drill_down_1: property(
      text('The campaign of paid and e-mail sources.').nullable(),
      'hs_analytics_source_data_1',
      'Original Traffic Source Drill-Down 1',
      'Original Source Data 1',
    ),
    hubspot_campaign: property(
      text('The campaign’s name.').nullable(),
      'hs_campaign',
      'HubSpot Campaign',
    ),
    associated_company_ids: optional(
      from(
        text('Companies, by semicolon, the first one first.').nullable(),
        'Associated Company IDs',
        'Associated Company IDs (Primary)',
        'Primary Company ID',
      ),
    ),
    associated_contact_ids: optional(
      from(text('Contacts, by semicolon.').nullable(), 'Associated Contact IDs'),
    ),
    merged_deal_ids: property(
      text('Deals merged into this one, by semicolon.').nullable(),
      'hs_merged_object_ids',
      'Merged Deal IDs',
      'Merged object IDs',
    ),
    archived: removed(),
    stages_entered: instants('By header, the latest entry of each stage.'),
    custom_fields: texts('The fields that the settings declare, by header.'),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotDealPropertyHistory = defineExport({
  name: 'raw_hubspot__deal_property_history',
  description: 'Every value that a tracked property of a deal took, and when.',
  system: 'hubspot',
  object: 'deal_property_history',
  grain: ['deal_id', 'name', 'timestamp'],
  version: '_fivetran_synced',
  observed: ['timestamp'],
  columns: { deal_id: text('HubSpot’s deal id.'), ...historyColumns() },
})

export const rawHubspotDealStage = defineExport({
  name: 'raw_hubspot__deal_stage',
  description: 'Every stage that a deal came to, as newer connectors tell it.',
  system: 'hubspot',
  object: 'deal_stage',
  grain: ['deal_id', 'date_entered'],
  version: '_fivetran_synced',
  observed: ['date_entered'],
  columns: {
    deal_id: text('HubSpot’s deal id.'),
    date_entered: timestamp('When the deal came to the stage.'),
    value: text('The stage’s id.').nullable(),
    source: optional(text('What set it.').nullable()),
    source_id: optional(text('Who set it.').nullable()),
    _fivetran_start: optional(timestamp('From when on it held.').nullable()),
    _fivetran_end: optional(timestamp('Until when it held.').nullable()),
    _fivetran_active: optional(flag('Whether the deal is still there.').nullable()),
    _fivetran_synced: synced(),
  },
})
