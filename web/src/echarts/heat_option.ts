/** Draws cohorts and matrices as heat maps, darker where more is. */

import { drawn } from '../kinds/breakdown.ts'
import type { Frame } from '../kinds/frame.ts'
import { base, inside, nameAxis, tooltip } from './common.ts'
import type { Look } from './look.ts'
import { tooltipOf } from './tooltip.ts'
import type { Words } from './words.ts'

/** What is kept of cohorts: around all of it the scale is fixed, and cells are percent without a sign. */
export const cohortOption = (frame: Frame, look: Look, words: Words) =>
  heatOption(frame, look, words, {
    scale: (values) => [Math.min(0.5, ...values), Math.min(Math.max(1, ...values), 1.3)],
    cell: (value) => `${Math.round(value * 100)}`,
    column: ({ title }) => title,
  })

/** The first members of a matrix; from nothing to the most that one has. */
export const matrixOption = (frame: Frame, look: Look, words: Words) =>
  heatOption({ ...frame, rows: frame.rows.slice(0, drawn) }, look, words, {
    // Short of the darkest colour, on which figures would be hard to read.
    scale: (values) => [Math.min(0, ...values), 1.3 * Math.max(0, ...values)],
    cell: (value, unit) => words.short(value, unit),
    column: ({ key }) => words.column(key, frame),
  })

interface Heat {
  /** The least and the most of the scale of colours. */
  readonly scale: (values: readonly number[]) => [least: number, most: number]
  readonly cell: (value: number, unit: string) => string
  readonly column: (column: Frame['columns'][number]) => string
}

/** Names of columns may have two lines. */
const wrapped = { fontSize: 10, width: 84, lineHeight: 12, overflow: 'break' as const }

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
        const [x, y, value] = (point as { value: [number, number, number] }).value
        const row = frame.rows[y]!
        return tooltipOf(words.row(row, frame), [
          {
            name: words.column(columns[x]!.key, frame),
            value: words.value(value, columns[x]!.unit),
          },
          ...(size
            ? [{ name: size.title, value: words.value(row.values[size.key], size.unit) }]
            : []),
        ])
      },
    },
    xAxis: {
      ...nameAxis(look, columns.map(heat.column)),
      axisLabel: { color: look.faint, hideOverlap: true, interval: 0, ...wrapped },
      axisLine: { show: false },
    },
    yAxis: {
      ...nameAxis(
        look,
        frame.rows.map((row) => words.row(row, frame)),
      ),
      inverse: true,
      axisLine: { show: false },
    },
    visualMap: {
      show: false,
      min: least,
      max: most,
      inRange: { color: [...look.heat] },
    },
    series: [
      {
        type: 'heatmap' as const,
        data: cells.map((cell) => [...cell]),
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
