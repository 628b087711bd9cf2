/** The sheets of a workbook, as CSV. A library reads them: DuckDB has no reader for them. */
import { UserError } from '../../errors.ts'
import type { RawSource } from './raw_source.ts'

type Cell = string | number | boolean | Date | null

interface Sheet {
  readonly sheet: string
  readonly data: readonly (readonly Cell[])[]
}

/** The sheets of a workbook that have a cell, as sources. */
export async function sheetsOf(path: string, workbook: RawSource): Promise<RawSource[]> {
  const sheets = await readWorkbook(path, workbook)
  const filled = sheets.filter(({ data }) => data.some((row) => row.some((cell) => cell !== null)))
  if (filled.length === 0)
    throw new UserError(`${workbook.file} has only empty sheets: export it again, or take it away.`)
  return filled.map(({ sheet }) => ({
    ...workbook,
    sheet,
    file: filled.length === 1 ? workbook.file : `${workbook.file}/${sheet}`,
  }))
}

/** The rows of a sheet as CSV. */
export async function* sheetAsCsv(path: string, source: RawSource): AsyncGenerator<Buffer> {
  const sheets = await readWorkbook(path, source)
  const { data } = sheets.find(({ sheet }) => sheet === source.sheet) ?? { data: [] }
  const width = data.reduce((most, { length }) => Math.max(most, length), 0)
  for (let from = 0; from < data.length; from += 1000)
    yield Buffer.from(
      data
        .slice(from, from + 1000)
        .map((row) => `${lineOf(row, width)}\n`)
        .join(''),
    )
}

/** A row as wide as the others; one without a cell is a blank line. */
function lineOf(row: readonly Cell[], width: number): string {
  if (row.every((cell) => cell === null)) return ''
  return Array.from({ length: width }, (_, index) => quoted(textOf(row[index] ?? null))).join(',')
}

function textOf(cell: Cell): string {
  if (cell === null) return ''
  if (!(cell instanceof Date)) return String(cell)
  return Number.isNaN(cell.getTime())
    ? ''
    : cell.toISOString().replace('T00:00:00.000Z', '').replace('T', ' ').replace('Z', '')
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

async function readWorkbook(path: string, { file }: RawSource): Promise<readonly Sheet[]> {
  const { default: readExcelFile } = await import('read-excel-file/node')
  try {
    return (await readExcelFile(path)) as unknown as Sheet[]
  } catch (cause) {
    throw new UserError(
      `${file} cannot be read as a workbook (${(cause as Error).message}): save it again, or export it as CSV.`,
      { cause },
    )
  }
}
