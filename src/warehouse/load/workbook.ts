/** A workbook: its sheets, and the rows of each as they stream by, every cell as text. */
import type { Readable } from 'node:stream'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { isDateFormat } from './date_formats.ts'
import { type Styles, sheetRows, unescaped } from './sheet_rows.ts'
import { readXml } from './xml.ts'

interface Sheet {
  readonly name: string
  /** Where it stands in the zip. */
  readonly path: string
}

export class Workbook {
  readonly sheets: readonly Sheet[]
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>
  readonly #paths: Paths
  readonly #is1904: boolean
  /** What all sheets share, read with the first of them. */
  #shared: Promise<{ texts: readonly string[]; styles: Styles }> | undefined

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, book: Book, paths: Paths) {
    this.#zip = zip
    this.#entries = entries
    this.#paths = paths
    this.#is1904 = book.is1904
    this.sheets = book.sheets.flatMap(({ name, relation }) => {
      const path = paths.sheets.get(relation)
      return path === undefined ? [] : [{ name, path }]
    })
  }

  /** @throws Error where it is none, or damaged */
  static async open(path: string): Promise<Workbook> {
    const zip = await yauzl.openPromise(path, { autoClose: false })
    try {
      const entries = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
      const partOf = (name: string) => openPart(zip, entries, name)
      const paths = await readPaths(await partOf('xl/_rels/workbook.xml.rels'))
      return new Workbook(zip, entries, await readBook(await partOf('xl/workbook.xml')), paths)
    } catch (error) {
      zip.close()
      throw error
    }
  }

  close() {
    this.#zip.close()
  }

  /** The rows of a sheet, some at a time; a row without a cell is empty. */
  async *rows({ path }: Sheet): AsyncGenerator<(string | null)[][]> {
    this.#shared ??= this.#readShared()
    const { texts, styles } = await this.#shared
    const xml = await openPart(this.#zip, this.#entries, path)
    yield* sheetRows(xml, { texts, styles, is1904: this.#is1904 })
  }

  async #readShared() {
    const { texts, styles } = this.#paths
    const has = (name: string) => this.#entries.has(name)
    const part = (name: string) => openPart(this.#zip, this.#entries, name)
    return {
      texts: has(texts) ? await readTexts(await part(texts)) : [],
      styles: has(styles) ? await readStyles(await part(styles)) : [],
    }
  }
}

async function openPart(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  name: string,
): Promise<Readable> {
  const entry = entries.get(name)
  if (!entry) throw new Error(`it has no ${name}`)
  return zip.openReadStreamPromise(entry)
}

/** Where the parts of a workbook stand in its zip. */
interface Paths {
  readonly sheets: ReadonlyMap<string, string>
  readonly texts: string
  readonly styles: string
}

async function readPaths(xml: Readable): Promise<Paths> {
  const sheets = new Map<string, string>()
  let [texts, styles] = ['xl/sharedStrings.xml', 'xl/styles.xml']
  await readXml(xml, {
    open: (name, attributes) => {
      if (name !== 'Relationship') return
      const { Id = '', Type = '', Target = '' } = attributes()
      const path = Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`
      if (Type.endsWith('/worksheet')) sheets.set(Id, path)
      else if (Type.endsWith('/sharedStrings')) texts = path
      else if (Type.endsWith('/styles')) styles = path
    },
  })
  return { sheets, texts, styles }
}

interface Book {
  readonly sheets: readonly { readonly name: string; readonly relation: string }[]
  /** Whether days are counted from 1904. */
  readonly is1904: boolean
}

async function readBook(xml: Readable): Promise<Book> {
  const sheets: { name: string; relation: string }[] = []
  let is1904 = false
  await readXml(xml, {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') is1904 = ['1', 'true'].includes(attributes()['date1904'] ?? '')
      if (tag !== 'sheet') return
      const { name, id = '' } = attributes()
      if (name) sheets.push({ name: unescaped(name), relation: id })
    },
  })
  return { sheets, is1904 }
}

/** The texts that cells name by their numbers. */
async function readTexts(xml: Readable): Promise<string[]> {
  const texts: string[] = []
  let text = ''
  let isText = false
  let isReading = false
  await readXml(xml, {
    open: (name) => {
      if (name === 'si') text = ''
      else if (name === 't') isText = true
      else if (name === 'rPh') isReading = true
    },
    close: (name) => {
      if (name === 'si') texts.push(unescaped(text))
      else if (name === 't') isText = false
      else if (name === 'rPh') isReading = false
    },
    // How a Japanese word is read is no part of it.
    text: (found) => {
      if (isText && !isReading) text += found
    },
  })
  return texts
}

/** Of each style, by its number, whether it shows days or times. */
async function readStyles(xml: Readable): Promise<Styles> {
  const codes = new Map<number, string>()
  const base: (number | undefined)[] = []
  const styles: boolean[] = []
  let list: 'cellStyleXfs' | 'cellXfs' | undefined
  await readXml(xml, {
    open: (name, attributes) => {
      if (name === 'cellStyleXfs' || name === 'cellXfs') list = name
      else if (name === 'numFmt') {
        const { numFmtId, formatCode } = attributes()
        if (formatCode !== undefined) codes.set(Number(numFmtId), formatCode)
      } else if (name === 'xf' && list !== undefined) {
        const { numFmtId, xfId } = attributes()
        const own = numFmtId === undefined ? undefined : Number(numFmtId)
        if (list === 'cellStyleXfs') base.push(own)
        else {
          const id = own ?? base[Number(xfId ?? -1)]
          styles.push(id !== undefined && isDateFormat(id, codes.get(id)))
        }
      }
    },
    close: (name) => {
      if (name === list) list = undefined
    },
  })
  return styles
}
