/** The course of a figure without axes: thirteen months at a glance. */
import { useEffect, useRef } from 'react'
import { init } from './library.ts'
import { readLook } from './look.ts'

interface Props {
  readonly values: readonly (number | null)[]
  /** The last one is of a month that is not over. */
  readonly isRunning: boolean
  readonly target: number | null
  readonly theme: string
}

export function Spark({ values, isRunning, target, theme }: Props) {
  const place = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the theme
  useEffect(() => {
    const chart = init(place.current, undefined, { renderer: 'svg' })
    const look = readLook()
    const color = look.series[0]!
    const last = isRunning ? values.length - 2 : values.length - 1
    const line = (data: readonly (number | null)[], type: 'solid' | number[]) => ({
      type: 'line' as const,
      silent: true,
      showSymbol: false,
      data: [...data],
      lineStyle: { color, width: 1.75, type },
    })
    chart.setOption({
      animation: false,
      grid: { left: 3, right: 3, top: 4, bottom: 4 },
      xAxis: { type: 'category', show: false, boundaryGap: false },
      yAxis: { type: 'value', show: false, scale: true },
      series: [
        {
          ...line(
            values.map((value, index) => (index <= last ? value : null)),
            'solid',
          ),
          showSymbol: true,
          symbol: 'circle',
          symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) =>
            dataIndex === last ? 5 : 0,
          itemStyle: { color },
          ...(target === null
            ? {}
            : {
                markLine: {
                  silent: true,
                  symbol: ['none', 'none'],
                  label: { show: false },
                  lineStyle: { color: look.target, type: [2, 3], width: 1 },
                  data: [{ yAxis: target }],
                },
              }),
        },
        ...(isRunning
          ? [
              line(
                values.map((value, index) => (index >= last ? value : null)),
                [2, 2],
              ),
            ]
          : []),
      ],
    })
    const sized = new ResizeObserver(() => chart.resize())
    sized.observe(place.current!)
    return () => {
      sized.disconnect()
      chart.dispose()
    }
  }, [values, isRunning, target, theme])
  return <div ref={place} className="drawing" />
}
