/** What a chart's card reserves, and where on its axis things happened. */
import type { Annotation } from '../api/annotations.ts'
import type { Chart } from '../charts/chart.ts'
import type { Annotated } from '../echarts/common.ts'
import { formatDay } from '../format/dates.ts'
import { drawn } from '../kinds/breakdown.ts'
import type { Frame } from '../kinds/frame.ts'
import { startOf } from '../model/periods.ts'

/** Where on the axis of periods each annotation stands. */
export function annotatedOf(
  all: readonly Annotation[],
  { label, rows }: Frame,
  language: string,
): Annotated[] {
  if (label.kind !== 'period') return []
  return all.flatMap(({ date, text }) => {
    const start = startOf(label.grain, date)
    const at = rows.findIndex(({ key }) => key === start)
    return at === -1 ? [] : [{ at, text: `${formatDay(date, language)}: ${text}` }]
  })
}

/** How much is said above the drawing. */
const isHeaded = new Set<Chart['kind']>(['trend', 'movements', 'prediction'])

export function topOf({ kind }: Chart): string {
  if (isHeaded.has(kind)) return ''
  return kind === 'change' ? 'short' : 'bare'
}

/** What is reserved before anything is known: nothing moves when it comes. */
export function heightOf(chart: Chart, rows: number | undefined): number {
  if (chart.kind === 'matrix') return 36 * Math.min(rows ?? drawn, drawn) + 32
  if (chart.kind === 'cohort') return Math.max(220, Math.min(560, 22 * (rows ?? 13) + 40))
  if (chart.width === 'full') return 300
  if (chart.width === 'third') return 170
  return topOf(chart) === 'bare' ? 280 : chart.kind === 'change' ? 264 : 240
}
