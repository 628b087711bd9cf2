/** The generic files of forecasts, targets, costs and exchange rates. */
import { costColumns } from '../staging/objects/costs.ts'
import { forecastColumns } from '../staging/objects/forecasts.ts'
import { fxRateColumns } from '../staging/objects/fx_rates.ts'
import { targetColumns } from '../staging/objects/targets.ts'
import { defineFile } from './generic_files.ts'

const amount = ['amount'] as const
const currency = ['currency'] as const

export const rawGenericForecasts = defineFile(
  {
    ...forecastColumns,
    period_type: forecastColumns.period_type.nullable(),
    currency_code: forecastColumns.currency_code.nullable(),
  },
  {
    object: 'forecasts',
    rows: 'Forecasts as they were submitted',
    key: [
      'owner_id',
      'owner_email',
      'owner_name',
      'team_name',
      'period_type',
      'period_start_date',
      'category',
      'currency_code',
      'submitted_at',
    ],
    observed: ['submitted_at'],
    words: {
      owner_name: ['owner'],
      team_name: ['team'],
      currency_code: currency,
      period_start_date: ['period_start'],
      amount_local: amount,
    },
  },
)

export const rawGenericTargets = defineFile(
  { ...targetColumns, period_type: targetColumns.period_type.nullable() },
  {
    object: 'targets',
    rows: 'Targets and quotas',
    key: [
      'metric',
      'owner_email',
      'team_name',
      'segment',
      'region',
      'deal_type',
      'period_type',
      'period_start_date',
    ],
    words: {
      owner_email: ['owner'],
      team_name: ['team'],
      currency_code: currency,
      period_start_date: ['period_start', 'month'],
      target_value: ['target', 'value'],
    },
  },
)

export const rawGenericCosts = defineFile(
  {
    ...costColumns,
    cost_type: costColumns.cost_type.nullable(),
    currency_code: costColumns.currency_code.nullable(),
  },
  {
    object: 'costs',
    rows: 'What sales and marketing cost, beside ad platforms',
    key: ['cost_type', 'category', 'segment', 'currency_code', 'cost_date'],
    words: {
      cost_type: ['department', 'type'],
      currency_code: currency,
      cost_date: ['date', 'month'],
      amount_local: amount,
    },
  },
)

export const rawGenericFxRates = defineFile(
  { ...fxRateColumns, base_currency_code: fxRateColumns.base_currency_code.nullable() },
  {
    object: 'fx_rates',
    rows: 'Exchange rates as published',
    key: ['currency_code', 'base_currency_code', 'rate_date'],
    words: {
      currency_code: currency,
      base_currency_code: ['base_currency', 'base'],
      rate_date: ['date'],
      exchange_rate: ['rate'],
    },
  },
)
