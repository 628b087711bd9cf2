/** A frame as CSV: raw figures with a dot, as other programs read them. */
import type { Frame, FrameRow } from '../kinds/frame.ts'

const cell = (value: string | number | null | undefined): string => {
  const text = value === null || value === undefined ? '' : String(value)
  // What begins like a formula is made text: spreadsheets would run it.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLines = (rows: readonly (readonly (string | number | null | undefined)[])[]) =>
  rows.map((row) => row.map(cell).join(',')).join('\r\n')

/** The rows of a frame under the names of its columns. */
export const csvOf = (
  frame: Frame,
  label: string,
  column: (key: string) => string,
  row: (row: FrameRow) => string,
): string =>
  csvLines([
    [label, ...frame.columns.map(({ key }) => column(key))],
    ...frame.rows.map((of) => [
      frame.label.kind === 'period' ? of.key : row(of),
      ...frame.columns.map(({ key }) => of.values[key]),
    ]),
  ])
