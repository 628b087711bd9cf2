/** What was signed: won opportunities by close date, renewals included, by year and by term. */
import { type NotNull, sql } from 'kysely'
import { day, type Local, money, text } from '../../src/columns.ts'
import { convert } from '../../src/sql/money.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgOpportunities } from '../staging/stg_opportunities.ts'
import { dimAccountVersions } from './dim_account_versions.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimOpportunityVersions } from './dim_opportunity_versions.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'
import { dimOwners } from './dim_owners.ts'
import { fctOpportunities } from './fct_opportunities.ts'

export const fctBookings = defineTable({
  name: 'fct_bookings',
  description:
    'One row per won opportunity, renewals included, with its value a year and over its term; those that nothing values count 0.',
  grain: ['opportunity_id'],
  columns: {
    opportunity_id: text('The opportunity, scoped by source.'),
    account_id: text('The account; unknown where its company is missing.'),
    owner_id: text('Who owned the opportunity when it closed.'),
    team: text('The owner’s team on closed_date.'),
    segment: text('The account’s segment on closed_date.'),
    deal_type: text('New Business, Existing Business or Renewal.'),
    currency_code: text('The currency that the values are converted from.'),
    source_system: text('The CRM.'),
    closed_date: day('When it was won.'),
    acv: money(
      'Its value a year: as the CRM keeps it, else that of its term by 12 months, else its amount.',
    ),
    tcv: money(
      'Its value over the term: as the CRM keeps it, else that of a year by its term, else its amount.',
    ),
  },
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
  ],
  query: (db) =>
    db
      .selectFrom(won(db).as('deal'))
      .leftJoin(dimExchangeRates.as('rate'), (join) =>
        join
          .onRef('rate.currency_code', '=', 'deal.currency_code')
          .onRef('rate.rate_date', '=', 'deal.created_date'),
      )
      .leftJoin(dimOpportunityVersions.as('version'), (join) =>
        join
          .onRef('version.opportunity_id', '=', 'deal.opportunity_id')
          .onRef('version.valid_from', '<=', 'deal.closed_at')
          .onRef('version.valid_to', '>', 'deal.closed_at'),
      )
      .leftJoin(dimOwnerVersions.as('owner'), (join) =>
        join
          .onRef('owner.owner_id', '=', 'version.owner_id')
          .onRef('owner.valid_from', '<=', 'deal.closed_date')
          .onRef('owner.valid_to', '>', 'deal.closed_date'),
      )
      .leftJoin(dimAccountVersions.as('account'), (join) =>
        join
          .onRef('account.account_id', '=', 'deal.account_id')
          .onRef('account.valid_from', '<=', 'deal.closed_date')
          .onRef('account.valid_to', '>', 'deal.closed_date'),
      )
      .select(({ fn, ref, val }) => [
        'deal.opportunity_id',
        'deal.account_id',
        fn.coalesce('version.owner_id', val('unknown')).as('owner_id'),
        fn.coalesce('owner.team', val('Unknown')).as('team'),
        fn.coalesce('account.segment', val('Unknown')).as('segment'),
        ref('deal.deal_type').$castTo<string>().as('deal_type'),
        'deal.currency_code',
        'deal.source_system',
        'deal.closed_date',
        convert(ref('deal.acv_local'), ref('rate.exchange_rate')).as('acv'),
        convert(ref('deal.tcv_local'), ref('rate.exchange_rate')).as('tcv'),
      ])
      .$narrowType<{ closed_date: NotNull; acv: NotNull; tcv: NotNull }>(),
})

/** Won opportunities with both values in their own currency; what neither field nor amount tells is 0. */
const won = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .innerJoin(stgOpportunities.as('kept'), 'kept.opportunity_id', 'opportunity.opportunity_id')
    .where('opportunity.outcome', '=', 'won')
    .select(({ ref }) => {
      const [acv, tcv] = [ref('kept.acv_local'), ref('kept.tcv_local')]
      const term = sql`nullif(${ref('kept.term_months')}, 0)`
      const amount = ref('opportunity.amount_local')
      return [
        'opportunity.opportunity_id',
        'opportunity.account_id',
        'opportunity.deal_type',
        'opportunity.currency_code',
        'opportunity.source_system',
        'opportunity.created_date',
        'opportunity.closed_at',
        'opportunity.closed_date',
        sql<Local>`cast(coalesce(${acv}, ${tcv} * 12.0 / ${term}, ${amount}, 0) as decimal(18, 2))`.as(
          'acv_local',
        ),
        sql<Local>`cast(coalesce(${tcv}, ${acv} * ${term} / 12.0, ${amount}, 0) as decimal(18, 2))`.as(
          'tcv_local',
        ),
      ]
    })
