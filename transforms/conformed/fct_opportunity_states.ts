/** What open opportunities were at the end of each day. */
import { sql } from 'kysely'
import { type Day, day, type Local, money, type Reporting, text } from '../../src/columns.ts'
import { convert } from '../../src/sql/money.ts'
import { dateOf, dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccountVersions } from './dim_account_versions.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimOpportunityVersions } from './dim_opportunity_versions.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'
import { dimOwners } from './dim_owners.ts'
import { dimStages } from './dim_stages.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctOpportunityStatuses } from './fct_opportunity_statuses.ts'

export const fctOpportunityStates = defineTable({
  name: 'fct_opportunity_states',
  description:
    'Every open opportunity as it was at the end of the day, by the days on which nothing of it changed; without renewals and disqualified opportunities.',
  grain: ['opportunity_id', 'valid_from'],
  relations: [
    { column: 'opportunity_id', to: fctOpportunities },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'stage_id', to: dimStages, unknown: 'unknown' },
  ],
  columns: {
    opportunity_id: text('The opportunity.'),
    owner_id: text('Its owner.'),
    team: text('The team of the owner.'),
    segment: text('The segment of the account.'),
    stage_id: text('The stage that it was in.'),
    forecast_category: text('The rep’s own; `Unknown` without one.'),
    due_date: day('When it was expected to close; null where nobody said.').nullable(),
    stage_entered_date: day('When it came to the stage.'),
    valid_from: day('The first day at whose end it was so.'),
    valid_to: day('The first day at whose end it was so no more.'),
    amount: money('What it was worth, at the rate of its created date; 0 where nobody said.'),
  },
  query: (db) =>
    db
      .selectFrom(versions(db).as('version'))
      .leftJoin(dimOwnerVersions.as('owner'), (join) =>
        join
          .onRef('owner.owner_id', '=', 'version.owner_id')
          .onRef('owner.valid_from', '<', 'version.valid_to')
          .onRef('owner.valid_to', '>', 'version.valid_from'),
      )
      .leftJoin(dimAccountVersions.as('account'), (join) =>
        join
          .onRef('account.account_id', '=', 'version.account_id')
          .on(
            ({ fn, ref }) =>
              sql`${ref('account.valid_from')} < ${fn('least', ['version.valid_to', 'owner.valid_to'])}`,
          )
          .on(
            ({ fn, ref }) =>
              sql`${ref('account.valid_to')} > ${fn('greatest', ['version.valid_from', 'owner.valid_from'])}`,
          ),
      )
      .select(({ fn, val }) => [
        'version.opportunity_id',
        'version.owner_id',
        fn.coalesce('owner.team', val('Unknown')).as('team'),
        fn.coalesce('account.segment', val('Unknown')).as('segment'),
        'version.stage_id',
        'version.forecast_category',
        'version.due_date',
        'version.stage_entered_date',
        fn<Day>('greatest', ['version.valid_from', 'owner.valid_from', 'account.valid_from']).as(
          'valid_from',
        ),
        fn<Day>('least', ['version.valid_to', 'owner.valid_to', 'account.valid_to']).as('valid_to'),
        'version.amount',
      ]),
})

/** The CRM’s versions, cut at the visits of stages, as they stood at the end of a day. */
const versions = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctOpportunityStatuses.as('status'))
        .innerJoin(
          fctOpportunities.as('opportunity'),
          'opportunity.opportunity_id',
          'status.opportunity_id',
        )
        .innerJoin(dimOpportunityVersions.as('version'), (join) =>
          join
            .onRef('version.opportunity_id', '=', 'status.opportunity_id')
            .onRef('version.valid_from', '<', 'status.valid_to')
            .onRef('version.valid_to', '>', 'status.valid_from'),
        )
        .leftJoin(dimExchangeRates.as('rate'), (join) =>
          join
            .onRef('rate.currency_code', '=', 'opportunity.currency_code')
            .onRef('rate.rate_date', '=', 'opportunity.created_date'),
        )
        .where('status.opportunity_status', '=', 'open')
        .where('opportunity.is_counted', '=', true)
        .select(({ fn, ref }) => [
          'status.opportunity_id',
          'opportunity.account_id',
          'version.owner_id',
          'status.stage_id',
          'version.forecast_category',
          dateOf(ref('version.closes_at')).as('due_date'),
          dayOf(ref('status.stage_entered_at')).as('stage_entered_date'),
          dayOf(fn<Date>('greatest', ['status.valid_from', 'version.valid_from'])).as('valid_from'),
          dayOf(fn<Date>('least', ['status.valid_to', 'version.valid_to'])).as('valid_to'),
          sql<Reporting>`coalesce(${convert(ref('version.amount_local').$castTo<Local>(), ref('rate.exchange_rate'))}, 0)`.as(
            'amount',
          ),
        ])
        .as('version'),
    )
    .whereRef('version.valid_from', '<', 'version.valid_to')
    .selectAll('version')
