/** What happened to opportunities, one event a row: what the measures of `pipeline` count. */
import { day, flag, integer, money, oneOf, type RowOf, text, texts } from '../../src/columns.ts'
import { unionByName } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimCampaigns } from '../conformed/dim_campaigns.ts'
import { dimDates } from '../conformed/dim_dates.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { dimPartners } from '../conformed/dim_partners.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctPipelineBalances } from '../conformed/fct_pipeline_balances.ts'
import { fctPipelineCoverage } from '../conformed/fct_pipeline_coverage.ts'
import { fctQuotas } from '../conformed/fct_quotas.ts'
import { balances, coverages, quotas } from './pipeline_balances.ts'
import { events } from './pipeline_event.ts'
import { happenings } from './pipeline_happenings.ts'

const columns = {
  event_id: text('The opportunity, the event, and what tells events of one kind apart.'),
  event: oneOf(events, 'What happened.'),
  opportunity_id: text(
    'The opportunity; null for a coverage or a quota, which are of none.',
  ).nullable(),
  account_id: text('Its account; null for a coverage or a quota.').nullable(),
  owner_id: text('The owner at the time.'),
  current_owner_id: text('The owner now.'),
  campaign_id: text(
    'The campaign it is credited to; of a sourced or influenced one, that of the touch.',
  ),
  partner_id: text('The partner who brought it.'),
  source_system: text('The CRM.'),
  opportunity_name: text(
    'The opportunity’s name; `Not allocated` for a coverage or a quota, as are its other attributes.',
  ),
  team: text('The team of the owner on the day.'),
  segment: text('The segment of the account on the day.'),
  stage: text(
    'The stage that was entered or left, or of a balance the one that day; `Not allocated` for other events.',
  ),
  pipeline_name: text('The pipeline.'),
  deal_type: text('New business, more business with a customer, or a renewal.'),
  outcome: text('Where the opportunity stands now: open, won, lost or disqualified.'),
  forecast_category: text('The forecast category at the time.'),
  lost_reason: text('Why it was lost.'),
  lead_source: text('Where it came from.'),
  channel: text(
    'The channel of the lead source; of a sourced or influenced one, that of the touch.',
  ),
  currency_code: text('The currency that the amount is converted from.'),
  custom_fields: texts('The fields that the settings declare, by name.').nullable(),
  is_counted: flag('Whether counts and rates count it: no renewal, and not disqualified.'),
  is_passed: flag('Of a stage entered: whether it ever came to a later open stage or was won.'),
  date: day('The day of the event, or of the balance; of a quota the month’s first.'),
  stage_number: integer('The place of the stage in its pipeline; 0 for other events.'),
  amount: money('What the opportunity is worth; null where that is not said.').nullable(),
  open_seconds: integer('Of a closed one: how long it was open.').nullable(),
  visit_seconds: integer('Of a stage left: how long it was there.').nullable(),
  balance_date: day('The date of a balance; null for every other event.').nullable(),
  coverage_date: day('The date of a coverage; null for every other event.').nullable(),
  open_count: fctPipelineBalances.columns.open_count.nullable(),
  open_amount: fctPipelineBalances.columns.amount.nullable(),
  weighted_amount: fctPipelineBalances.columns.weighted_amount.nullable(),
  stage_age_days: fctPipelineBalances.columns.stage_age_days.nullable(),
  due_amount: fctPipelineCoverage.columns.due_amount.nullable(),
  quarter_won_amount: fctPipelineCoverage.columns.won_amount.nullable(),
  quarter_target_amount: fctPipelineCoverage.columns.target_amount,
  opening_due_amount: fctPipelineCoverage.columns.opening_due_amount.nullable(),
  opening_won_amount: fctPipelineCoverage.columns.opening_won_amount.nullable(),
  quota_amount: fctQuotas.columns.quota_amount.nullable(),
}
type Row = RowOf<typeof columns>

export const martPipeline = defineTable({
  name: 'mart_pipeline',
  description:
    'One row per event: an opportunity was created, by marketing or with a part of it, closed, first came to an open stage or past it, or left an open stage; its balance on a date; the coverage of a quarter’s target on a date; a quota of a month. With the attributes of the day.',
  grain: ['event_id'],
  relations: [
    { column: 'opportunity_id', to: fctOpportunities },
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'current_owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
    { column: 'partner_id', to: dimPartners, unknown: 'unknown' },
    { column: 'date', to: dimDates },
  ],
  columns,
  // What an event lacks is null: the union goes by name, and the audit holds it to the columns.
  query: (db) =>
    unionByName<Row>(
      happenings(db).$castTo<Row>(),
      balances(db).$castTo<Row>(),
      coverages(db).$castTo<Row>(),
      quotas(db).$castTo<Row>(),
    ),
})
