/** By the kind of a chart: what it asks, and what it makes of the answers. */
import type { Chart } from '../charts/chart.ts'
import type { Answers, Ask, Queries } from './ask.ts'
import { breakdownFrame, breakdownQueries, changeFrame, changeQueries } from './breakdown.ts'
import { bridgeFrame, bridgeQueries } from './bridge.ts'
import { cohortFrame, cohortQueries } from './cohort.ts'
import type { Frame } from './frame.ts'
import { matrixFrame, matrixQueries } from './matrix.ts'
import { movementsFrame, movementsQueries } from './movements.ts'
import { predictionFrame, predictionQueries } from './prediction.ts'
import { profileFrame, profileQueries } from './profile.ts'
import { stagesFrame, stagesQueries } from './stages.ts'
import { trendFrame, trendQueries } from './trend.ts'
import { volumeFrame, volumeQueries } from './volume.ts'

/** The queries of a chart, by what each is for. */
export function queriesOf(chart: Chart, ask: Ask): Queries {
  switch (chart.kind) {
    case 'trend':
      return trendQueries(chart, ask)
    case 'movements':
      return movementsQueries(chart, ask)
    case 'bridge':
      return bridgeQueries(chart, ask)
    case 'breakdown':
      return breakdownQueries(chart, ask)
    case 'change':
      return changeQueries(chart, ask)
    case 'cohort':
      return cohortQueries(chart, ask)
    case 'funnel':
    case 'figures':
      return stagesQueries(chart, ask)
    case 'matrix':
      return matrixQueries(chart, ask)
    case 'profile':
      return profileQueries(chart, ask)
    case 'prediction':
      return predictionQueries(chart, ask)
    case 'volume':
      return volumeQueries(chart, ask)
  }
}

/** What the answers to a chart's queries show. */
export function frameOf(chart: Chart, ask: Ask, answers: Answers): Frame {
  switch (chart.kind) {
    case 'trend':
      return trendFrame(chart, ask, answers)
    case 'movements':
      return movementsFrame(chart, ask, answers)
    case 'bridge':
      return bridgeFrame(chart, ask, answers)
    case 'breakdown':
      return breakdownFrame(chart, ask, answers)
    case 'change':
      return changeFrame(chart, ask, answers)
    case 'cohort':
      return cohortFrame(chart, ask, answers)
    case 'funnel':
    case 'figures':
      return stagesFrame(chart, ask, answers)
    case 'matrix':
      return matrixFrame(chart, ask, answers)
    case 'profile':
      return profileFrame(chart, ask, answers)
    case 'prediction':
      return predictionFrame(chart, ask, answers)
    case 'volume':
      return volumeFrame(chart, ask, answers)
  }
}
