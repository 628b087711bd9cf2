/** Draws a figure beside the band in which it was expected: by predictions, or by the periods before. */
import type { Chart } from '../charts/chart.ts'
import type { Frame } from '../kinds/frame.ts'
import { type Annotated, base, nameAxis, tooltip, valueAxis } from './common.ts'
import type { Look } from './look.ts'
import { tooltipOf } from './tooltip.ts'
import { marks } from './trend_option.ts'
import type { Words } from './words.ts'

/** How opaque a band is: lines are read across it. */
const bandOpacity = 0.2

export function bandOption(
  { kind }: Chart,
  frame: Frame,
  look: Look,
  words: Words,
  annotated: readonly Annotated[],
) {
  const { rows, columns } = frame
  const colors = bandColors(frame, look)
  const unit = columns[0]?.unit ?? ''
  const byRole = (role: string | undefined) => columns.find((column) => column.role === role)
  const of = (key: string | undefined) => rows.map(({ values }) => values[key ?? ''] ?? null)
  const [low, high] = [of(byRole('low')?.key), of(byRole('high')?.key)]
  const outcome = of(byRole(undefined)?.key)
  const isOutside = (index: number) => {
    const [value, least, most] = [outcome[index], low[index], high[index]]
    return value != null && least != null && most != null && (value < least || value > most)
  }
  const isVolume = kind === 'volume'
  const color = (key: string | undefined) => colors.get(key ?? '') ?? look.ink
  return {
    ...base(look),
    tooltip: {
      ...tooltip(look),
      trigger: 'axis' as const,
      axisPointer: { type: 'line' as const, lineStyle: { color: look.line } },
      formatter: (points: unknown) => {
        const index = (points as { dataIndex: number }[])[0]?.dataIndex ?? 0
        const row = rows[index]!
        const said = columns.map(({ key, unit }) => ({
          name: words.column(key, frame),
          value: words.value(row.values[key], unit),
          color: color(key),
        }))
        const notes = annotated.filter(({ at }) => at === index).map(({ text }) => text)
        return tooltipOf(words.row(row, frame), said, { note: notes.join(' · ') || undefined })
      },
    },
    xAxis: {
      ...nameAxis(
        look,
        rows.map((row) => words.row(row, frame)),
      ),
      boundaryGap: false,
    },
    yAxis: {
      ...valueAxis(look, (value) => words.short(value, unit)),
      // Records are counted from nothing; of an amount it matters how it moves.
      scale: !isVolume,
    },
    series: [
      band(low, { opacity: 0 }),
      band(
        low.map((least, index) => {
          const most = high[index]
          return least === null || most == null ? null : most - least
        }),
        { color: look.series[1]!, opacity: bandOpacity },
      ),
      ...columns
        .filter(({ role }) => role === 'baseline')
        .map(({ key }) => line(of(key), color(key), { width: 1, type: [2, 3] })),
      line(of(byRole('middle')?.key), color(byRole('middle')?.key), { width: 2, type: [5, 4] }),
      {
        ...line(outcome, color(byRole(undefined)?.key), { width: 2 }),
        showAllSymbol: true,
        data: outcome.map((value, index) =>
          isVolume && isOutside(index)
            ? { value, symbol: 'circle', itemStyle: { color: look.bad } }
            : { value, symbol: 'none' },
        ),
      },
      ...marks(look, rows.length, annotated),
    ],
  }
}

const band = (values: readonly (number | null)[], areaStyle: object) => ({
  type: 'line' as const,
  stack: 'band',
  stackStrategy: 'all' as const,
  silent: true,
  symbol: 'none',
  lineStyle: { opacity: 0 },
  areaStyle: { ...areaStyle },
  emphasis: { disabled: true },
  data: [...values],
})

const line = (
  values: readonly (number | null)[],
  color: string,
  style: { width: number; type?: number[] },
) => ({
  type: 'line' as const,
  symbol: 'none',
  symbolSize: 7,
  itemStyle: { color },
  lineStyle: { color, ...style },
  emphasis: { disabled: true },
  data: values.map((value): object | number | null => value),
})

/** The figure, its middle and its band, and naive predictions, each in a colour of its own. */
export function bandColors({ columns }: Frame, look: Look): ReadonlyMap<string, string> {
  const baselines = columns.filter(({ role }) => role === 'baseline')
  const expected = look.series[1]!
  return new Map(
    columns.map(({ key, role }) => {
      if (role === 'middle') return [key, expected]
      if (role === 'low' || role === 'high') return [key, `${expected}80`]
      if (role !== 'baseline') return [key, look.series[0]!]
      return [key, look.series[2 + baselines.findIndex((one) => one.key === key)] ?? look.ink]
    }),
  )
}
