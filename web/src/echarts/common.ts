/** What all drawings have in common: quiet axes, no motion, our own tooltip. */
import type { Look } from './look.ts'

export interface Annotated {
  /** The index of the row that it stands at. */
  readonly at: number
  readonly text: string
}

/** The labels of the axes are within the place that the grid is given. */
export const inside = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const

export const base = (look: Look) => ({
  animation: false,
  textStyle: { fontFamily: look.font, color: look.faint, fontSize: 11 },
  grid: { ...inside, left: 2, right: 12, top: 18, bottom: 6 },
})

export const tooltip = (look: Look) => ({
  confine: true,
  backgroundColor: look.surface,
  borderColor: look.line,
  borderWidth: 1,
  padding: 0,
  transitionDuration: 0,
  textStyle: { color: look.ink, fontSize: 12, fontFamily: look.font },
  extraCssText: 'box-shadow: 0 4px 16px rgb(0 0 0 / 0.14); border-radius: 6px',
})

export const valueAxis = (look: Look, label: (value: number) => string) => ({
  type: 'value' as const,
  splitNumber: 3,
  axisLabel: { color: look.faint, fontSize: 11, formatter: label },
  splitLine: { lineStyle: { color: look.line, width: 1 } },
  axisLine: { show: false },
  axisTick: { show: false },
})

export const nameAxis = (look: Look, names: readonly (string | object)[]) => ({
  type: 'category' as const,
  data: [...names],
  axisLabel: { color: look.faint, fontSize: 11, hideOverlap: true },
  axisLine: { lineStyle: { color: look.line } },
  axisTick: { show: false },
})

/** A bar or part of a period that is not over: an outline instead of a fill. */
export const runningStyle = (color: string) => ({
  color: `${color}40`,
  borderColor: color,
  borderType: 'dashed' as const,
  borderWidth: 1.5,
})
