/** The first lines of a delimited file: its records as text, for finding the header. */

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/** The line ends of a file: LF also stands for CR LF. */
export type LineEnd = '\n' | '\r'

/** The line ends that a text has. */
export const lineEndOf = (text: string): LineEnd =>
  !text.includes('\n') && text.includes('\r') ? '\r' : '\n'

/**
 * The first records of a text, at most `count`; a blank line is a record without cells. A record
 * that the text breaks off is not among them, unless the text is the whole file.
 */
export function firstRecords(
  text: string,
  { delimiter, count, isWhole }: { delimiter: Delimiter; count: number; isWhole: boolean },
): string[][] {
  const lineEnd = lineEndOf(text)
  const isPlain = (character: string) =>
    character !== '"' && character !== delimiter && character !== lineEnd && character !== '\r'
  const records: string[][] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  const endCell = () => {
    cells.push(cell)
    cell = ''
  }
  const endRecord = () => {
    endCell()
    records.push(cells.length === 1 && cells[0] === '' ? [] : cells)
    cells = []
  }
  for (let index = text.startsWith('\ufeff') ? 1 : 0; index < text.length; index++) {
    if (records.length === count) return records
    const character = text[index]!
    if (isQuoted) {
      if (character !== '"') {
        const end = text.indexOf('"', index)
        cell += text.slice(index, end < 0 ? text.length : end)
        index = (end < 0 ? text.length : end) - 1
      } else if (text[index + 1] === '"') cell += text[index++]
      else isQuoted = false
    } else if (isPlain(character)) {
      let end = index + 1
      while (end < text.length && isPlain(text[end]!)) end++
      cell += text.slice(index, end)
      index = end - 1
    } else if (character === '"') {
      if (cell.trim() === '') {
        isQuoted = true
        cell = ''
      } else cell += character
    } else if (character === delimiter) endCell()
    else if (character === lineEnd) endRecord()
    else if (text[index + 1] !== '\n') cell += character
  }
  if (isWhole && (cell !== '' || cells.length > 0)) endRecord()
  return records
}
