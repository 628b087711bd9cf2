/** How sure a prediction is: by how far earlier ones were off, and by nothing known later. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { dataAsOf } from '../../../src/run_tables.ts'
import { given } from '../../../src/testing.ts'
import { dimBalanceDates } from '../../../transforms/conformed/dim_balance_dates.ts'
import { dimDates } from '../../../transforms/conformed/dim_dates.ts'
import { fctMrrPredictions } from '../../../transforms/conformed/fct_mrr_predictions.ts'
import { fctOpportunities } from '../../../transforms/conformed/fct_opportunities.ts'
import { fctPipelineSnapshots } from '../../../transforms/conformed/fct_pipeline_snapshots.ts'
import { fctPredictions } from '../../../transforms/conformed/fct_predictions.ts'
import { fctWonPredictions } from '../../../transforms/conformed/fct_won_predictions.ts'
import { make, openMemory } from '../chain.ts'

/** By month of 2024, from January: what was won. */
const won = [100, 50, 60, 70, 80, 90, 100, 110, 200]
const number = (month: number) => 12 * 2024 + month

test('P10 and P90 are those of outcome ÷ prediction over what was over by then', async () => {
  const db = await openMemory()
  try {
    await given(db, dataAsOf, [{ as_of: new Date('2024-09-30T12:00Z') }])
    await given(
      db,
      fctPipelineSnapshots,
      won.map((amount, place) => ({
        opportunity_id: String(place),
        deal_type: 'New Business' as const,
        opportunity_status: 'won' as const,
        month_number: number(place + 1),
        amount: String(amount),
      })),
    )
    await given(db, fctOpportunities, [])
    await given(db, fctMrrPredictions, [])
    // 100 for the next month, every time.
    await given(
      db,
      fctWonPredictions,
      won.map((_, place) => ({
        as_of_date: `2024-${String(place + 1).padStart(2, '0')}-28`,
        month_number: number(place + 1),
        known_number: number(place + 1),
        target_month_number: number(place + 2),
        predicted_amount: '100',
        won_amount: won[place + 1] === undefined ? null : String(won[place + 1]),
      })),
    )
    await make(db, [dimDates, dimBalanceDates, fctPredictions])
    const read = await sql<Record<string, unknown>>`
      select month(period_start_date), cast(predicted_amount as double), cast(low_amount as double),
        cast(high_amount as double), is_current
      from fct_predictions where prediction = 'won_amount_by_month' order by period_start_date`.execute(
      db,
    )
    expect(read.rows.slice(-4).map((row) => Object.values(row))).toEqual([
      // Five errors: too few to tell.
      [7, 100, null, null, false],
      // 0.5 to 1.0 in six steps: a tenth of the way is 0.55; P90 lies at 0.95, and so at the middle.
      [8, 100, 55, 100, false],
      // And 1.1: 0.56 and 1.04.
      [9, 100, 56, 104, false],
      // And 2.0: 0.57, and 3 tenths of the way from 1.1 to 2.0.
      [10, 100, 57, 137, true],
    ])
  } finally {
    await db.destroy()
  }
})
