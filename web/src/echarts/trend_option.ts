/** Draws measures over time: running periods dashed, the year before faint, the target beside. */
import type { TrendChart } from '../charts/chart.ts'
import { scaled } from '../format/values.ts'
import type { Frame } from '../kinds/frame.ts'
import { trendColors } from './colors.ts'
import { type Annotated, base, nameAxis, runningStyle, tooltip, valueAxis } from './common.ts'
import type { Look } from './look.ts'
import { shareAxis } from './share_axis.ts'
import { type Said, tooltipOf } from './tooltip.ts'
import type { Words } from './words.ts'

export function trendOption(
  chart: Pick<TrendChart, 'shape'>,
  frame: Frame,
  look: Look,
  words: Words,
  annotated: readonly Annotated[],
) {
  const { rows, columns } = frame
  const unit = columns[0]?.unit ?? ''
  const measured = columns.filter(({ role }) => role === undefined)
  const colors = trendColors(frame, look)
  const runs = rows.map(({ isRunning }) => isRunning === true)
  const year = columns.find(({ role }) => role === 'year')
  const target = columns.find(({ role }) => role === 'target')
  const color = (key: string) => colors.get(key) ?? look.ink
  const most = Math.max(...rows.map(({ values }) => values[columns[0]?.key ?? ''] ?? 0))
  const span = scaled(most, unit)
  // In the unit in which they are read, so that the axis has round figures of it.
  const of = (key: string) =>
    rows.map(({ values }) => {
      const value = values[key] ?? null
      return value === null ? null : value * span.by
    })
  const shape: (...drawn: Parameters<typeof lines>) => readonly object[] =
    chart.shape === 'bar' ? bars : lines
  return {
    ...base(look),
    tooltip: {
      ...tooltip(look),
      trigger: 'axis' as const,
      axisPointer: { type: 'line' as const, lineStyle: { color: look.line } },
      formatter: (points: unknown) => {
        const index = (points as { dataIndex: number }[])[0]?.dataIndex ?? 0
        const row = rows[index]!
        const said = columns.map(
          ({ key, unit }): Said => ({
            name: words.column(key, frame),
            value: words.value(row.values[key], unit),
            color: color(key),
          }),
        )
        const happened = annotated.filter(({ at }) => at === index).map(({ text }) => text)
        const notes = [...(runs[index] ? [words.running] : []), ...happened]
        return tooltipOf(words.row(row, frame), said, { note: notes.join(' · ') || undefined })
      },
    },
    xAxis: {
      ...nameAxis(
        look,
        rows.map((row) => words.row(row, frame)),
      ),
      boundaryGap: chart.shape === 'bar',
    },
    yAxis: {
      ...valueAxis(look, (value) => words.short(value, span.unit)),
      ...(chart.shape === 'line' ? { scale: true } : {}),
      ...(unit === 'percent'
        ? shareAxis(
            columns.flatMap(({ key }) => of(key)),
            chart.shape === 'bar',
          )
        : {}),
    },
    series: [
      ...(year
        ? [
            {
              ...lines(of(year.key), look.before, [])[0]!,
              name: 'year',
              z: 1,
              lineStyle: { color: look.before, width: 1.5 },
            },
          ]
        : []),
      ...measured.flatMap(({ key }) => shape(of(key), color(key), runs)),
      ...(target
        ? [
            {
              ...lines(of(target.key), look.target, [])[0]!,
              name: 'target',
              lineStyle: { color: look.target, width: 1.5, type: [2, 3] as number[] },
              step: 'middle' as const,
            },
          ]
        : []),
      ...marks(look, rows.length, annotated),
    ],
  }
}

function lines(values: readonly (number | null)[], color: string, runs: readonly boolean[]) {
  const style = {
    type: 'line' as const,
    symbol: 'circle',
    symbolSize: 6,
    itemStyle: { color },
    emphasis: { disabled: true },
  }
  const isKnown = (index: number) => values[index] != null && !runs[index]
  // A line needs two points: one that stands alone is drawn as a point.
  const complete = values.map((value, index) => ({
    value: runs[index] ? null : value,
    symbol: isKnown(index - 1) || isKnown(index + 1) ? 'none' : 'circle',
  }))
  if (!runs.includes(true)) return [{ ...style, data: complete, lineStyle: { color, width: 2 } }]
  // From the last complete period on the line is dashed.
  const running = values.map((value, index) => (runs[index] || runs[index + 1] ? value : null))
  return [
    { ...style, data: complete, lineStyle: { color, width: 2 } },
    {
      ...style,
      data: running.map((value, index) => ({
        value,
        symbol: runs[index] ? 'emptyCircle' : 'none',
      })),
      showSymbol: true,
      lineStyle: { color, width: 2, type: [4, 4] as number[] },
    },
  ]
}

const bars = (values: readonly (number | null)[], color: string, runs: readonly boolean[]) => [
  {
    type: 'bar' as const,
    barMaxWidth: 28,
    barCategoryGap: '28%',
    barGap: '10%',
    emphasis: { disabled: true },
    itemStyle: { color },
    data: values.map((value, index) =>
      runs[index] ? { value, itemStyle: runningStyle(color) } : { value },
    ),
  },
]

/** A thin line where something happened; what, the tooltip says. */
export const marks = (look: Look, count: number, annotated: readonly Annotated[]) =>
  annotated.length === 0
    ? []
    : [
        {
          type: 'line' as const,
          data: Array.from({ length: count }, () => null),
          markLine: {
            silent: true,
            symbol: ['none', 'none'],
            lineStyle: { color: look.faint, type: [2, 2] as number[], width: 1 },
            label: { formatter: '▾', color: look.faint, fontSize: 10, distance: 2 },
            data: annotated.map(({ at }) => ({ xAxis: at })),
          },
        },
      ]
