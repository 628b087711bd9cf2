/** Which colour is which measure or time, where there are several. */

import { useMemo } from 'react'
import { legendColors } from '../echarts/colors.ts'
import { readLook } from '../echarts/look.ts'
import type { Drawn } from '../echarts/option.ts'

interface Props {
  readonly shown: Drawn
  readonly theme: string
}

export function Legend({ shown: { chart, frame, words }, theme }: Props) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the theme
  const look = useMemo(readLook, [theme])
  const colors = legendColors(chart, frame, look)
  if (colors.size === 0) return null
  return (
    <ul className="legend">
      {frame.columns
        .filter(({ key }) => colors.has(key))
        .map(({ key, role }) => (
          <li key={key}>
            <span
              className={`mark ${chart.kind} ${role ?? ''}`}
              style={{ background: colors.get(key) }}
            />
            {words.column(key, frame)}
          </li>
        ))}
    </ul>
  )
}
