/** What customers cost to win and what they are worth, under one calendar (KPIS §8). */
import { type Expression, sql } from 'kysely'
import {
  type Day,
  day,
  flag,
  integer,
  money,
  oneOf,
  type Recurring,
  type RowOf,
  recurring,
  text,
} from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { daysLater, monthsLater, startOf, startOfFirstWhole } from '../../src/sql/calendar.ts'
import { totalOrMissing } from '../../src/sql/money.ts'
import { oneIfAny, shareOfRecurring, totalRecurring } from '../../src/sql/recurring.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimChannels } from '../conformed/dim_channels.ts'
import { dimGrossMargins } from '../conformed/dim_gross_margins.ts'
import { fctAccountMonths } from '../conformed/fct_account_months.ts'
import { fctCosts } from '../conformed/fct_costs.ts'
import { fctMrrMovements } from '../conformed/fct_mrr_movements.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { martAttribution } from './mart_attribution.ts'

const events = ['cost', 'acquisition cost', 'earlier cost', 'balance', 'movement'] as const
type Event = (typeof events)[number]

/** The months between the two ends of the magic number: a quarter’s cost and the next one’s growth. */
const magicMonths = 3

const columns = {
  event: oneOf(
    events,
    'What the row is: a cost on its day; the same cost in the month of the customers that it wins, or a quarter later; an account’s balance at a month end; or what an account’s MRR moved by on a day.',
  ),
  account_id: text('The account; unknown for a cost.'),
  segment: text('The segment on the date; `Not allocated` for a cost that finance gives none.'),
  department: text('Of a cost: Sales or Marketing; else `Not allocated`.'),
  category: text('Of a cost: what it was spent on; else `Not allocated`.'),
  source_system: text('Of a cost: the system that says so; else `Not allocated`.'),
  currency_code: text('Of a cost: the currency that it was paid in; else `Not allocated`.'),
  is_media: flag('Of a cost: whether it is paid media; else null.').nullable(),
  date: day(
    'The day of the cost, as far as it is shifted; the month end; or the day of the movement.',
  ),
  balance_date: day('The date of a balance; null for every other event.').nullable(),
  cost: money(
    'Of a cost; null where no exchange rate is known, and for every other event.',
  ).nullable(),
  mrr: recurring('Of a balance: the account’s MRR; else null.').nullable(),
  gross_mrr: recurring('Of a balance: what the gross margin leaves of it; else null.').nullable(),
  customer_count: integer('Of a balance: 1 with MRR above 0, else 0; else null.').nullable(),
  churned_customers_6: fctAccountMonths.columns.churned_customers_6,
  customer_months_6: fctAccountMonths.columns.customer_months_6,
  new_customer_count: integer(
    'Of a movement from the first month with acquisition cost on: customers won; else null.',
  ).nullable(),
  paid_customer_count: integer(
    'Of the same: those won with a touch of a paid channel, by the attribution model of the settings; else null.',
  ).nullable(),
  new_gross_mrr: recurring(
    'Of the same: what the gross margin leaves of their first MRR; else null.',
  ).nullable(),
  net_new_mrr: recurring(
    'Of a movement from the first whole quarter on whose quarter before has cost: what it added to MRR; else null.',
  ).nullable(),
}
type Row = RowOf<typeof columns>

export const martUnitEconomics = defineTable({
  name: 'mart_unit_economics',
  description:
    'Costs of sales and marketing that count, balances and movements of MRR by account and day, one event a row; what has no cost to be compared with is out of the columns that compare.',
  grain: [
    'event',
    'account_id',
    'segment',
    'department',
    'category',
    'source_system',
    'currency_code',
    'date',
  ],
  columns,
  relations: [{ column: 'account_id', to: dimAccounts }],
  // What an event lacks is null: the union goes by name, and the audit holds it to the columns.
  query: (db) =>
    unionByName<Row>(
      costs(db, 'cost', 0).$castTo<Row>(),
      costs(db, 'acquisition cost', settings.cacLagMonths).$castTo<Row>(),
      earlierCosts(db).$castTo<Row>(),
      balances(db).$castTo<Row>(),
      movements(db).$castTo<Row>(),
    ),
})

const event = (name: Event) => sql<Event>`${sql.lit(name)}`.as('event')
const notAllocated = sql<string>`'Not allocated'`

/** Costs some months later: those of months that the data has come to, by its last day at most. */
const costs = (db: Db, name: Event, months: number) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctCosts.as('cost'))
        .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
        .where('cost.is_counted', '=', true)
        .where('cost.cost_function', 'in', ['sales', 'marketing'])
        .select(({ eb, ref, fn }) => [
          'cost.segment',
          eb
            .case()
            .when('cost.cost_function', '=', 'sales')
            .then('Sales')
            .else('Marketing')
            .end()
            .as('department'),
          'cost.category',
          'cost.source_system',
          'cost.currency_code',
          'cost.is_media',
          'cost.cost',
          fn<Day>('least', [
            monthsLater(ref('cost.cost_date'), months),
            dayOf(ref('run.as_of')),
          ]).as('date'),
          monthsLater(startOf('month', ref('cost.cost_date')), months).as('month'),
          dayOf(ref('run.as_of')).as('last_date'),
        ])
        .as('cost'),
    )
    .whereRef('cost.month', '<=', 'cost.last_date')
    .groupBy([
      'cost.segment',
      'cost.department',
      'cost.category',
      'cost.source_system',
      'cost.currency_code',
      'cost.is_media',
      'cost.date',
    ])
    .select(({ ref }) => [
      event(name),
      sql<string>`'unknown'`.as('account_id'),
      'cost.segment',
      'cost.department',
      'cost.category',
      'cost.source_system',
      'cost.currency_code',
      'cost.is_media',
      'cost.date',
      totalOrMissing(ref('cost.cost')).as('cost'),
    ])

/** The quarter before has to have cost from its first month on. */
const earlierCosts = (db: Db) =>
  db
    .selectFrom(costs(db, 'earlier cost', magicMonths).as('cost'))
    .innerJoin(beginnings(db).as('beginning'), (join) =>
      join.onRef('beginning.first_quarter', '<=', 'cost.date'),
    )
    .selectAll('cost')

/** When cost begins: a number that compares with it begins then too. */
const beginnings = (db: Db) =>
  db
    .selectFrom(fctCosts.as('cost'))
    .where('cost.is_counted', '=', true)
    .where('cost.cost_function', 'in', ['sales', 'marketing'])
    .select(({ fn }) => {
      const first = startOf('month', fn.min('cost.cost_date'))
      return [
        monthsLater(first, settings.cacLagMonths).as('first_month'),
        monthsLater(startOfFirstWhole('quarter', first), magicMonths).as('first_quarter'),
      ]
    })

/** A closing row counts as any other: what it says is that the balance is 0. */
const balances = (db: Db) =>
  db
    .selectFrom(fctAccountMonths.as('month'))
    .innerJoin(dimGrossMargins.as('margin'), (join) =>
      join
        .onRef('margin.segment', '=', 'month.segment')
        .on(({ eb, ref }) =>
          eb('margin.month_start_date', '=', startOf('month', ref('month.balance_date'))),
        ),
    )
    .groupBy([
      'month.account_id',
      'month.segment',
      'month.balance_date',
      'margin.gross_margin_rate',
    ])
    .select(({ ref }) => {
      const mrr = totalRecurring(ref('month.mrr'))
      return [
        event('balance'),
        'month.account_id',
        'month.segment',
        notAllocated.as('department'),
        notAllocated.as('category'),
        notAllocated.as('source_system'),
        notAllocated.as('currency_code'),
        'month.balance_date as date',
        'month.balance_date',
        mrr.as('mrr'),
        shareOfRecurring(mrr, ref('margin.gross_margin_rate')).as('gross_mrr'),
        oneIfAny(mrr).as('customer_count'),
        countIn(ref('month.churned_customers_6')).as('churned_customers_6'),
        countIn(ref('month.customer_months_6')).as('customer_months_6'),
      ]
    })

/** Transfers between owners, teams and segments are no growth: in total they are 0. */
const movements = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctMrrMovements.as('movement'))
        .innerJoin(dimGrossMargins.as('margin'), (join) =>
          join
            .onRef('margin.segment', '=', 'movement.segment')
            .on(({ eb, ref }) =>
              eb('margin.month_start_date', '=', startOf('month', ref('movement.movement_date'))),
            ),
        )
        .innerJoin(beginnings(db).as('beginning'), (join) => join.onTrue())
        .leftJoin(paidAccounts(db).as('paid'), 'paid.account_id', 'movement.account_id')
        .where('movement.movement_type', 'not in', ['transferred_in', 'transferred_out'])
        .select(({ eb, ref }) => {
          const isWon = eb.and([
            eb('movement.movement_type', '=', 'new'),
            eb('movement.movement_date', '>=', ref('beginning.first_month')),
          ])
          return [
            'movement.account_id',
            'movement.segment',
            'movement.movement_date',
            eb.case().when(isWon).then(ref('movement.account_count')).end().as('new_customers'),
            eb
              .case()
              .when(
                eb.and([
                  isWon,
                  eb(ref('paid.closed_date'), '<=', daysLater(ref('movement.movement_date'), 31)),
                ]),
              )
              .then(ref('movement.account_count'))
              .end()
              .as('paid_customers'),
            eb
              .case()
              .when(isWon)
              .then(shareOfRecurring(ref('movement.mrr_change'), ref('margin.gross_margin_rate')))
              .end()
              .as('new_gross_mrr'),
            eb
              .case()
              .when('movement.movement_date', '>=', ref('beginning.first_quarter'))
              .then(ref('movement.mrr_change'))
              .end()
              .as('net_new_mrr'),
          ]
        })
        .as('movement'),
    )
    .groupBy(['movement.account_id', 'movement.segment', 'movement.movement_date'])
    .select(({ ref }) => [
      event('movement'),
      'movement.account_id',
      'movement.segment',
      notAllocated.as('department'),
      notAllocated.as('category'),
      notAllocated.as('source_system'),
      notAllocated.as('currency_code'),
      'movement.movement_date as date',
      countIn(ref('movement.new_customers')).as('new_customer_count'),
      countIn(ref('movement.paid_customers')).as('paid_customer_count'),
      recurringIn(ref('movement.new_gross_mrr')).as('new_gross_mrr'),
      recurringIn(ref('movement.net_new_mrr')).as('net_new_mrr'),
    ])

/**
 * The accounts whose first won opportunity has a touch of a paid channel among those that the
 * attribution model of the settings credits. It may close up to a month after the account first
 * has MRR: the paper follows the subscription.
 */
const paidAccounts = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctOpportunities.as('opportunity'))
        .where('opportunity.is_counted', '=', true)
        .where('opportunity.outcome', '=', 'won')
        .where('opportunity.account_id', '!=', 'unknown')
        .distinctOn('opportunity.account_id')
        .orderBy('opportunity.account_id')
        .orderBy('opportunity.closed_at')
        .orderBy('opportunity.opportunity_id')
        .select(['opportunity.account_id', 'opportunity.opportunity_id', 'opportunity.closed_date'])
        .as('won'),
    )
    .innerJoin(martAttribution.as('part'), 'part.opportunity_id', 'won.opportunity_id')
    .innerJoin(dimChannels.as('channel'), 'channel.channel', 'part.channel')
    .where('part.kind', '=', 'revenue')
    .where('part.is_default_model', '=', true)
    .where('channel.is_paid', '=', true)
    .select(['won.account_id', 'won.closed_date'])
    .distinct()

/** Sums over the rows that have a value; null where none has. */
const countIn = (count: Expression<number | null>) =>
  sql<number | null>`cast(sum(${count}) as bigint)`
const recurringIn = (value: Expression<Recurring | null>) =>
  sql<Recurring | null>`cast(sum(${value}) as decimal(28, 8))`
