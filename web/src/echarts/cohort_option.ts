/** Draws cohorts as a heat map, darker where more is left. */
import type { Frame } from '../kinds/frame.ts'
import { base, inside, nameAxis, tooltip } from './common.ts'
import type { Look } from './look.ts'
import { tooltipOf } from './tooltip.ts'
import type { Words } from './words.ts'

export function cohortOption(frame: Frame, look: Look, words: Words) {
  const columns = frame.columns.filter(({ role }) => role === undefined)
  const size = frame.columns.find(({ role }) => role === 'size')
  const cells = frame.rows.flatMap(({ values }, y) =>
    columns.flatMap(({ key }, x) => (values[key] == null ? [] : [[x, y, values[key]] as const])),
  )
  const most = Math.max(1, ...cells.map(([, , value]) => value))
  const least = Math.min(0.5, ...cells.map(([, , value]) => value))
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
      ...nameAxis(
        look,
        columns.map(({ title }) => title),
      ),
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
      max: Math.min(most, 1.3),
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
            return `${Math.round(value[2] * 100)}`
          },
          color: look.ink,
        },
        emphasis: { itemStyle: { borderColor: look.ink } },
      },
    ],
  }
}
