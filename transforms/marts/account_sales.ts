/** What is open with each account, and what it ever bought, as of data_as_of. */
import { dataAsOf } from '../../src/run_tables.ts'
import { countWhere } from '../../src/sql/latest.ts'
import { total, totalExact } from '../../src/sql/money.ts'
import { dayOf } from '../../src/sql/time.ts'
import type { Db } from '../../src/table.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctPipelineBalances } from '../conformed/fct_pipeline_balances.ts'

/** The last balance of the open pipeline: the same as that of view `pipeline` at the end of the data. */
export const pipelineNow = (db: Db) =>
  db
    .selectFrom(fctPipelineBalances.as('balance'))
    .innerJoin(dataAsOf.as('run'), (join) =>
      join.on(({ eb, ref }) => eb('balance.balance_date', '=', dayOf(ref('run.as_of')))),
    )
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'balance.opportunity_id',
    )
    .where('balance.is_closing', '=', false)
    .groupBy('opportunity.account_id')
    .select(({ fn, ref }) => [
      'opportunity.account_id',
      fn.countAll().$castTo<number>().as('open_count'),
      total(ref('balance.amount')).as('open_amount'),
      totalExact(ref('balance.weighted_amount')).as('weighted_amount'),
      fn.min('balance.due_date').as('next_close_date'),
    ])

/** Renewals are in the amount and not in the count, as in view `pipeline`. */
export const wonSoFar = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .where('opportunity.outcome', '=', 'won')
    .groupBy('opportunity.account_id')
    .select(({ ref }) => [
      'opportunity.account_id',
      countWhere(ref('opportunity.is_counted')).as('won_count'),
      total(ref('opportunity.amount').$notNull()).as('won_amount'),
    ])
