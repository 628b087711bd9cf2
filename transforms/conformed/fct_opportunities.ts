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
  timestamp,
} from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { chosen } from '../../src/sql/choice.ts'
import { secondsBetween } from '../../src/sql/duration.ts'
import { convert } from '../../src/sql/money.ts'
import { comparable, containsWord } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { endInstant } from '../../src/sql/versions.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgOpportunities } from '../staging/stg_opportunities.ts'
import { stgOpportunityHistory } from '../staging/stg_opportunity_history.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimOpportunityVersions } from './dim_opportunity_versions.ts'
import { dimOwners } from './dim_owners.ts'
import { dimStages } from './dim_stages.ts'
import { fctOpportunityOutcomes } from './fct_opportunity_outcomes.ts'
import { mapOpportunities } from './map_opportunities.ts'

const outcomes = ['open', 'won', 'lost', 'disqualified'] as const
const dealTypes = ['New Business', 'Existing Business', 'Renewal', 'Unknown'] as const

const dealTypesByName = [
  ['new business', 'New Business'],
  ['newbusiness', 'New Business'],
  ['existing business', 'Existing Business'],
  ['existingbusiness', 'Existing Business'],
  ['renewal', 'Renewal'],
] as const

export const fctOpportunities = defineTable({
  name: 'fct_opportunities',
  description:
    'One row per opportunity, renewals and disqualified ones included; without test, internal, deleted and merged-away ones.',
  grain: ['opportunity_id'],
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
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
          .select('opportunity.opportunity_id'),
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
    opportunity_id: text('The opportunity, scoped by system.'),
    account_id: text('The account; `unknown` where its company is missing or deleted.'),
    owner_id: text('The current owner.'),
    campaign_id: text('The campaign it is credited to; `not_allocated` without one.'),
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
      .selectFrom(valued(db).as('valued'))
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
        'valued.created_at',
        dayOf(ref('valued.created_at')).as('created_date'),
        'valued.closed_at',
        dayOf(ref('valued.closed_at')).as('closed_date'),
        'valued.due_date',
        'valued.amount_local',
        convert(ref('valued.amount_local').$castTo<Local>(), ref('rate.exchange_rate')).as(
          'amount',
        ),
        eb
          .case()
          .when(dayOf(ref('valued.created_at')), '<=', dayOf(ref('valued.closed_at')))
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

const valued = (db: Db) =>
  db
    .selectFrom(stgOpportunities.as('opportunity'))
    .innerJoin(mapOpportunities.as('map'), 'map.opportunity_id', 'opportunity.opportunity_id')
    .leftJoin(
      fctOpportunityOutcomes.as('outcome'),
      'outcome.opportunity_id',
      'opportunity.opportunity_id',
    )
    .leftJoin(dimOpportunityVersions.as('current'), (join) =>
      join
        .onRef('current.opportunity_id', '=', 'opportunity.opportunity_id')
        .on('current.valid_to', '=', endInstant),
    )
    .leftJoin(dimOpportunityVersions.as('qualified'), (join) =>
      join
        .onRef('qualified.opportunity_id', '=', 'opportunity.opportunity_id')
        .onRef('qualified.valid_from', '<=', 'outcome.qualified_at')
        .onRef('qualified.valid_to', '>', 'outcome.qualified_at'),
    )
    .leftJoin(closeDatesSet(db).as('dated'), 'dated.opportunity_id', 'opportunity.opportunity_id')
    .leftJoin(dimCampaigns.as('campaign'), (join) =>
      join.on(({ eb, ref }) =>
        eb('campaign.campaign_key', '=', comparable(ref('opportunity.campaign_name'))),
      ),
    )
    .where('map.is_in_facts', '=', true)
    .select(({ eb, fn, lit, ref, val }) => [
      'opportunity.opportunity_id',
      'map.account_id',
      fn.coalesce('current.owner_id', val('unknown')).as('owner_id'),
      eb
        .case()
        .when('opportunity.campaign_name', 'is', null)
        .then('not_allocated')
        .else(fn.coalesce('campaign.campaign_id', val('unknown')))
        .end()
        .as('campaign_id'),
      fn.coalesce('outcome.stage_id', val('unknown')).as('stage_id'),
      'opportunity.source_system',
      fn
        .coalesce('opportunity.opportunity_name', 'opportunity.opportunity_id')
        .as('opportunity_name'),
      eb
        .case()
        .when(
          eb.and([
            eb('opportunity.deal_type', 'is', null),
            containsWord(ref('opportunity.pipeline_name'), 'renewal'),
          ]),
        )
        .then<DealType>('Renewal')
        .else(
          fn.coalesce(
            chosen(
              comparable(ref('opportunity.deal_type')),
              dealTypesByName,
              val('Unknown'),
            ).$castTo<DealType | null>(),
            val('Unknown').$castTo<DealType>(),
          ),
        )
        .end()
        .as('deal_type'),
      fn
        .coalesce('outcome.outcome', val('open').$castTo<(typeof outcomes)[number]>())
        .as('outcome'),
      fn.coalesce('outcome.is_reopened', lit(false)).as('is_reopened'),
      fn.coalesce('outcome.has_history', lit(false)).as('has_history'),
      'opportunity.lost_reason',
      fn.coalesce('opportunity.lead_source', val('Unknown')).as('lead_source'),
      fn.coalesce('opportunity.channel', val('Unknown')).as('channel'),
      fn.coalesce('opportunity.currency_code', val(settings.reportingCurrency)).as('currency_code'),
      fn
        .coalesce('opportunity.created_at', 'outcome.first_entered_at', 'opportunity.modified_at')
        .$castTo<Date>()
        .as('created_at'),
      eb
        .case()
        .when('outcome.terminal_at', 'is', null)
        .then(lit(null).$castTo<Date | null>())
        .when('dated.changed_at', '>=', ref('outcome.terminal_at'))
        .then(fn.coalesce('current.closes_at', 'outcome.terminal_at'))
        .when('dated.changed_at', 'is', null)
        .then(fn<Date | null>('least', ['current.closes_at', 'outcome.terminal_at']))
        .else(ref('outcome.terminal_at'))
        .end()
        .as('closed_at'),
      dayOf(ref('current.closes_at')).as('due_date'),
      fn.coalesce('outcome.closed_before_seconds', lit(0)).as('closed_before_seconds'),
      eb
        .case()
        .when('outcome.terminal_at', 'is', null)
        .then(ref('current.amount_local'))
        .else(fn.coalesce('current.amount_local', 'qualified.amount_local'))
        .end()
        .as('amount_local'),
    ])

/** When the close date of an opportunity was last set; none where the CRM has no history of it. */
const closeDatesSet = (db: Db) =>
  db
    .selectFrom(stgOpportunityHistory.as('history'))
    .where('history.property', '=', 'close_date')
    .select(({ fn }) => ['history.opportunity_id', fn.max('history.changed_at').as('changed_at')])
    .groupBy('history.opportunity_id')

type DealType = (typeof dealTypes)[number]
