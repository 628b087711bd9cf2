/** Which colour is which measure, where there are several. */

import { useMemo } from 'react'
import { readLook } from '../echarts/look.ts'
import { movementColors } from '../echarts/movements_option.ts'
import type { Drawn } from '../echarts/option.ts'

interface Props {
  readonly shown: Drawn
  readonly theme: string
}

export function Legend({ shown: { chart, frame, words }, theme }: Props) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the theme
  const look = useMemo(readLook, [theme])
  if (chart.kind !== 'trend' && chart.kind !== 'movements') return null
  if (frame.columns.length < 2) return null
  const colors =
    chart.kind === 'movements'
      ? movementColors(frame, look)
      : new Map(
          frame.columns.map(({ key, role }, index) => [
            key,
            role === 'year' ? look.before : role === 'target' ? look.target : look.series[index],
          ]),
        )
  return (
    <ul className="legend">
      {frame.columns.map(({ key, role }) => (
        <li key={key}>
          <span className={`mark ${role ?? ''}`} style={{ background: colors.get(key) }} />
          {words.column(key, frame)}
        </li>
      ))}
    </ul>
  )
}
