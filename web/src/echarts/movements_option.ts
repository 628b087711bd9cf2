/** Draws what was added above the line, what was taken away below it, and the net as a point. */
import type { Column, Frame } from '../kinds/frame.ts'
import { type Annotated, base, nameAxis, runningStyle, tooltip, valueAxis } from './common.ts'
import type { Look } from './look.ts'
import { tooltipOf } from './tooltip.ts'
import { marks } from './trend_option.ts'
import type { Words } from './words.ts'

export function movementsOption(
  frame: Frame,
  look: Look,
  words: Words,
  annotated: readonly Annotated[],
) {
  const { rows, columns } = frame
  const unit = columns[0]?.unit ?? ''
  const colors = movementColors(frame, look)
  const drawn = columns.filter(({ role }) => role !== 'year')
  return {
    ...base(look),
    tooltip: {
      ...tooltip(look),
      trigger: 'axis' as const,
      axisPointer: { type: 'shadow' as const, shadowStyle: { color: `${look.faint}18` } },
      formatter: (points: unknown) => {
        const row = rows[(points as { dataIndex: number }[])[0]?.dataIndex ?? 0]!
        const year = (of: string) => columns.find((one) => one.role === 'year' && one.of === of)
        const text = (key: string | undefined, { role, unit }: Column) =>
          key === undefined ? undefined : words.value(signed(row.values[key], role), unit)
        return tooltipOf(
          words.row(row, frame),
          drawn.map((column) => ({
            name: column.title,
            value: text(column.key, column) ?? '',
            color: colors.get(column.key) ?? look.ink,
            beside: text(year(column.key)?.key, column),
          })),
          {
            note: row.isRunning ? words.running : undefined,
            ...(drawn.some(({ key }) => year(key)) ? { beside: words.year } : {}),
          },
        )
      },
    },
    xAxis: nameAxis(
      look,
      rows.map((row) => words.row(row, frame)),
    ),
    yAxis: valueAxis(look, (value) => words.short(value, unit)),
    series: [
      ...drawn
        .filter(({ role }) => role !== 'net')
        .map(({ key, role }) => ({
          type: 'bar' as const,
          stack: 'all',
          barMaxWidth: 34,
          barCategoryGap: '30%',
          emphasis: { disabled: true },
          itemStyle: { color: colors.get(key)! },
          data: rows.map(({ values, isRunning }) => ({
            value: signed(values[key], role),
            ...(isRunning ? { itemStyle: runningStyle(colors.get(key)!) } : {}),
          })),
        })),
      ...drawn
        .filter(({ role }) => role === 'net')
        .map(({ key }) => ({
          type: 'line' as const,
          data: rows.map(({ values }) => values[key] ?? null),
          symbol: 'circle',
          symbolSize: 7,
          showSymbol: true,
          itemStyle: { color: look.ink, borderColor: look.surface, borderWidth: 1.5 },
          lineStyle: { color: look.ink, width: 1, opacity: 0.45 },
          emphasis: { disabled: true },
          z: 5,
        })),
      ...marks(look, rows.length, annotated),
    ],
  }
}

const signed = (value: number | null | undefined, role: string | undefined) =>
  value == null ? null : role === 'minus' ? -value : value

/** Blues add, ochres take away: told apart by place and by those who see few colours. */
export function movementColors({ columns }: Frame, look: Look): ReadonlyMap<string, string> {
  const plus = [look.good, look.series[2]!, look.series[4]!, look.series[3]!]
  const minus = [look.series[1]!, look.bad, look.series[5]!]
  const added = columns.filter(({ role }) => role === undefined)
  const taken = columns.filter(({ role }) => role === 'minus')
  return new Map([
    ...added.map(({ key }, index) => [key, plus[index % plus.length]!] as const),
    ...taken.map(({ key }, index) => [key, minus[index % minus.length]!] as const),
    ...columns.filter(({ role }) => role === 'net').map(({ key }) => [key, look.ink] as const),
  ])
}
