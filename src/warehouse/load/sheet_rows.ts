/** The rows of a sheet, read as its XML streams by. */
import { xmlPieces } from './xml.ts'

/** Of each style, by its number, whether it shows days or times. */
export type Styles = readonly boolean[]

/** What the cells of a sheet refer to. */
export interface Shared {
  readonly texts: readonly string[]
  readonly styles: Styles
  /** Whether days are counted from 1904. */
  readonly is1904: boolean
}

/** A cell as the XML says it. */
interface RawCell {
  readonly type: string | undefined
  readonly style: string | undefined
  value: string | undefined
  /** The text that stands in the cell itself. */
  inline: string | undefined
}

/** Rows, some at a time, each as wide as its last cell with a value. */
export async function* sheetRows(
  xml: AsyncIterable<Buffer>,
  shared: Shared,
): AsyncGenerator<(string | null)[][]> {
  const reader = new RowReader(shared)
  for await (const _ of xmlPieces(xml, reader)) {
    if (reader.rows.length === 0) continue
    yield reader.rows
    reader.rows = []
  }
}

class RowReader {
  rows: (string | null)[][] = []
  readonly #shared: Shared
  #row: (string | null)[] = []
  /** The number of the row, and of the column of its last cell; from 1, as in Excel. */
  #rowNumber = 0
  #column = 0
  #cell: RawCell | undefined
  /** What the text is that comes. */
  #within: 'value' | 'inline' | undefined
  #isReading = false
  /** Whether these are the rows; other parts of a sheet have cells of their own. */
  #isData = false

  constructor(shared: Shared) {
    this.#shared = shared
  }

  readonly open = (name: string, attributes: () => Readonly<Record<string, string>>) => {
    if (name === 'sheetData') this.#isData = true
    else if (!this.#isData) return
    else if (name === 'c') {
      const { r, t, s } = attributes()
      this.#moveTo(r)
      this.#cell = { type: t, style: s, value: undefined, inline: undefined }
    } else if (name === 'row') this.#startRow(attributes()['r'])
    else if (!this.#cell) return
    else if (name === 'v') this.#within = 'value'
    else if (name === 't') this.#within = 'inline'
    else if (name === 'rPh') this.#isReading = true
  }

  readonly text = (text: string) => {
    const cell = this.#cell
    if (!cell || this.#isReading) return
    if (this.#within === 'value') cell.value = (cell.value ?? '') + text
    else if (this.#within === 'inline') cell.inline = (cell.inline ?? '') + text
  }

  readonly close = (name: string) => {
    if (name === 'sheetData') this.#isData = false
    else if (!this.#isData) return
    else if (name === 'v' || name === 't') this.#within = undefined
    else if (name === 'rPh') this.#isReading = false
    else if (name === 'c') this.#endCell()
    else if (name === 'row') this.rows.push(this.#row)
  }

  #startRow(number: string | undefined) {
    const next = number === undefined ? this.#rowNumber + 1 : Number(number)
    if (!(next > this.#rowNumber))
      throw new Error(`row ${number} comes after row ${this.#rowNumber}`)
    // Rows without a cell need not be written down.
    for (let missing = this.#rowNumber + 1; missing < next; missing++) this.rows.push([])
    this.#rowNumber = next
    this.#column = 0
    this.#row = []
  }

  #moveTo(address: string | undefined) {
    const column = address === undefined ? this.#column + 1 : columnOf(address)
    if (!(column > this.#column))
      throw new Error(`cell ${address} comes after column ${this.#column} of its row`)
    this.#column = column
  }

  #endCell() {
    const text = textOf(this.#cell!, this.#shared, `row ${this.#rowNumber}, column ${this.#column}`)
    this.#cell = undefined
    if (text === null) return
    while (this.#row.length < this.#column - 1) this.#row.push(null)
    this.#row.push(text)
  }
}

/** The column of 'AB12', from 1. */
function columnOf(address: string): number {
  let column = 0
  for (const letter of address) {
    const place = letter.charCodeAt(0) - 64
    if (place < 1 || place > 26) break
    column = column * 26 + place
  }
  return column
}

/** The text of a cell; null where it is empty, or holds the error of a formula. */
function textOf(
  { type = 'n', style, value, inline }: RawCell,
  { texts, styles, is1904 }: Shared,
  where: string,
): string | null {
  const wrong = (what: string) => new Error(`${where}: ${what}`)
  if (type === 'inlineStr') return textOrNull(unescaped(inline ?? ''))
  if (value === undefined || value === '' || type === 'e') return null
  switch (type) {
    case 's': {
      const text = texts[Number(value)]
      if (text === undefined) throw wrong(`it has no shared text ${value}`)
      return textOrNull(text)
    }
    case 'str':
      return textOrNull(unescaped(value))
    case 'b':
      if (value !== '0' && value !== '1') throw wrong(`'${value}' is no yes or no`)
      return String(value === '1')
    case 'd':
      return dayOf(new Date(value).getTime()) ?? value
    case 'n': {
      const number = Number(value)
      const isDay = style !== undefined && styles[Number(style)]
      if (isDay === undefined) throw wrong(`it has no style ${style}`)
      // What is none goes on as it is, so that its row is refused, and the others are not.
      if (Number.isNaN(number)) return value
      return (isDay ? dayOf(millisecondsOf(number, is1904)) : undefined) ?? String(number)
    }
    default:
      throw wrong(`'${type}' is no kind of cell`)
  }
}

const textOrNull = (text: string) => text.trim() || null

const dayMs = 24 * 60 * 60 * 1000

/** Days are counted from the end of 1899, or four years and a day later. */
const millisecondsOf = (days: number, is1904: boolean) =>
  Math.round((days + (is1904 ? 1462 : 0) - 25569) * dayMs)

/** '2024-01-31', or '2024-01-31 10:30:00.000' where it is not midnight; undefined where it is none. */
function dayOf(ms: number): string | undefined {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return undefined
  return date.toISOString().replace('T00:00:00.000Z', '').replace('T', ' ').replace('Z', '')
}

/** A text with the characters that XML cannot hold: '_x000D_' is a carriage return. */
export const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16)))
    : text
