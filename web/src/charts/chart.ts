/** What a chart is declared by: which measures of which view, shown how. Words come from the model. */

interface Declared {
  /** `page.name`; also the address of its embed. */
  readonly id: string
  readonly view: string
  /** How much of the page's width it takes; half by default. */
  readonly width?: 'third' | 'half' | 'full'
}

/** Where a chart of several measures takes its title from; of one, it is the measure's. */
type TitleSource =
  | { readonly folder: string }
  | { readonly view: true }
  | { readonly partsOf: string }

/** Measures over time; the first is the headline. */
export interface TrendChart extends Declared {
  readonly kind: 'trend'
  readonly measures: readonly string[]
  readonly shape: 'line' | 'bar'
  readonly title?: TitleSource
}

/** What was added and taken away in each period. */
export interface MovementsChart extends Declared {
  readonly kind: 'movements'
  readonly plus: readonly string[]
  readonly minus: readonly string[]
  readonly net: string
  readonly title: TitleSource
}

/** From a start to an end by steps. */
export interface BridgeChart extends Declared {
  readonly kind: 'bridge'
  /** At the start of the period; `balance` is the end measure one period earlier. */
  readonly start: string | 'balance'
  readonly end: string
  readonly plus: readonly string[]
  readonly minus: readonly string[]
  readonly title: TitleSource
  /** The dimension that says which type of period rows are of, where there is one. */
  readonly periodType?: string
}

/** A measure by the members of a dimension that the reader chooses. */
export interface BreakdownChart extends Declared {
  readonly kind: 'breakdown'
  readonly measure: string
  /** The dimension at first, and others that are offered if the measure allows them. */
  readonly by: readonly string[]
  /** A numeric dimension to sort by, for members that have an order of their own. */
  readonly order?: string
  /** Sets off the member with the most: where things get stuck. */
  readonly marksMost?: boolean
}

/** Cohorts by the months since they began. */
export interface CohortChart extends Declared {
  readonly kind: 'cohort'
  readonly measure: string
  readonly size: string
  readonly months: string
}

/** Stages, each with what came to it in the range. */
export interface FunnelChart extends Declared {
  readonly kind: 'funnel'
  readonly stages: readonly string[]
  readonly title: TitleSource
}

/** Which members of a dimension made a measure change between the last two complete periods. */
export interface ChangeChart extends Declared {
  readonly kind: 'change'
  readonly measure: string
  readonly by: readonly string[]
}

/** Figures without a drawing. */
export interface FiguresChart extends Declared {
  readonly kind: 'figures'
  readonly measures: readonly string[]
  readonly title: TitleSource
}

export type Chart =
  | TrendChart
  | MovementsChart
  | BridgeChart
  | BreakdownChart
  | CohortChart
  | FunnelChart
  | ChangeChart
  | FiguresChart

/** The measures of a chart, without their view. */
export function measuresOf(chart: Chart): readonly string[] {
  switch (chart.kind) {
    case 'trend':
    case 'figures':
      return chart.measures
    case 'movements':
      return [...chart.plus, ...chart.minus, chart.net]
    case 'bridge':
      return [
        ...(chart.start === 'balance' ? [] : [chart.start]),
        ...chart.plus,
        ...chart.minus,
        chart.end,
      ]
    case 'breakdown':
    case 'change':
      return [chart.measure]
    case 'cohort':
      return [chart.measure, chart.size]
    case 'funnel':
      return chart.stages
  }
}
