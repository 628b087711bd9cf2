/** What was planned, by period. */
import { sql } from 'kysely'
import { day, flag, type Local, money, number, text } from '../../src/columns.ts'
import { convert } from '../../src/sql/money.ts'
import { lastDayOf } from '../../src/sql/periods.ts'
import { defineTable } from '../../src/table.ts'
import { targetColumns } from '../staging/objects/targets.ts'
import { stgTargets } from '../staging/stg_targets.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'
import { dimOwners } from './dim_owners.ts'

export const fctTargets = defineTable({
  name: 'fct_targets',
  description:
    'Targets and quotas as they were planned, at every level: of owners, teams, other slices and the company. Levels say the same money twice: add up those that are the finest only.',
  grain: [
    'source_system',
    'metric',
    'owner_email',
    'team',
    'segment',
    'region',
    'deal_type',
    'period_type',
    'period_start_date',
  ],
  relations: [{ column: 'owner_id', to: dimOwners, unknown: 'unknown' }],
  columns: {
    source_system: targetColumns.source_system,
    metric: targetColumns.metric,
    owner_id: text(
      'The owner; `not_allocated` without one, `unknown` where no CRM has the address.',
    ),
    owner_email: text('The address that the plan names; `Not allocated` without one.'),
    team: text('The team; that of the owner where the plan names none, else `Not allocated`.'),
    segment: text('The segment, or `Not allocated`.'),
    region: text('The region, or `Not allocated`.'),
    deal_type: text('The type of deal, or `Not allocated`.'),
    currency_code: targetColumns.currency_code,
    is_finest: flag(
      'Whether nothing finer is planned for the metric in the month it begins in: an owner’s before a team’s, a team’s before one of neither.',
    ),
    period_type: targetColumns.period_type,
    period_start_date: targetColumns.period_start_date,
    period_end_date: day('The period’s last day.'),
    target_value: number('The target as it was planned, money in units of currency_code.'),
    target_amount: money(
      'Of money: in the reporting currency, at the rate of the period’s first day; else null.',
    ).nullable(),
  },
  query: (db) =>
    db
      .selectFrom(stgTargets.as('target'))
      .leftJoin(dimOwners.as('owner'), 'owner.owner_email', 'target.owner_email')
      .leftJoin(dimOwnerVersions.as('version'), (join) =>
        join
          .onRef('version.owner_id', '=', 'owner.owner_id')
          .onRef('version.valid_from', '<=', 'target.period_start_date')
          .onRef('version.valid_to', '>', 'target.period_start_date'),
      )
      .leftJoin(dimExchangeRates.as('rate'), (join) =>
        join
          .onRef('rate.currency_code', '=', 'target.currency_code')
          .onRef('rate.rate_date', '=', 'target.period_start_date'),
      )
      .select(({ eb, fn, ref, val }) => {
        const none = val('Not allocated')
        const team = fn.coalesce('target.team_name', 'version.team')
        const month = sql`date_trunc('month', ${ref('target.period_start_date')})`
        const of = sql`partition by ${ref('target.metric')}, ${month}`
        return [
          'target.source_system',
          'target.metric',
          eb
            .case()
            .when('target.owner_email', 'is', null)
            .then('not_allocated')
            .else(fn.coalesce('owner.owner_id', val('unknown')))
            .end()
            .as('owner_id'),
          fn.coalesce('target.owner_email', none).as('owner_email'),
          fn.coalesce(team, none).as('team'),
          fn.coalesce('target.segment', none).as('segment'),
          fn.coalesce('target.region', none).as('region'),
          fn.coalesce('target.deal_type', none).as('deal_type'),
          'target.currency_code',
          sql<boolean>`case
            when ${ref('target.owner_email')} is not null then true
            when ${team} is not null then count(${ref('target.owner_email')}) over (${of}, ${team}) = 0
            else count(coalesce(${ref('target.owner_email')}, ${team})) over (${of}) = 0 end`.as(
            'is_finest',
          ),
          'target.period_type',
          'target.period_start_date',
          lastDayOf(ref('target.period_start_date'), ref('target.period_type')).as(
            'period_end_date',
          ),
          'target.target_value',
          convert(
            sql<Local>`cast(${ref('target.target_value')} as decimal(18, 2))`,
            ref('rate.exchange_rate'),
          ).as('target_amount'),
        ]
      }),
})
