/** Draws a bridge: totals stand on the ground, steps hang where the step before ended. */
import { bridgeSpans } from '../kinds/bridge.ts'
import type { Frame } from '../kinds/frame.ts'
import { base, inside, nameAxis, runningStyle, tooltip } from './common.ts'
import type { Look } from './look.ts'
import { tooltipOf } from './tooltip.ts'
import type { Words } from './words.ts'

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
  const text = (index: number) => {
    const { role, values } = rows[index]!
    const value = values['value'] ?? null
    return words.short(role === 'minus' && value !== null ? -value : value, unit)
  }
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
        const value = row.values['value'] ?? null
        return tooltipOf(
          words.row(row, frame),
          [
            {
              name: row.title ?? '',
              value: words.value(row.role === 'minus' && value !== null ? -value : value, unit),
              color: color(index),
            },
          ],
          row.isRunning ? words.running : undefined,
        )
      },
    },
    xAxis: { type: 'value' as const, show: false },
    yAxis: {
      ...nameAxis(
        look,
        rows.map((row) => words.tick(row, frame)),
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
        label: {
          show: true,
          position: 'right' as const,
          color: look.ink,
          fontSize: 11,
          formatter: ({ dataIndex }: { dataIndex: number }) => text(dataIndex),
        },
        data: spans.map(({ low, high }, index) => ({
          value: high - low,
          itemStyle: rows[index]!.isRunning ? runningStyle(color(index)) : { color: color(index) },
        })),
      },
    ],
  }
}
