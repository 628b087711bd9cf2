/** Where the bars of a bridge stand, and where each would end had it been as it was before. */
import { drawnComparison, type Frame } from './frame.ts'

export interface BridgeSpan {
  readonly low: number
  readonly high: number
  /** Where the bar would end by the comparison that is drawn; null where there is none. */
  readonly mark: number | null
}

/** Totals stand on the ground; a step hangs where the one before ended. */
export function bridgeSpans(frame: Frame): BridgeSpan[] {
  const compared = drawnComparison(frame)
  let level = 0
  return frame.rows.map(({ values, role }) => {
    const value = values['value'] ?? 0
    const was = compared && (values[compared.key] ?? null)
    const isTotal = role === 'start' || role === 'end'
    const sign = role === 'minus' ? -1 : 1
    const base = isTotal ? 0 : level
    level = base + sign * value
    return {
      low: Math.min(base, level),
      high: Math.max(base, level),
      mark: was == null ? null : base + sign * was,
    }
  })
}
