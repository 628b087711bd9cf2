/** Draws members as bars from the left: of a breakdown, of a change, of the stages of a funnel. */
import type { Chart } from '../charts/chart.ts'
import { drawn } from '../kinds/breakdown.ts'
import { drawnComparison, type Frame } from '../kinds/frame.ts'
import { base, inside, tooltip } from './common.ts'
import type { Look } from './look.ts'
import { comparedSaid, tooltipOf } from './tooltip.ts'
import type { Words } from './words.ts'

/** How high a row may be, and all of them together. */
const roomy = 36
const tallest = 256

export function rankingOption(chart: Chart, frame: Frame, look: Look, words: Words, good: string) {
  const rows = frame.rows.slice(0, drawn)
  const [column] = frame.columns
  const key = column?.key ?? 'value'
  const unit = column?.unit ?? ''
  const values = rows.map((row) => row.values[key] ?? null)
  const names = rows.map((row) => words.row(row, frame))
  const color = (value: number | null) => {
    if (chart.kind !== 'change' || good === 'neutral') return look.series[0]!
    return value !== null && value < 0 === (good === 'down') ? look.good : look.bad
  }
  const label = (value: number | null, index: number) => {
    const last = values[index - 1]
    const share =
      chart.kind === 'funnel' && index > 1 && last && value !== null ? value / last : null
    const text = words.short(value, unit)
    return share === null ? text : `${text}  ·  ${words.short(share, 'percent')}`
  }
  const most = Math.max(...values.map((value) => value ?? 0))
  const before = drawnComparison(frame)
  // The figure stands behind the longer of the two bars, and crosses neither.
  const isShorter = (index: number) =>
    before !== undefined && (rows[index]!.values[before.key] ?? 0) > (values[index] ?? 0)
  const isWorst = (index: number) =>
    chart.kind === 'breakdown' && chart.marksMost === true && values[index] === most
  return {
    ...base(look),
    grid: {
      ...inside,
      left: 2,
      right: chart.kind === 'funnel' ? 110 : 62,
      top: 4,
      height: Math.min(tallest, roomy * rows.length),
    },
    tooltip: {
      ...tooltip(look),
      trigger: 'axis' as const,
      axisPointer: { type: 'shadow' as const, shadowStyle: { color: `${look.faint}18` } },
      formatter: (points: unknown) => {
        const row = rows[(points as { dataIndex: number }[])[0]?.dataIndex ?? 0]!
        const { comparisons } = row
        const said = frame.columns
          .filter(({ of }) => comparisons === undefined || of === undefined)
          .map(({ key, unit }) => ({
            name: words.column(key, frame) || (row.title ?? ''),
            value: words.value(row.values[key], row.unit ?? unit),
            color: key === column?.key ? color(row.values[key] ?? null) : look.before,
          }))
        return tooltipOf(words.row(row, frame), [
          ...said,
          ...comparedSaid(row.values[key], row.unit ?? unit, comparisons ?? [], words),
        ])
      },
    },
    xAxis: {
      type: 'value' as const,
      show: false,
      ...(values.every((value) => (value ?? 0) >= 0) ? { min: 0 } : {}),
    },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: names,
      axisLabel: { color: look.ink, fontSize: 12, lineHeight: 14, ...nameWidth(names) },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'bar' as const,
        barMaxWidth: 18,
        barCategoryGap: '34%',
        barGap: '0%',
        emphasis: { disabled: true },
        data: values.map((value, index) => ({
          value,
          itemStyle: { color: isWorst(index) ? look.bad : color(value) },
          label: { ...beside(look), show: !isShorter(index), formatter: () => label(value, index) },
        })),
      },
      ...(before
        ? [
            {
              type: 'bar' as const,
              barWidth: 3,
              silent: true,
              emphasis: { disabled: true },
              itemStyle: { color: look.before },
              data: rows.map((row, index) => ({
                value: row.values[before.key] ?? null,
                label: {
                  ...beside(look),
                  show: isShorter(index),
                  offset: [0, -7],
                  formatter: () => label(values[index] ?? null, index),
                },
              })),
            },
          ]
        : []),
    ],
  }
}

/** Long names have two lines where rows are high enough for them. */
function nameWidth(names: readonly string[]) {
  const isLong = names.some(({ length }) => length > longName)
  const isBroken = isLong && names.length * roomy <= tallest
  return { width: 165, overflow: isBroken ? ('break' as const) : ('truncate' as const) }
}

const longName = 24

const beside = (look: Look) => ({ position: 'right' as const, color: look.ink, fontSize: 11 })
