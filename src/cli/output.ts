/** What commands print on stdout: lines and tables for people, one JSON object for programs. */

/** Prints the one object of `--json`. */
export const printJson = (object: object) => {
  process.stdout.write(`${JSON.stringify(object, null, 2)}\n`)
}

/** Prints lines on stdout. */
export const printLines = (...lines: readonly string[]) => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

/** Says something about the work on stderr, so that stdout holds the answer only. */
export const say = (line: string) => {
  process.stderr.write(`${line}\n`)
}

export interface TableColumn {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/**
 * Text in columns, two spaces apart, under underlined titles.
 *
 * @example
 * tableLines([{ title: 'build' }, { title: 'rows', align: 'right' }], [['a1', '12']])
 */
export function tableLines(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(width(title), ...rows.map((row) => width(row[index] ?? ''))),
  )
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => padded(cells[index] ?? '', widths[index]!, align))
      .join('  ')
      .trimEnd()
  return [
    line(columns.map(({ title }) => title)),
    line(widths.map((cells) => '─'.repeat(cells))),
    ...rows.map(line),
  ]
}

const width = (text: string) => [...text].length

function padded(text: string, cells: number, align: TableColumn['align']): string {
  const blanks = ' '.repeat(cells - width(text))
  return align === 'right' ? blanks + text : text + blanks
}
