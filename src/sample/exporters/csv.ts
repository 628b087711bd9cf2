// CSV files written row by row: RFC 4180 quoting, LF, UTF-8, in bounded memory.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Instant, YEARS, yearOf } from '../calendar.ts'
import type { RowDirt } from '../dirt.ts'

const CHUNK = 1 << 18

export type Cell = string | number | boolean | null

/** Quotes a cell where it must be. */
function csvCell(cell: Cell): string {
  if (cell === null) return ''
  const text = String(cell)
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvLine = (cells: readonly Cell[]) => cells.map(csvCell).join(',')

export class TextFile {
  readonly #file: number
  readonly #encoding: 'utf8' | 'latin1'
  #pending = ''

  constructor(path: string, encoding: 'utf8' | 'latin1' = 'utf8') {
    this.#encoding = encoding
    mkdirSync(dirname(path), { recursive: true })
    this.#file = openSync(path, 'w')
  }

  line(text: string): void {
    this.#pending += `${text}\n`
    if (this.#pending.length >= CHUNK) this.#flush()
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }

  #flush(): void {
    writeSync(this.#file, this.#pending, null, this.#encoding)
    this.#pending = ''
  }
}

/** A CSV file whose rows come twice now and then, if it is given dirt. */
export class CsvFile {
  readonly #file: TextFile
  readonly #dirt: RowDirt | null
  readonly #width: number
  readonly #path: string

  constructor(path: string, header: readonly string[], dirt: RowDirt | null = null) {
    this.#file = new TextFile(path)
    this.#dirt = dirt
    this.#width = header.length
    this.#path = path
    this.#file.line(csvLine(header))
  }

  row(cells: readonly Cell[]): string {
    if (cells.length !== this.#width) {
      throw new Error(`${this.#path} has ${this.#width} columns, a row came with ${cells.length}`)
    }
    const line = csvLine(cells)
    this.line(line)
    return line
  }

  line(line: string): void {
    this.#file.line(line)
    if (this.#dirt?.isRepeated()) this.#file.line(line)
  }

  close(): void {
    this.#file.close()
  }
}

/** One file a year; what is older than the first year stands in its file. */
export class YearFiles {
  readonly #files: Map<number, CsvFile>

  constructor(
    path: (year: number) => string,
    header: readonly string[],
    dirt: RowDirt | null = null,
  ) {
    this.#files = new Map(YEARS.map((year) => [year, new CsvFile(path(year), header, dirt)]))
  }

  of(instant: Instant): CsvFile {
    const file = this.#files.get(Math.max(YEARS[0], yearOf(instant)))
    if (file === undefined) throw new Error(`No file for ${new Date(instant).toISOString()}`)
    return file
  }

  close(): void {
    for (const file of this.#files.values()) file.close()
  }
}
