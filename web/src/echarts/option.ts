/** By the kind of a chart: how its frame is drawn. */
import type { Chart } from '../charts/chart.ts'
import type { Frame } from '../kinds/frame.ts'
import { bandOption } from './band_option.ts'
import { bridgeOption } from './bridge_option.ts'
import type { Annotated } from './common.ts'
import { cohortOption, matrixOption } from './heat_option.ts'
import type { Look } from './look.ts'
import { movementsOption } from './movements_option.ts'
import { profileOption } from './profile_option.ts'
import { rankingOption } from './ranking_option.ts'
import { trendOption } from './trend_option.ts'
import type { Words } from './words.ts'

export interface Drawn {
  readonly chart: Chart
  readonly frame: Frame
  readonly words: Words
  readonly annotated: readonly Annotated[]
  /** Which way is good for the first measure. */
  readonly good: string
}

/** The library's option for a frame; undefined for charts without a drawing. */
export function optionOf({ chart, frame, words, annotated, good }: Drawn, look: Look) {
  switch (chart.kind) {
    case 'trend':
      return trendOption(chart, frame, look, words, annotated)
    case 'movements':
      return movementsOption(frame, look, words, annotated)
    case 'bridge':
      return bridgeOption(frame, look, words)
    case 'breakdown':
    case 'change':
    case 'funnel':
      return rankingOption(chart, frame, look, words, good)
    case 'cohort':
      return cohortOption(frame, look, words, good)
    case 'matrix':
      return matrixOption(frame, look, words)
    case 'profile':
      return profileOption(frame, look, words)
    case 'prediction':
    case 'volume':
      return bandOption(chart, frame, look, words, annotated)
    case 'figures':
      return undefined
  }
}
