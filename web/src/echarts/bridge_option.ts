/** Draws a bridge: steps hang where the last one ended, with a mark where each would have before. */
import { bridgeSpans } from '../kinds/bridge_spans.ts'
import type { Frame } from '../kinds/frame.ts'
import { base, inside, nameAxis, runningStyle, tooltip } from './common.ts'
import type { Look } from './look.ts'
import { comparedSaid, tooltipOf } from './tooltip.ts'
import type { Words } from './words.ts'

/** A mark is somewhat higher than its bar, and has an edge in the colour of the ground. */
const mark = { width: 3, height: 22 }

export function bridgeOption(frame: Frame, look: Look, words: Words) {
  const { rows, columns } = frame
  const unit = columns[0]?.unit ?? ''
  const spans = bridgeSpans(frame)
  const color = (index: number) => {
    const row = rows[index]!
    if (row.role === 'start' || row.role === 'end') return look.total
    const value = (row.values['value'] ?? 0) * (row.role === 'minus' ? -1 : 1)
    return value < 0 ? look.bad : look.good
  }
  const figureOf = (index: number) => signed(rows[index]!, rows[index]!.values['value'] ?? null)
  // The figure stands behind the bar or the mark, whichever reaches further.
  const isBeyond = ({ high, mark }: (typeof spans)[number]) => mark !== null && mark >= high
  const label = (show: boolean, index: number) => ({
    show,
    position: 'right' as const,
    color: look.ink,
    fontSize: 11,
    formatter: () => words.short(figureOf(index), unit),
  })
  return {
    ...base(look),
    grid: { ...inside, left: 2, right: 66, top: 4, bottom: 4 },
    tooltip: {
      ...tooltip(look),
      trigger: 'axis' as const,
      axisPointer: { type: 'shadow' as const, shadowStyle: { color: `${look.faint}18` } },
      formatter: (points: unknown) => {
        const index = (points as { dataIndex: number }[])[0]?.dataIndex ?? 0
        const row = rows[index]!
        const write = (figure: number | null) => words.value(signed(row, figure), unit)
        const value = row.values['value'] ?? null
        return tooltipOf(
          row.title ?? '',
          [
            {
              name: row.time ? words.time(row.time) : '',
              value: write(value),
              color: color(index),
            },
            ...comparedSaid(value, unit, row.comparisons ?? [], words, write),
          ],
          { note: row.isRunning ? words.running : undefined },
        )
      },
    },
    xAxis: { type: 'value' as const, show: false },
    yAxis: {
      ...nameAxis(
        look,
        rows.map((row) => words.row(row, frame)),
      ),
      inverse: true,
      axisLine: { show: false },
      axisLabel: { color: look.ink, fontSize: 12, width: 170, overflow: 'truncate' as const },
    },
    series: [
      {
        type: 'bar' as const,
        stack: 'bridge',
        silent: true,
        itemStyle: { color: 'transparent' },
        barCategoryGap: '26%',
        data: spans.map(({ low, high }) => (low >= 0 ? low : high < 0 ? high : 0)),
      },
      {
        type: 'bar' as const,
        stack: 'bridge',
        emphasis: { disabled: true },
        data: spans.map((span, index) => ({
          value: span.high - span.low,
          itemStyle: rows[index]!.isRunning ? runningStyle(color(index)) : { color: color(index) },
          label: label(!isBeyond(span), index),
        })),
      },
      {
        type: 'line' as const,
        silent: true,
        lineStyle: { opacity: 0 },
        symbol: 'rect',
        symbolSize: [mark.width, mark.height],
        showAllSymbol: true,
        itemStyle: { color: look.ink, borderColor: look.surface, borderWidth: 1 },
        emphasis: { disabled: true },
        z: 5,
        data: spans.map((span, index) => ({
          value: [span.mark ?? '-', index],
          label: label(isBeyond(span), index),
        })),
      },
    ],
  }
}

/** What a step takes away is written as less. */
const signed = ({ role }: Frame['rows'][number], value: number | null) =>
  role === 'minus' && value !== null ? -value : value
