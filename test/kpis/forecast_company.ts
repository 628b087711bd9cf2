/** Serves what the view `forecast` makes of a small CRM, its forecasts and its MRR. */
import { afterAll, beforeAll } from 'vitest'
import { given } from '../../src/testing.ts'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimBalanceDates } from '../../transforms/conformed/dim_balance_dates.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { fctAccountMonths } from '../../transforms/conformed/fct_account_months.ts'
import { fctForecastCells } from '../../transforms/conformed/fct_forecast_cells.ts'
import { fctForecasts } from '../../transforms/conformed/fct_forecasts.ts'
import { fctMrrPredictions } from '../../transforms/conformed/fct_mrr_predictions.ts'
import { fctPipelineSnapshots } from '../../transforms/conformed/fct_pipeline_snapshots.ts'
import { fctPredictions } from '../../transforms/conformed/fct_predictions.ts'
import { fctWonPredictions } from '../../transforms/conformed/fct_won_predictions.ts'
import { martForecast } from '../../transforms/marts/mart_forecast.ts'
import { stgForecasts } from '../../transforms/staging/stg_forecasts.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { type Crm, crmTables, givenCrm } from '../transforms/crm_inputs.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

interface Company extends Crm {
  readonly asOf: string
  /** Of each forecast: seller, first day of the month, submitted on, category, amount. */
  readonly forecasts?: readonly (readonly [string, string, string, string, number])[]
  /** MRR by month end. */
  readonly mrr?: Readonly<Record<string, number>>
}

const forecastTables = [
  dimBalanceDates,
  fctForecasts,
  fctForecastCells,
  fctPipelineSnapshots,
  fctWonPredictions,
  fctMrrPredictions,
  fctPredictions,
  martForecast,
]

/** Serves a company before the tests of its block. */
export function forecastCompany({ forecasts = [], mrr = {}, ...crm }: Company) {
  let served: ServedCase
  beforeAll(async () => {
    const db = await openMemory()
    await givenCrm(db, crm)
    await given(
      db,
      stgForecasts,
      forecasts.map(([owner, month, on, category, amount]) => ({
        source_system: 'finance',
        owner_email: `${owner.toLowerCase()}@seller.example`,
        currency_code: 'EUR',
        period_type: 'month',
        period_start_date: month,
        submitted_at: new Date(`${on}T09:00:00Z`),
        category,
        amount_local: String(amount),
      })),
    )
    await given(
      db,
      fctAccountMonths,
      Object.entries(mrr).map(([balance_date, amount]) => ({
        account_id: 'unknown',
        balance_date,
        mrr: String(amount),
      })),
    )
    await make(db, [...crmTables, ...forecastTables])
    served = await serve(
      db,
      [martForecast, dimAccounts, dimOwners, dimDates],
      `${crm.asOf.replace(' ', 'T')}Z`,
    )
    await db.destroy()
  })
  afterAll(() => served.close())
  return {
    ask: (measures: readonly string[], question?: Question) =>
      answer(served.semantic, 'forecast', measures, question),
    load: (query: object, context: object = { role: 'admin' }) =>
      served.semantic.load(query, context as never),
  }
}
