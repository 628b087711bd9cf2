/** Finance’s costs. */
import { sumOfOneCurrency } from '../../../src/sql/local_money.ts'
import { comparable, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawFinanceCosts } from '../../sources/finance.ts'
import { costColumns } from '../objects/costs.ts'

export const stgFinanceCosts = defineTable({
  name: 'stg_finance__costs',
  description:
    'Costs as finance books them, without paid media; the bookings of one day, department, category, segment and currency are one.',
  grain: ['cost_date', 'cost_type', 'category', 'segment', 'currency_code'],
  columns: costColumns,
  query: (db) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom(rawFinanceCosts.as('cost'))
          .where('cost.is_gone', '=', false)
          .select(({ fn, ref, val }) => [
            fn.coalesce(comparable(ref('cost.department')), val('other')).as('cost_type'),
            tidy(ref('cost.category')).as('category'),
            tidy(ref('cost.segment')).as('segment'),
            fn<string>('upper', ['cost.currency']).as('currency_code'),
            'cost.date as cost_date',
            'cost.amount as amount_local',
          ])
          .as('cost'),
      )
      .groupBy([
        'cost.cost_type',
        'cost.category',
        'cost.segment',
        'cost.currency_code',
        'cost.cost_date',
      ])
      .select(({ ref, val }) => [
        val('finance').as('source_system'),
        'cost.cost_type',
        'cost.category',
        'cost.segment',
        'cost.currency_code',
        'cost.cost_date',
        sumOfOneCurrency(ref('cost.amount_local')).as('amount_local'),
      ]),
})
