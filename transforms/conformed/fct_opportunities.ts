/** Opportunities: what became of them, and what they are worth. */
import {
  day,
  flag,
  integer,
  type Local,
  localMoney,
  money,
  oneOf,
  text,
  texts,
  timestamp,
} from '../../src/columns.ts'
import { secondsBetween } from '../../src/sql/duration.ts'
import { convert } from '../../src/sql/money.ts'
import { dateOf, dayOf } from '../../src/sql/time.ts'
import { defineTable } from '../../src/table.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimOwners } from './dim_owners.ts'
import { dimPartners } from './dim_partners.ts'
import { dimStages } from './dim_stages.ts'
import { dealTypes, outcomes, valuedOpportunities } from './opportunity_values.ts'

export const fctOpportunities = defineTable({
  name: 'fct_opportunities',
  description:
    'One row per opportunity, renewals and disqualified ones included; without test, internal, deleted and merged-away ones.',
  grain: ['opportunity_id'],
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
    { column: 'partner_id', to: dimPartners, unknown: 'unknown' },
    { column: 'stage_id', to: dimStages, unknown: 'unknown' },
  ],
  audits: (self) => [
    {
      name: 'every amount has an exchange rate on its created date',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('opportunity'))
          .where('opportunity.amount_local', 'is not', null)
          .where('opportunity.amount', 'is', null)
          .select([
            'opportunity.opportunity_id',
            'opportunity.currency_code',
            'opportunity.created_date',
          ]),
    },
    {
      name: 'no opportunity was created after it closed',
      severity: 'warn',
      broken: (db) =>
        db
          .selectFrom(self.as('opportunity'))
          .whereRef('opportunity.created_date', '>', 'opportunity.closed_date')
          .select('opportunity.opportunity_id'),
    },
    {
      name: 'a closed opportunity has a close date, an open one has none',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('opportunity'))
          .where(({ and, eb, or }) =>
            or([
              and([
                eb('opportunity.outcome', '=', 'open'),
                eb('opportunity.closed_at', 'is not', null),
              ]),
              and([
                eb('opportunity.outcome', '!=', 'open'),
                eb('opportunity.closed_at', 'is', null),
              ]),
            ]),
          )
          .select('opportunity.opportunity_id'),
    },
  ],
  columns: {
    opportunity_id: text('The opportunity, scoped by source.'),
    account_id: text('The account; `unknown` where its company is missing or deleted.'),
    owner_id: text('The current owner.'),
    campaign_id: text('The campaign it is credited to; `not_allocated` without one.'),
    partner_id: text('The partner who brought it; `not_allocated` without one.'),
    stage_id: text('The current stage.'),
    source_system: text('The CRM.'),
    opportunity_name: text('As the rep typed it; the id where there is no name.'),
    deal_type: oneOf(dealTypes, 'New business, more business with a customer, or a renewal.'),
    outcome: oneOf(
      outcomes,
      'Where it stands; disqualified is lost without ever reaching the qualifying stage.',
    ),
    is_counted: flag('Whether counts and rates count it: no renewal, and not disqualified.'),
    is_reopened: flag('Whether it was open again after it had been won or lost.'),
    has_history: flag('Whether its stages come from a history.'),
    lost_reason: text(
      'Why it was lost; `Unknown` for a lost one without, `Not allocated` for others.',
    ),
    lead_source: text('Where it came from, as the CRM names it; `Unknown` without one.'),
    channel: text('The channel of the lead source; `Unknown` without one.'),
    currency_code: text('The currency of the amount; the reporting currency where none is said.'),
    custom_fields: texts('The fields that the settings declare, by name.').nullable(),
    created_at: timestamp('When it was created.'),
    created_date: day('The day of created_at, whose exchange rate holds for good.'),
    closed_at: timestamp(
      'When it closed, a reopened one at its last; null while open. It is the CRM’s close date where that was set with or after the terminal state that lasted, else when it came to that state.',
    ).nullable(),
    closed_date: day('The day of closed_at.').nullable(),
    due_date: day('When it is expected to close, as the CRM says.').nullable(),
    amount_local: localMoney(
      'The last amount; of a closed one without, the amount on entry to the qualifying stage.',
    ).nullable(),
    amount: money('The amount at the rate of the created date.').nullable(),
    open_seconds: integer(
      'How long it was open until it closed, without the time it stood closed before it was reopened; null while open, and where it was created after it closed.',
    ).nullable(),
  },
  query: (db) =>
    db
      .selectFrom(valuedOpportunities(db).as('valued'))
      .leftJoin(dimExchangeRates.as('rate'), (join) =>
        join
          .onRef('rate.currency_code', '=', 'valued.currency_code')
          .on(({ eb, ref }) => eb('rate.rate_date', '=', dayOf(ref('valued.created_at')))),
      )
      .select(({ and, eb, fn, ref, val }) => [
        'valued.opportunity_id',
        'valued.account_id',
        'valued.owner_id',
        'valued.campaign_id',
        'valued.partner_id',
        'valued.stage_id',
        'valued.source_system',
        'valued.opportunity_name',
        'valued.deal_type',
        'valued.outcome',
        and([eb('valued.deal_type', '!=', 'Renewal'), eb('valued.outcome', '!=', 'disqualified')])
          .$castTo<boolean>()
          .as('is_counted'),
        'valued.is_reopened',
        'valued.has_history',
        eb
          .case()
          .when('valued.outcome', 'in', ['lost', 'disqualified'])
          .then(fn.coalesce('valued.lost_reason', val('Unknown')))
          .else('Not allocated')
          .end()
          .as('lost_reason'),
        'valued.lead_source',
        'valued.channel',
        'valued.currency_code',
        'valued.custom_fields',
        'valued.created_at',
        dayOf(ref('valued.created_at')).as('created_date'),
        'valued.closed_at',
        dateOf(ref('valued.closed_at')).as('closed_date'),
        'valued.due_date',
        'valued.amount_local',
        convert(ref('valued.amount_local').$castTo<Local>(), ref('rate.exchange_rate')).as(
          'amount',
        ),
        eb
          .case()
          .when(dayOf(ref('valued.created_at')), '<=', dateOf(ref('valued.closed_at')))
          .then(
            fn<number | null>('greatest', [
              eb(
                secondsBetween(ref('valued.created_at'), ref('valued.closed_at')),
                '-',
                ref('valued.closed_before_seconds'),
              ),
              eb.lit(0),
            ]),
          )
          .end()
          .as('open_seconds'),
      ]),
})
