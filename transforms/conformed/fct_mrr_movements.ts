/** What moved MRR, day by day: the rows between two balances. */
import { type Expression, sql } from 'kysely'
import { day, flag, integer, oneOf, recurring, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { endDay } from '../../src/sql/versions.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimPlans } from './dim_plans.ts'
import { dimProducts } from './dim_products.ts'
import { fctMrrPeriods } from './fct_mrr_periods.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'

export const movementTypes = [
  'new',
  'reactivation',
  'expansion',
  'contraction',
  'churn',
  'transferred_in',
  'transferred_out',
] as const
export type MovementType = (typeof movementTypes)[number]

export const fctMrrMovements = defineTable({
  name: 'fct_mrr_movements',
  description:
    'Every change of MRR by account, product, plan and day, and every transfer of MRR from one owner, team or segment to another.',
  grain: [
    'account_id',
    'product_id',
    'plan_id',
    'movement_date',
    'movement_type',
    'owner_id',
    'team',
    'segment',
  ],
  columns: {
    account_id: text('The account.'),
    product_id: text('The product.'),
    plan_id: text('The plan.'),
    owner_id: text('Who owned the account that day; of a transfer out, the day before.'),
    team: text('The owner’s team that day; of a transfer out, the day before.'),
    segment: text('The account’s segment that day; of a transfer out, the day before.'),
    movement_type: oneOf(
      movementTypes,
      'The type of the account’s net change that day, which all its products carry; transfers add up to 0.',
    ),
    churn_reason: text(
      'Of churn: why the subscription ended that took the MRR away, as its system names it, `Unknown` where it says none; else `Not allocated`.',
    ),
    is_new_product: flag('Whether the account never had MRR of the product before that day.'),
    movement_date: day('The day.'),
    mrr_change: recurring('Signed: what it added or, if negative, took.'),
    account_count: integer(
      '1 on one row per account, day and type of movement, that of the greatest change, else 0.',
    ),
  },
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'product_id', to: dimProducts, unknown: 'unknown' },
    { column: 'plan_id', to: dimPlans, unknown: 'unknown' },
  ],
  audits: (self) => [
    {
      name: 'the movements of an account, product and plan add up to its MRR',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(
            unionByName(
              db
                .selectFrom(self.as('movement'))
                .select([
                  'movement.account_id',
                  'movement.product_id',
                  'movement.plan_id',
                  'movement.mrr_change as mrr',
                ]),
              db
                .selectFrom(fctMrrPeriods.as('period'))
                .where(({ ref }) => sql<boolean>`${ref('period.valid_to')} = ${endDay}`)
                .select(({ ref }) => [
                  'period.account_id',
                  'period.product_id',
                  'period.plan_id',
                  negative(ref('period.mrr')).as('mrr'),
                ]),
            ).as('part'),
          )
          .groupBy(['part.account_id', 'part.product_id', 'part.plan_id'])
          .having(({ ref }) => sql<boolean>`sum(${ref('part.mrr')}) <> 0`)
          .select(['part.account_id', 'part.product_id', 'part.plan_id']),
    },
    {
      name: 'transfers add up to 0 on every day',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('movement'))
          .where('movement.movement_type', 'in', ['transferred_in', 'transferred_out'])
          .groupBy('movement.movement_date')
          .having(({ ref }) => sql<boolean>`sum(${ref('movement.mrr_change')}) <> 0`)
          .select('movement.movement_date'),
    },
  ],
  query: (db) =>
    db
      .selectFrom(unionByName(changes(db), transfersOut(db), transfersIn(db)).as('movement'))
      .selectAll('movement')
      .select(({ ref }) =>
        sql<number>`if(row_number() over (partition by ${ref('movement.account_id')}, ${ref('movement.movement_date')}, ${ref('movement.movement_type')} order by ${ref('movement.mrr_change')} * if(${ref('movement.movement_type')} in ('churn', 'contraction'), 1, -1), ${ref('movement.product_id')}, ${ref('movement.plan_id')}) = 1, 1::bigint, 0)`.as(
          'account_count',
        ),
      ),
})

/** An exchange of products at equal value is a transfer between them. */
const changes = (db: Db) =>
  db
    .selectFrom(fctMrrPeriods.as('period'))
    .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
      join
        .onRef('attributes.account_id', '=', 'period.account_id')
        .onRef('attributes.valid_from', '<=', 'period.valid_from')
        .onRef('attributes.valid_to', '>', 'period.valid_from'),
    )
    .select(({ ref }) => [
      'period.account_id',
      'period.product_id',
      'period.plan_id',
      'attributes.owner_id',
      'attributes.team',
      'attributes.segment',
      sql<MovementType>`case
        when ${ref('period.change_type')} <> 'exchange' then ${ref('period.change_type')}
        when ${ref('period.mrr_change')} > 0 then 'transferred_in'
        else 'transferred_out' end`.as('movement_type'),
      sql<string>`if(${ref('period.change_type')} = 'churn', ${ref('period.churn_reason')}, 'Not allocated')`.as(
        'churn_reason',
      ),
      'period.is_new_product',
      'period.valid_from as movement_date',
      'period.mrr_change',
    ])
    .$narrowType<{ owner_id: string; team: string; segment: string }>()

/** The days, of those the data tells of, on which an account with MRR changed its attributes. */
const transfers = (db: Db) =>
  db
    .selectFrom(mapAccountAttributes.as('after'))
    .innerJoin(mapAccountAttributes.as('before'), (join) =>
      join
        .onRef('before.account_id', '=', 'after.account_id')
        .onRef('before.valid_to', '=', 'after.valid_from'),
    )
    .innerJoin(dataAsOf.as('run'), (join) =>
      join.on(({ ref }) => sql`${dayOf(ref('run.as_of'))} >= ${ref('after.valid_from')}`),
    )
    .innerJoin(fctMrrPeriods.as('period'), (join) =>
      join
        .onRef('period.account_id', '=', 'after.account_id')
        .onRef('period.valid_from', '<', 'after.valid_from')
        .onRef('period.valid_to', '>=', 'after.valid_from'),
    )
    .where(({ ref }) => sql<boolean>`${ref('period.mrr')} <> 0`)

const transfersOut = (db: Db) =>
  transfers(db).select(({ ref }) => [
    'before.account_id',
    'period.product_id',
    'period.plan_id',
    'before.owner_id',
    'before.team',
    'before.segment',
    sql<MovementType>`'transferred_out'`.as('movement_type'),
    notAllocated.as('churn_reason'),
    isNotNew.as('is_new_product'),
    'after.valid_from as movement_date',
    negative(ref('period.mrr')).as('mrr_change'),
  ])

const transfersIn = (db: Db) =>
  transfers(db).select([
    'after.account_id',
    'period.product_id',
    'period.plan_id',
    'after.owner_id',
    'after.team',
    'after.segment',
    sql<MovementType>`'transferred_in'`.as('movement_type'),
    notAllocated.as('churn_reason'),
    isNotNew.as('is_new_product'),
    'after.valid_from as movement_date',
    'period.mrr as mrr_change',
  ])

const notAllocated = sql<string>`'Not allocated'`
const isNotNew = sql<boolean>`false`
const negative = <T>(value: Expression<T>) => sql<T>`(-${value})`
