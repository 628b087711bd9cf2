/** How much of a fiscal quarter’s target is won, and how much of the open pipeline is due in it (KPIS §3). */
import { sql } from 'kysely'
import { day, money, type Reporting, text } from '../../src/columns.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimDates } from './dim_dates.ts'
import { dimOwners } from './dim_owners.ts'
import { dimPipelineDates } from './dim_pipeline_dates.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctPipelineBalances } from './fct_pipeline_balances.ts'
import { fctQuotas } from './fct_quotas.ts'
import { wonDeals } from './won_deals.ts'

export const fctPipelineCoverage = defineTable({
  name: 'fct_pipeline_coverage',
  description:
    'One row per owner, team, type of deal and balance date of every fiscal quarter in which they have a quota, won something, or had a deal due, and a closing row of 0 on the first balance date after; without renewals.',
  grain: ['owner_id', 'team', 'deal_type', 'balance_date'],
  relations: [{ column: 'owner_id', to: dimOwners, unknown: 'unknown' }],
  columns: {
    owner_id: text('The owner: of the deal that day or when it was won, or of the quota.'),
    team: text('The owner’s team at the time, or that of the quota.'),
    deal_type: text('The type of deal; `Not allocated` for quotas that name none.'),
    balance_date: day('The day at whose end it was so.'),
    due_amount: money('The amounts of open deals due in the fiscal quarter of the day.'),
    won_amount: money('What was won in the fiscal quarter until then.'),
    target_amount: money('The quota of the whole fiscal quarter; null without one.').nullable(),
    opening_due_amount: money('due_amount at the end of the quarter’s first day.'),
    opening_won_amount: money('won_amount at the end of the quarter’s first day.'),
  },
  query: (db) =>
    db
      .with('due', () => due(db))
      .with('won', () => won(db))
      .with('target', () => targets(db))
      .with('combination', (from) =>
        from
          .selectFrom(
            sql<{
              owner_id: string
              team: string
              deal_type: string
              fiscal_quarter: string
            }>`(select owner_id, team, deal_type, fiscal_quarter from due
              union select owner_id, team, deal_type, fiscal_quarter from won
              union select owner_id, team, deal_type, fiscal_quarter from target)`.as('known'),
          )
          .selectAll('known'),
      )
      .with('day', (from) =>
        from
          .selectFrom('combination')
          .innerJoin(balanceDates(db).as('calendar'), (join) =>
            join.onRef('calendar.fiscal_quarter', '=', 'combination.fiscal_quarter'),
          )
          .leftJoin('due', (join) =>
            join
              .onRef('due.owner_id', '=', 'combination.owner_id')
              .onRef('due.team', '=', 'combination.team')
              .onRef('due.deal_type', '=', 'combination.deal_type')
              .onRef('due.balance_date', '=', 'calendar.balance_date'),
          )
          .leftJoin('won', (join) =>
            join
              .onRef('won.owner_id', '=', 'combination.owner_id')
              .onRef('won.team', '=', 'combination.team')
              .onRef('won.deal_type', '=', 'combination.deal_type')
              .onRef('won.balance_date', '=', 'calendar.balance_date'),
          )
          .leftJoin('target', (join) =>
            join
              .onRef('target.owner_id', '=', 'combination.owner_id')
              .onRef('target.team', '=', 'combination.team')
              .onRef('target.deal_type', '=', 'combination.deal_type')
              .onRef('target.fiscal_quarter', '=', 'combination.fiscal_quarter'),
          )
          .select(({ ref }) => {
            const days = sql`over (partition by ${sql.join([
              ref('combination.owner_id'),
              ref('combination.team'),
              ref('combination.deal_type'),
              ref('combination.fiscal_quarter'),
            ])} order by ${ref('calendar.balance_date')})`
            const [dueAmount, wonAmount] = [
              sql`coalesce(${ref('due.amount')}, 0)`,
              sql`coalesce(${ref('won.amount')}, 0)`,
            ]
            return [
              'combination.owner_id',
              'combination.team',
              'combination.deal_type',
              'calendar.balance_date',
              'calendar.balance_number',
              sql<Reporting>`${dueAmount}`.as('due_amount'),
              sql<Reporting>`sum(${wonAmount}) ${days}`.as('won_amount'),
              'target.amount as target_amount',
              sql<Reporting>`first_value(${dueAmount}) ${days}`.as('opening_due_amount'),
              sql<Reporting>`first_value(${wonAmount}) ${days}`.as('opening_won_amount'),
            ]
          }),
      )
      .with('last', (from) =>
        from
          .selectFrom('day')
          .selectAll('day')
          .select(({ ref }) =>
            sql<boolean>`lead(${ref('day.balance_number')}) over (partition by ${ref('day.owner_id')}, ${ref('day.team')}, ${ref('day.deal_type')}
              order by ${ref('day.balance_number')}) is distinct from ${ref('day.balance_number')} + 1`.as(
              'is_last',
            ),
          ),
      )
      .selectFrom('last')
      .innerJoin(
        sql<{ is_closing: boolean }>`(select unnest([false, true]) as is_closing)`.as('row'),
        (join) => join.on(({ ref }) => sql`not ${ref('row.is_closing')} or ${ref('last.is_last')}`),
      )
      .innerJoin(balanceDates(db).as('calendar'), (join) =>
        join.on(
          ({ ref }) =>
            sql`${ref('calendar.balance_number')} = ${ref('last.balance_number')} + cast(${ref('row.is_closing')} as bigint)`,
        ),
      )
      .select(({ ref }) => {
        const orNone = (value: unknown) =>
          sql<Reporting>`cast(if(${ref('row.is_closing')}, 0, ${value}) as decimal(18, 2))`
        return [
          'last.owner_id',
          'last.team',
          'last.deal_type',
          'calendar.balance_date',
          orNone(ref('last.due_amount')).as('due_amount'),
          orNone(ref('last.won_amount')).as('won_amount'),
          sql<Reporting | null>`${orNone(ref('last.target_amount'))}`.as('target_amount'),
          orNone(ref('last.opening_due_amount')).as('opening_due_amount'),
          orNone(ref('last.opening_won_amount')).as('opening_won_amount'),
        ]
      }),
})

const balanceDates = (db: Db) =>
  db
    .selectFrom(dimPipelineDates.as('calendar'))
    .where('calendar.is_balance_date', '=', true)
    .select(['calendar.date as balance_date', 'calendar.balance_number', 'calendar.fiscal_quarter'])

/** Open deals by balance date, of those that are due in its fiscal quarter. */
const due = (db: Db) =>
  db
    .selectFrom(fctPipelineBalances.as('balance'))
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'balance.opportunity_id',
    )
    .innerJoin(dimDates.as('calendar'), 'calendar.date', 'balance.balance_date')
    .innerJoin(dimDates.as('expected'), (join) =>
      join
        .onRef('expected.date', '=', 'balance.due_date')
        .onRef('expected.fiscal_quarter', '=', 'calendar.fiscal_quarter'),
    )
    .where('balance.is_closing', '=', false)
    .groupBy([
      'balance.owner_id',
      'balance.team',
      'opportunity.deal_type',
      'balance.balance_date',
      'calendar.fiscal_quarter',
    ])
    .select(({ fn }) => [
      'balance.owner_id',
      'balance.team',
      'opportunity.deal_type',
      'balance.balance_date',
      'calendar.fiscal_quarter',
      fn.sum<Reporting>('balance.amount').as('amount'),
    ])

/** Won deals by the first balance date from the close date on; a quarter’s last day is one. */
const won = (db: Db) =>
  db
    .selectFrom(wonDeals(db).as('deal'))
    .innerJoin(dimPipelineDates.as('closed'), 'closed.date', 'deal.closed_date')
    .innerJoin(balanceDates(db).as('calendar'), 'calendar.balance_number', 'closed.balance_number')
    .where('deal.is_counted', '=', true)
    .groupBy([
      'deal.owner_id',
      'deal.team',
      'deal.deal_type',
      'calendar.balance_date',
      'calendar.fiscal_quarter',
    ])
    .select(({ fn }) => [
      'deal.owner_id',
      'deal.team',
      'deal.deal_type',
      'calendar.balance_date',
      'calendar.fiscal_quarter',
      fn.sum<Reporting>('deal.amount').as('amount'),
    ])

const targets = (db: Db) =>
  db
    .selectFrom(fctQuotas.as('quota'))
    .innerJoin(dimDates.as('calendar'), 'calendar.date', 'quota.month_start_date')
    .where('quota.deal_type', '!=', 'Renewal')
    .groupBy(['quota.owner_id', 'quota.team', 'quota.deal_type', 'calendar.fiscal_quarter'])
    .select(({ fn }) => [
      'quota.owner_id',
      'quota.team',
      'quota.deal_type',
      'calendar.fiscal_quarter',
      fn.sum<Reporting>('quota.quota_amount').as('amount'),
    ])
