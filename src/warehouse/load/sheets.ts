/** The sheets of a workbook, as CSV. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UserError } from '../../errors.ts'
import type { RawSource } from './raw_source.ts'
import type { Workbook } from './workbook.ts'

type Sheet = Workbook['sheets'][number]

/** A sheet that has a cell, as a source, and the text that it was written to. */
export interface SheetText {
  readonly source: RawSource
  readonly text: string
}

/**
 * Writes the sheets of a workbook that have a cell, each to a text of its own.
 *
 * @param pathOf gives where the text of a sheet goes, by its place in the workbook
 * @throws UserError where it is damaged, or has no such sheet
 */
export async function writeSheets(
  path: string,
  source: RawSource,
  pathOf: (place: number) => string,
): Promise<SheetText[]> {
  return withWorkbook(path, source, async (workbook) => {
    const filled: { sheet: string; text: string }[] = []
    for (const [place, sheet] of workbook.sheets.entries()) {
      const text = pathOf(place)
      if (await writeSheet(workbook, sheet, text)) filled.push({ sheet: sheet.name, text })
    }
    if (filled.length === 0)
      throw new UserError(`${source.file} has only empty sheets: export it again, or take it away.`)
    return filled.map(({ sheet, text }) => {
      const file = filled.length === 1 ? source.file : `${source.file}/${sheet}`
      return { source: { ...source, sheet, file }, text }
    })
  })
}

/** Writes the sheet that a source names. */
export async function writeSheetOf(path: string, source: RawSource, to: string): Promise<void> {
  await withWorkbook(path, source, async (workbook) => {
    const sheet = workbook.sheets.find(({ name }) => name === source.sheet)
    if (!sheet) throw new Error(`it has no sheet ${source.sheet}`)
    await writeSheet(workbook, sheet, to)
  })
}

async function withWorkbook<T>(
  path: string,
  { file }: RawSource,
  work: (workbook: Workbook) => Promise<T>,
): Promise<T> {
  // Imported only now: most folders have no workbook.
  const { Workbook } = await import('./workbook.ts')
  try {
    const workbook = await Workbook.open(path)
    try {
      return await work(workbook)
    } finally {
      workbook.close()
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause
    throw new UserError(
      `${file} cannot be read as a workbook (${(cause as Error).message}): save it again, or export it as CSV.`,
      { cause },
    )
  }
}

/** Writes a sheet as CSV; false where it has no cell. */
async function writeSheet(workbook: Workbook, sheet: Sheet, to: string): Promise<boolean> {
  const write = async (width: number) => {
    const lines = new Lines(width)
    await pipeline(Readable.from(lines.of(workbook.rows(sheet))), createWriteStream(to))
    return lines
  }
  const first = await write(0)
  // Every record of a CSV is as wide as the widest, which comes to light too late below a title.
  if (first.isRagged) await write(first.width)
  return first.width > 0
}

/** Turns rows into lines, each as wide as the widest so far. */
class Lines {
  width: number
  isRagged = false
  #hasLine = false

  constructor(width: number) {
    this.width = width
  }

  async *of(rows: AsyncIterable<(string | null)[][]>): AsyncGenerator<string> {
    let blank = 0
    for await (const some of rows) {
      let text = ''
      for (const row of some) {
        // Blank lines after the last row are not there.
        if (row.length === 0) blank++
        else {
          text += `${'\n'.repeat(blank)}${this.#lineOf(row)}\n`
          blank = 0
        }
      }
      if (text !== '') yield text
    }
  }

  #lineOf(row: readonly (string | null)[]): string {
    if (row.length > this.width) {
      this.isRagged ||= this.#hasLine
      this.width = row.length
    }
    this.#hasLine = true
    return row.map((cell) => quoted(cell ?? '')).join(',') + ','.repeat(this.width - row.length)
  }
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
