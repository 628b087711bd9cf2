/**
 * The rows of any source as one text: CSV in UTF-8. Text is recoded as it streams by, JSON and
 * Parquet are turned into CSV by DuckDB, and a sheet by a library. It goes to the scanner when a
 * file is surveyed, and to a copy when it is loaded.
 */
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { spillFolder } from '../stored.ts'
import { asUtf8 } from './encodings.ts'
import { openBytes, type RawSource, unpacking } from './raw_source.ts'

export interface RawTextOptions {
  readonly warehouse: string
  /** The path of the raw file. */
  readonly path: string
  readonly source: RawSource
}

/** Gives work the text of a source, in pieces. */
export async function withRawText<T>(
  { warehouse, path, source }: RawTextOptions,
  work: (text: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  if (source.form === 'text') {
    const bytes = await unpacking(source.file, () => openBytes(path, source))
    return unpacking(source.file, () => work(asUtf8(bytes, source.encoding)))
  }
  if (source.form === 'sheet') {
    const { sheetAsCsv } = await import('./sheets.ts')
    return work(sheetAsCsv(path, source))
  }
  // Imported only now: a survey of text files does not load DuckDB.
  const { writeAsCsv } = await import('./typed_tables.ts')
  const folder = temporaryFolder(warehouse)
  try {
    const unpacked = await unpackedPath(path, source, folder)
    const csv = join(folder, 'rows.csv')
    await writeAsCsv(warehouse, { source, path: unpacked, to: csv })
    return await work(createReadStream(csv, { highWaterMark: 2 ** 20 }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes the text of a source to a file. */
export const copyRawText = (options: RawTextOptions, to: string): Promise<void> =>
  withRawText(options, (text) => pipeline(Readable.from(text), createWriteStream(to)))

/** DuckDB reads JSON in UTF-8 without a mark, and Parquet, from a file that is not packed. */
async function unpackedPath(path: string, source: RawSource, folder: string): Promise<string> {
  const { form, packed, encoding, file } = source
  if (form === 'parquet' && packed === undefined) return path
  const to = join(folder, `unpacked.${form}`)
  const bytes = await unpacking(file, () => openBytes(path, source))
  const text = form === 'json' ? withoutMark(asUtf8(bytes, encoding)) : bytes
  await unpacking(file, () => pipeline(Readable.from(text), createWriteStream(to)))
  return to
}

async function* withoutMark(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const piece of text) {
    const hasMark = isFirst && piece.subarray(0, 3).toString('latin1') === '\xef\xbb\xbf'
    yield hasMark ? piece.subarray(3) : piece
    isFirst = false
  }
}

function temporaryFolder(warehouse: string): string {
  const spill = join(warehouse, spillFolder)
  mkdirSync(spill, { recursive: true })
  return mkdtempSync(join(spill, 'raw-'))
}
