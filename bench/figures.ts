/** Figures of measurements, and the table that shows them. */

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** One line of the result. */
export interface Measure {
  readonly what: string
  readonly scale: number
  readonly ours: string
  readonly peer: string
  /** Ours ÷ peer; undefined where the budget is absolute. */
  readonly ratio?: number
  readonly budget: string
  readonly verdict: 'met' | 'missed' | '-'
}

export const verdictOf = (isMet: boolean) => (isMet ? 'met' : 'missed')
export const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
export const milliseconds = (ms: number) => `${ms.toFixed(1)} ms`
export const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`

/** The measures as a Markdown table. */
export function tableOf(measures: readonly Measure[]): string {
  const head = ['scale', 'what', 'ours', 'peer', 'ratio', 'budget', 'verdict']
  const rows = measures.map(({ what, scale, ours, peer, ratio, budget, verdict }) => [
    String(scale),
    what,
    ours,
    peer,
    ratio === undefined ? '' : ratio.toFixed(2),
    budget,
    verdict,
  ])
  const widths = head.map((title, place) =>
    Math.max(title.length, ...rows.map((row) => row[place]!.length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, place) => cell.padEnd(widths[place]!)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
