/**
 * The rows of any source as one text: CSV in UTF-8. Packed and recoded text streams to a file, JSON
 * and Parquet are turned into CSV by DuckDB, and sheets by our own reader. A source is turned into
 * text once: the scanner reads it when its file is surveyed, and DuckDB when it is loaded.
 *
 *   <warehouse>/spill/texts-*   swept with all that a killed build left
 */
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { spillFolder } from '../stored.ts'
import { asUtf8 } from './encodings.ts'
import { openBytes, type RawSource, sourcesIn, unpacking } from './raw_source.ts'

/** A source in a raw file. */
interface SourceOfFile {
  /** The path of the raw file. */
  readonly path: string
  readonly source: RawSource
}

/** So many bytes of text stay from the survey until they are loaded; others are made once more. */
const mostKept = 4 * 2 ** 30

export class RawTexts {
  readonly #warehouse: string
  /** Where each text stands. */
  readonly #texts = new Map<string, string>()
  #folder: string | undefined
  #made = 0
  #kept = 0

  constructor(warehouse: string) {
    this.#warehouse = warehouse
  }

  /**
   * The sources in a raw file, the sheets of a workbook among them.
   *
   * @param file what messages call the file
   * @throws UserError where it holds nothing that can be read
   */
  async sourcesIn(path: string, file: string): Promise<RawSource[]> {
    const sources = await sourcesIn(path, file)
    const [first] = sources
    if (first?.form !== 'sheet') return sources
    const { writeSheets } = await import('./sheets.ts')
    const sheets = await writeSheets(path, first, () => this.#newPath('csv'))
    for (const { source, text } of sheets) this.#texts.set(keyOf({ path, source }), text)
    return sheets.map(({ source }) => source)
  }

  /**
   * The path of a source's text.
   *
   * @throws UserError where it is damaged
   */
  async of({ path, source }: SourceOfFile): Promise<string> {
    const key = keyOf({ path, source })
    const known = this.#texts.get(key)
    if (known !== undefined) return known
    const to = this.#newPath('csv')
    this.#texts.set(key, to)
    try {
      await this.#write({ path, source }, to)
      return to
    } catch (error) {
      this.drop({ path, source })
      throw error
    }
  }

  /** Keeps a text for who asks for it next, if there is room. */
  keep(one: SourceOfFile) {
    const text = this.#texts.get(keyOf(one))
    if (text === undefined) return
    this.#kept += statSync(text).size
    if (this.#kept > mostKept) this.drop(one)
  }

  /** Takes a text away: nobody asks for it any more. */
  drop(one: SourceOfFile) {
    const key = keyOf(one)
    const text = this.#texts.get(key)
    if (text !== undefined) rmSync(text, { force: true })
    this.#texts.delete(key)
  }

  /** Takes all texts away. */
  close() {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true })
    this.#folder = undefined
    this.#texts.clear()
  }

  async #write({ path, source }: SourceOfFile, to: string): Promise<void> {
    if (source.form === 'sheet') {
      const { writeSheetOf } = await import('./sheets.ts')
      return writeSheetOf(path, source, to)
    }
    if (source.form === 'text') {
      const bytes = await unpacking(source.file, () => openBytes(path, source))
      return unpacking(source.file, () => writeText(asUtf8(bytes, source.encoding), to))
    }
    // Imported only now: a survey of text files does not load DuckDB.
    const { writeAsCsv } = await import('./typed_tables.ts')
    const unpacked = await this.#unpacked({ path, source })
    try {
      await writeAsCsv(this.#warehouse, { source, path: unpacked, to })
    } finally {
      if (unpacked !== path) rmSync(unpacked, { force: true })
    }
  }

  /** DuckDB reads JSON in UTF-8 without a mark, and Parquet, from a file that is not packed. */
  async #unpacked({ path, source }: SourceOfFile): Promise<string> {
    const { form, packed, encoding, file } = source
    if (form === 'parquet' && packed === undefined) return path
    const to = this.#newPath(form)
    const bytes = await unpacking(file, () => openBytes(path, source))
    const text = form === 'json' ? withoutMark(asUtf8(bytes, encoding)) : bytes
    await unpacking(file, () => writeText(text, to))
    return to
  }

  #newPath(ending: string): string {
    if (this.#folder === undefined) {
      const spill = join(this.#warehouse, spillFolder)
      mkdirSync(spill, { recursive: true })
      this.#folder = mkdtempSync(join(spill, 'texts-'))
    }
    return join(this.#folder, `${this.#made++}.${ending}`)
  }
}

const keyOf = ({ path, source }: SourceOfFile) => JSON.stringify([path, source])

const writeText = (text: AsyncIterable<Buffer>, to: string) =>
  pipeline(Readable.from(text), createWriteStream(to))

async function* withoutMark(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const piece of text) {
    const hasMark = isFirst && piece.subarray(0, 3).toString('latin1') === '\xef\xbb\xbf'
    yield hasMark ? piece.subarray(3) : piece
    isFirst = false
  }
}
