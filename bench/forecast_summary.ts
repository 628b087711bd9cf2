/** What the backtest over seeds says: how far off, against each naive prediction, and how surely. */
import { intervalOf } from './resampled.ts'

export interface Outcome {
  readonly scenario: string
  readonly seed: number
  readonly prediction: string
  readonly horizon: number
  readonly period: string
  readonly predicted: number
  readonly low: number | null
  readonly high: number | null
  readonly last_period: number
  readonly last_year: number
  readonly weighted_pipeline: number
  readonly actual: number
}

const naive = ['last_period', 'last_year', 'weighted_pipeline'] as const

/**
 * A Markdown table per scenario and prediction: WAPE by horizon, each naive one’s with the
 * difference to ours and its 95 % interval, by resampling the seeds: companies are independent of
 * each other, the months of one are not.
 */
export function summary(outcomes: readonly Outcome[]): string {
  const groups = Map.groupBy(outcomes, ({ scenario, prediction }) => `${scenario}, ${prediction}`)
  return [...groups]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([title, rows]) => section(title, rows))
    .join('\n')
}

function section(title: string, rows: readonly Outcome[]): string {
  const horizons = [...new Set(rows.map(({ horizon }) => Number(horizon)))].sort((a, b) => a - b)
  const seeds = new Set(rows.map(({ seed }) => seed)).size
  return [
    `### ${title} (${seeds} seeds)`,
    '',
    '| months ahead | periods | ours | last period | last year | weighted pipeline | bias | within P10–P90 |',
    '|---|---|---|---|---|---|---|---|',
    ...horizons.map((horizon) =>
      line(
        horizon,
        rows.filter((row) => Number(row.horizon) === horizon),
      ),
    ),
    '',
  ].join('\n')
}

function line(horizon: number, rows: readonly Outcome[]): string {
  const bySeed = [...Map.groupBy(rows, ({ seed }) => seed).values()]
  const told = rows.filter(({ low }) => low !== null)
  const within = told.filter(({ low, high, actual }) => low! <= actual && actual <= high!)
  return `| ${[
    horizon,
    rows.length,
    percent(wape(rows, 'predicted')),
    ...naive.map((name) => `${percent(wape(rows, name))} ${versus(bySeed, name)}`),
    percent(total(rows, (row) => row.actual - row.predicted) / total(rows, (row) => row.actual)),
    told.length === 0 ? '' : percent(within.length / told.length),
  ].join(' | ')} |`
}

type Named = 'predicted' | (typeof naive)[number]
const total = (rows: readonly Outcome[], of: (row: Outcome) => number) =>
  rows.reduce((sum, row) => sum + of(row), 0)
const wape = (rows: readonly Outcome[], name: Named) =>
  total(rows, (row) => Math.abs(row.actual - row[name])) / total(rows, (row) => row.actual)
const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** By how much the naive WAPE is above ours: positive is our gain. */
function versus(bySeed: readonly (readonly Outcome[])[], name: Named): string {
  const parts = bySeed.map((rows) => ({
    gain: total(
      rows,
      (row) => Math.abs(row.actual - row[name]) - Math.abs(row.actual - row.predicted),
    ),
    actual: total(rows, (row) => row.actual),
  }))
  const [low, high] = intervalOf(
    parts,
    (drawn) =>
      drawn.reduce((sum, { gain }) => sum + gain, 0) /
      drawn.reduce((sum, { actual }) => sum + actual, 0),
  )
  return `(${points(low)} … ${points(high)})`
}

const points = (share: number) => `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(1)}`
