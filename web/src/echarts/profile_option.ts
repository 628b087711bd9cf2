/** Draws measures along a dimension of numbers: lines over an axis that has the dimension's name. */
import type { Frame } from '../kinds/frame.ts'
import type { Look } from './look.ts'
import { trendOption } from './trend_option.ts'
import type { Words } from './words.ts'

export function profileOption(frame: Frame, look: Look, words: Words) {
  const option = trendOption({ shape: 'line' }, frame, look, words, [])
  return {
    ...option,
    grid: { ...option.grid, bottom: 22 },
    xAxis: {
      ...option.xAxis,
      name: frame.label.kind === 'member' ? frame.label.title : '',
      nameLocation: 'middle' as const,
      nameGap: 26,
      nameTextStyle: { color: look.faint, fontSize: 11 },
    },
  }
}
