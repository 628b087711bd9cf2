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

/** Methods, so that what takes one kind of chart may stand for what takes any. */
interface Kind<C extends Chart = Chart> {
  /** The queries of a chart, by what each is for. */
  queries(chart: C, ask: Ask): Queries
  /** What the answers to them show. */
  frame(chart: C, ask: Ask, answers: Answers): Frame
}

const kinds: { readonly [K in Chart['kind']]: Kind<Extract<Chart, { kind: K }>> } = {
  trend: { queries: trendQueries, frame: trendFrame },
  movements: { queries: movementsQueries, frame: movementsFrame },
  bridge: { queries: bridgeQueries, frame: bridgeFrame },
  breakdown: { queries: breakdownQueries, frame: breakdownFrame },
  change: { queries: changeQueries, frame: changeFrame },
  cohort: { queries: cohortQueries, frame: cohortFrame },
  funnel: { queries: stagesQueries, frame: stagesFrame },
  figures: { queries: stagesQueries, frame: stagesFrame },
  matrix: { queries: matrixQueries, frame: matrixFrame },
  profile: { queries: profileQueries, frame: profileFrame },
  prediction: { queries: predictionQueries, frame: predictionFrame },
  volume: { queries: volumeQueries, frame: volumeFrame },
}

const kindOf = ({ kind }: Chart): Kind => kinds[kind]

/** The queries of a chart, by what each is for. */
export const queriesOf = (chart: Chart, ask: Ask): Queries => kindOf(chart).queries(chart, ask)

/** What the answers to a chart's queries show. */
export const frameOf = (chart: Chart, ask: Ask, answers: Answers): Frame =>
  kindOf(chart).frame(chart, ask, answers)
