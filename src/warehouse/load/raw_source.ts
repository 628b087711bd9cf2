/**
 * Where the rows of an export file stand: in the file itself, or in a file or sheet inside it.
 *
 * What a file is, its first bytes say, whatever its name: exports called .csv are UTF-16, gzipped
 * or workbooks often enough.
 */
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UserError } from '../../errors.ts'
import { piecesOf } from '../diskio.ts'
import { type Encoding, encodingOf } from './encodings.ts'
import { openEntry, zipEntries } from './zip_entries.ts'

/** One table of raw rows. It is kept in the stat cache, as JSON. */
export interface RawSource {
  /** The file's name in messages and accounts: 'crm/deals.zip/deals_1.csv'. */
  readonly file: string
  readonly form: 'text' | 'json' | 'parquet' | 'sheet'
  readonly encoding: Encoding
  /** How the bytes are packed in the raw file. */
  readonly packed?: 'gzip' | 'zip'
  /** The name of the file in a zip. */
  readonly entry?: string
  /** The name of the sheet in a workbook. */
  readonly sheet?: string
}

/** Whether DuckDB reads the rows from the raw file itself. */
export const isDirect = ({ form, encoding, packed }: RawSource): boolean =>
  form === 'text' && encoding === 'utf-8' && packed === undefined

/** Whether the numbers of a source are typed, rather than written as some country writes them. */
export const isTyped = ({ form }: RawSource): boolean => form !== 'text'

/**
 * The sources in a raw file; a workbook is one, of which `sheetsOf` names the sheets.
 *
 * @param file what messages call the file
 * @throws UserError where it holds nothing that can be read
 */
export async function sourcesIn(path: string, file: string): Promise<RawSource[]> {
  const head = await headOf(createReadStream(path, { end: headLength, highWaterMark: headLength }))
  if (isZip(head)) return sourcesInZip(path, file)
  if (!isGzip(head)) return [sourceOf(file, head, {})]
  const inner = await unpacking(file, () => headOf(createReadStream(path).pipe(createGunzip())))
  return [sourceOf(file, inner, { packed: 'gzip' })]
}

async function sourcesInZip(path: string, file: string): Promise<RawSource[]> {
  const entries = await unpacking(file, () => zipEntries(path))
  if (entries.includes('xl/workbook.xml')) return [{ file, form: 'sheet', encoding: 'utf-8' }]
  const data = entries.filter((entry) => !isNoData.test(entry))
  if (data.length === 0)
    throw new UserError(`${file} has no data file in it: put one in, or take it away.`)
  const sources: RawSource[] = []
  for (const entry of data) {
    const name = `${file}/${entry}`
    const head = await unpacking(file, async () => headOf(await openEntry(path, entry)))
    if (isZip(head) || isGzip(head))
      throw new UserError(`${name} is packed twice: unpack ${file}, and put in what it holds.`)
    sources.push(sourceOf(name, head, { packed: 'zip', entry }))
  }
  return sources
}

/** What systems and people put into a zip beside data. */
const isNoData =
  /(^|\/)(__MACOSX\/|\.|manifest\.json$|readme)|\/$|\.(pdf|md|html?|png|jpe?g|docx?)$/i

/** The bytes of a source, unpacked. */
export async function openBytes(path: string, source: RawSource): Promise<Readable> {
  if (source.entry !== undefined) return openEntry(path, source.entry)
  const bytes = piecesOf(path)
  if (source.packed !== 'gzip') return bytes
  const gunzip = createGunzip({ chunkSize: 2 ** 18 })
  bytes.on('error', (error) => gunzip.destroy(error))
  return bytes.pipe(gunzip)
}

/** Runs work on a packed file, which may be damaged. */
export async function unpacking<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof UserError || (cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw cause
    throw new UserError(
      `${file} cannot be unpacked (${(cause as Error).message}): export or copy it again.`,
      { cause },
    )
  }
}

function sourceOf(
  file: string,
  head: Buffer,
  packed: Pick<RawSource, 'packed' | 'entry'>,
): RawSource {
  if (head.subarray(0, 4).toString('latin1') === 'PAR1')
    return { file, form: 'parquet', encoding: 'utf-8', ...packed }
  for (const [mark, what] of foreign)
    if (head.subarray(0, mark.length).toString('latin1') === mark)
      throw new UserError(`${file} is ${what}: export it as CSV, or take it away.`)
  const encoding = encodingOf(head)
  const text = head.toString(encoding === 'utf-16le' ? 'utf16le' : 'latin1')
  const isJson =
    encoding !== 'utf-16be' && /^(\xef\xbb\xbf|\ufeff)?\s*(\{\s*"|\[\s*(\{|\]))/.test(text)
  return { file, form: isJson ? 'json' : 'text', encoding, ...packed }
}

/** How files begin that are read by nobody here. */
const foreign: readonly [string, string][] = [
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook (.xls)'],
  ['%PDF', 'a PDF'],
  ['\x28\xb5\x2f\xfd', 'packed with zstd'],
  ['BZh', 'packed with bzip2'],
  ['7z\xbc\xaf', 'packed with 7-Zip'],
  ['\x89PNG', 'a picture'],
  ['Obj\x01', 'an Avro file'],
]

const headLength = 4096

const isZip = (head: Buffer) => ['PK\x03\x04', 'PK\x05\x06'].includes(head.toString('latin1', 0, 4))
const isGzip = (head: Buffer) => head[0] === 0x1f && head[1] === 0x8b

/** The first bytes of a stream. */
async function headOf(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of stream) {
    pieces.push(piece as Buffer)
    length += (piece as Buffer).length
    if (length >= headLength) break
  }
  return Buffer.concat(pieces)
}
