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
  /** A measure, also of another view, whose future the chart tells. */
  | { readonly predictionOf: string }

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
  /** What is worst stands first, instead of the most. */
  readonly worstFirst?: boolean
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

/** A measure by two dimensions at once: a row for each member of one, a column for each of the other. */
export interface MatrixChart extends Declared {
  readonly kind: 'matrix'
  readonly measure: string
  /** The dimension of the rows at first, and others that are offered if the measure allows them. */
  readonly by: readonly string[]
  readonly across: string
  /** A numeric dimension by which the columns are sorted. */
  readonly order: string
}

/** Measures by a dimension whose members are numbers, such as the months that lie between. */
export interface ProfileChart extends Declared {
  readonly kind: 'profile'
  readonly measures: readonly string[]
  readonly along: string
  /** A dimension that is never added up over, and the members of it that the reader chooses from. */
  readonly of: { readonly dimension: string; readonly members: readonly string[] }
  readonly title: TitleSource
}

/** What a range of measures says of one figure: the band in which it is expected. */
interface Band {
  readonly middle: string
  readonly low: string
  readonly high: string
}

/** What was predicted, with its band, beside what came; and what is predicted for periods ahead. */
export interface PredictionChart extends Declared, Band {
  readonly kind: 'prediction'
  readonly outcome: string
  /** Naive predictions to compare with. */
  readonly baselines: readonly string[]
  /** By granularity, the member of the dimension `prediction` that is of such periods. */
  readonly predictions: Readonly<Partial<Record<'month' | 'quarter', string>>>
  readonly title: TitleSource
}

/** How many records came, beside the band in which that was expected; one source and object at a time. */
export interface VolumeChart extends Declared, Band {
  readonly kind: 'volume'
  readonly outcome: string
  /** Counts the periods outside the band: what has most of them is shown first. */
  readonly outside: string
  /** The dimensions that tell the series apart. */
  readonly series: readonly string[]
  /** The dimension that says of which type of period a row is. */
  readonly periodType: string
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
  | MatrixChart
  | ProfileChart
  | PredictionChart
  | VolumeChart

/** The measures of a chart, without their view. */
export function measuresOf(chart: Chart): readonly string[] {
  switch (chart.kind) {
    case 'trend':
    case 'figures':
    case 'profile':
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
    case 'matrix':
      return [chart.measure]
    case 'prediction':
      return [chart.outcome, chart.middle, chart.low, chart.high, ...chart.baselines]
    case 'volume':
      return [chart.outcome, chart.middle, chart.low, chart.high]
    case 'cohort':
      return [chart.measure, chart.size]
    case 'funnel':
      return chart.stages
  }
}
