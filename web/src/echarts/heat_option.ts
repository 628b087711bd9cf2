/** Draws cohorts and matrices as heat maps, darker where more is. */

import { drawn } from '../kinds/breakdown.ts'
import type { Column, Frame } from '../kinds/frame.ts'
import { base, inside, nameAxis, tooltip } from './common.ts'
import type { Look } from './look.ts'
import { comparedSaid, tooltipOf } from './tooltip.ts'
import type { Words } from './words.ts'

/** What is kept of cohorts: cells are percent, or points of percent, without a sign. */
export function cohortOption(frame: Frame, look: Look, words: Words, good: string) {
  const isDifference = frame.columns.some((column) => column.isDifference)
  const shared = {
    cell(value: number) {
      const percent = Math.round(value * 100)
      return `${isDifference && percent > 0 ? '+' : ''}${percent}`
    },
    column: ({ title }: Column) => title,
  }
  if (!isDifference)
    return heatOption(frame, look, words, {
      ...shared,
      // Around all that there was the scale is fixed.
      scale: (values) => [Math.min(0.5, ...values), Math.min(Math.max(1, ...values), 1.3)],
      colors: look.heat,
    })
  return heatOption(frame, look, words, {
    ...shared,
    scale: (values) => {
      const most = Math.min(mostPoints, Math.max(0.01, ...values.map(Math.abs)))
      return [-most, most]
    },
    colors: good === 'down' ? look.divergence.toReversed() : look.divergence,
  })
}

/** Differences beyond are as dark as this one: a single cohort does not pale all others. */
const mostPoints = 0.5

/** The first members of a matrix; from nothing to the most that one has. */
export const matrixOption = (frame: Frame, look: Look, words: Words) =>
  heatOption({ ...frame, rows: frame.rows.slice(0, drawn) }, look, words, {
    // Short of the darkest colour, on which figures would be hard to read.
    scale: (values) => [Math.min(0, ...values), 1.3 * Math.max(0, ...values)],
    cell: (value, unit) => words.short(value, unit),
    column: ({ key }) => brokenName(words.column(key, frame)),
    colors: look.heat,
    names: wrapped,
  })

/** The row of all others together is a foot: figures alone, in bold. */
const bold = ({ ink }: Look) => ({ color: ink, fontWeight: 'bold' as const })
const foot = (look: Look) => ({
  visualMap: false,
  itemStyle: { color: look.surface },
  label: { show: true, ...bold(look) },
})

interface Heat {
  /** The least and the most of the scale of colours. */
  readonly scale: (values: readonly number[]) => [least: number, most: number]
  readonly cell: (value: number, unit: string) => string
  readonly column: (column: Column) => string
  readonly colors: readonly string[]
  /** How the names of columns are set. */
  readonly names?: typeof wrapped
}

/** Names of columns may have two lines. */
const wrapped = { width: 66, lineHeight: 12, overflow: 'break' as const }
const longName = 12
/** A long name is broken at its hyphen, sooner than within a word. */
const brokenName = (name: string) =>
  name.length > longName ? name.replace(/-(?=\p{L})/u, '-\n') : name

interface Placed {
  readonly rect: { readonly width: number }
  readonly labelRect: { readonly width: number }
}

/** A figure that is wider than its cell is drawn out of sight: the tooltip and the table have it. */
const inCell = ({ rect, labelRect }: Placed) => (labelRect.width > rect.width ? { x: -1e4 } : {})

function heatOption(frame: Frame, look: Look, words: Words, heat: Heat) {
  const columns = frame.columns.filter(({ role }) => role === undefined)
  const size = frame.columns.find(({ role }) => role === 'size')
  const cells = frame.rows.flatMap(({ values }, y) =>
    columns.flatMap(({ key }, x) => (values[key] == null ? [] : [[x, y, values[key]] as const])),
  )
  const [least, most] = heat.scale(cells.map(([, , value]) => value))
  const isRoomy = columns.length <= 20
  return {
    ...base(look),
    grid: { ...inside, left: 2, right: 4, top: 4, bottom: 6 },
    tooltip: {
      ...tooltip(look),
      trigger: 'item' as const,
      formatter: (point: unknown) => {
        const [x, y] = (point as { value: [number, number, number] }).value
        const row = frame.rows[y]!
        const { key, unit } = columns[x]!
        const { value, comparisons, isRunning } = row.cells?.[key] ?? { value: row.values[key] }
        return tooltipOf(
          words.row(row, frame),
          [
            { name: words.column(key, frame), value: words.value(value, unit) },
            ...comparedSaid(value, unit, comparisons ?? [], words),
            ...(size
              ? [{ name: size.title, value: words.value(row.values[size.key], size.unit) }]
              : []),
          ],
          { note: isRunning ? words.running : undefined },
        )
      },
    },
    xAxis: {
      ...nameAxis(look, columns.map(heat.column)),
      axisLabel: { color: look.faint, hideOverlap: true, interval: 0, fontSize: 10, ...heat.names },
      axisLine: { show: false },
    },
    yAxis: {
      ...nameAxis(
        look,
        frame.rows.map((row) => {
          const value = words.row(row, frame)
          return row.role === 'total' ? { value, textStyle: bold(look) } : value
        }),
      ),
      inverse: true,
      axisLine: { show: false },
    },
    visualMap: {
      show: false,
      min: least,
      max: most,
      inRange: { color: [...heat.colors] },
    },
    series: [
      {
        type: 'heatmap' as const,
        data: cells.map((cell) => {
          const isTotal = frame.rows[cell[1]]!.role === 'total'
          return isTotal ? { value: [...cell], ...foot(look) } : [...cell]
        }),
        itemStyle: { borderColor: look.surface, borderWidth: 1.5, borderRadius: 2 },
        label: {
          show: isRoomy,
          fontSize: 10,
          formatter: (point: unknown) => {
            const { value } = point as { value: [number, number, number] }
            return heat.cell(value[2], columns[value[0]]?.unit ?? '')
          },
          color: look.ink,
        },
        emphasis: { itemStyle: { borderColor: look.ink } },
        labelLayout: inCell,
      },
    ],
  }
}
