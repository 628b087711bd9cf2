/** Which colour each column of a frame is drawn in: the drawing and the legend agree on it. */
import type { Chart } from '../charts/chart.ts'
import { drawnComparison, type Frame } from '../kinds/frame.ts'
import { bandColors } from './band_option.ts'
import type { Look } from './look.ts'
import { movementColors } from './movements_option.ts'

/** The colours of the columns that a legend has to tell apart; of one column there is none. */
export function legendColors(chart: Chart, frame: Frame, look: Look): ReadonlyMap<string, string> {
  switch (chart.kind) {
    case 'movements':
      return movementColors(frame, look)
    case 'prediction':
    case 'volume':
      return bandColors(frame, look)
    case 'trend':
    case 'profile':
      return frame.columns.length < 2 ? new Map() : trendColors(frame, look)
    case 'breakdown':
    case 'funnel':
    case 'bridge': {
      const before = drawnComparison(frame)
      const color = chart.kind === 'bridge' ? look.ink : look.before
      return new Map(before ? [[before.key, color]] : [])
    }
    default:
      return new Map()
  }
}

export function trendColors({ columns }: Frame, look: Look): ReadonlyMap<string, string> {
  const measured = columns.filter(({ role }) => role === undefined)
  return new Map(
    columns.map(({ key, role }) => [
      key,
      role === 'year'
        ? look.before
        : role === 'target'
          ? look.target
          : (look.series[measured.findIndex((column) => column.key === key)] ?? look.ink),
    ]),
  )
}
