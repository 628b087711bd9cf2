/** What was planned, by the scorecard: for the whole company and by month, so of no slice. */
import { figure } from '../format/values.ts'
import type { Grain } from '../model/granularities.ts'
import type { Measure } from '../model/meta.ts'
import { endOf } from '../model/periods.ts'
import { type Answers, type Ask, periodOf, type Queries } from './ask.ts'

/** The question for the targets of a span of months; none where there are none to be had. */
export function targetQuery(
  ask: Ask,
  grain: Grain,
  [from, to]: readonly [string, string],
): Queries {
  const hasFilters = Object.keys(ask.filters).length > 0
  if (!ask.model.measures.has('scorecard.target') || hasFilters || grain !== 'month') return {}
  return {
    targets: {
      measures: ['scorecard.target'],
      dimensions: ['scorecard.kpi'],
      segments: ['scorecard.with_target'],
      timeDimensions: [
        { dimension: 'scorecard.date', granularity: 'month', dateRange: [from, endOf(grain, to)] },
      ],
      limit: 5_000,
    },
  }
}

/** The targets of a measure by the first day of their month. */
export const targetsOf = (answers: Answers, measure: Measure | undefined) =>
  new Map(
    (answers['targets'] ?? [])
      .filter((row) => row['scorecard.kpi'] === measure?.name)
      .map((row) => [periodOf(row, 'scorecard', 'month'), figure(row['scorecard.target'])]),
  )
