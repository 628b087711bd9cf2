/** Reads a file once, from its first byte to its last: what it holds, and whether it is text. */
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { UserError } from '../../errors.ts'
import { type LineEnd, lineEndOf } from './header.ts'
import { RecordScanner } from './records.ts'

export interface Content {
  /** SHA-256, in hexadecimal. */
  readonly hash: string
  /** The records, the header and lines before it included, blank lines not. */
  readonly records: number
  readonly lineEnd: LineEnd
  /** Whether the file ends without a line end: it may have been cut off. */
  readonly endsOpen: boolean
  /** The line of the record in whose quotes the file seems to end. */
  readonly openLine: number | null
}

/** How much of a file is searched for its header. */
export const headBytes = 2 ** 18

/**
 * Reads a file.
 *
 * @param name what messages call the file
 * @throws UserError where it is empty or not UTF-8
 */
export async function readContent(
  path: string,
  name: string,
): Promise<{ content: Content; head: string }> {
  const hash = createHash('sha256')
  let head = ''
  let lineEnd: LineEnd = '\n'
  let scanner: RecordScanner | undefined
  let last: number | undefined
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    const bytes = chunk as Buffer
    if (!scanner) {
      refuseUtf16(bytes, name)
      head = bytes.toString('utf8', 0, headBytes)
      lineEnd = lineEndOf(head)
      scanner = new RecordScanner(lineEnd)
    }
    hash.update(bytes)
    rest = refuseOtherEncodings(rest, bytes, name, scanner.entries)
    scanner.feed(bytes)
    last = bytes.at(-1)
  }
  if (!scanner)
    throw new UserError(`${name} is empty (0 bytes): export it again, or take the file away.`)
  if (rest.length > 0) throw notUtf8(name, scanner.entries)
  const { openLine } = scanner
  scanner.end()
  const content: Content = {
    hash: hash.digest('hex'),
    records: scanner.records,
    lineEnd,
    endsOpen: last !== lineEnd.charCodeAt(0),
    openLine: openLine ?? null,
  }
  return { content, head }
}

function refuseUtf16(bytes: Buffer, name: string) {
  const mark = bytes.subarray(0, 2).toString('latin1')
  if (mark === '\xff\xfe' || mark === '\xfe\xff' || bytes.subarray(0, 1000).includes(0))
    throw new UserError(`${name} is not UTF-8 text (it looks like UTF-16): save it as UTF-8.`)
}

/** Checks a piece of the file; gives the bytes of a character that goes on in the next piece. */
function refuseOtherEncodings(rest: Buffer, bytes: Buffer, name: string, entries: number): Buffer {
  const piece = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
  if (isUtf8(piece)) return Buffer.alloc(0)
  for (const length of [1, 2, 3]) {
    const end = piece.length - length
    if (end >= 0 && isLeadByte(piece[end]!, length) && isUtf8(piece.subarray(0, end)))
      return Buffer.from(piece.subarray(end))
  }
  throw notUtf8(name, entries + linesBefore(piece))
}

/** Whether a byte starts a character of more bytes than there are left. */
const isLeadByte = (byte: number, left: number) =>
  (byte >= 0xc2 && byte <= 0xdf && left < 2) ||
  (byte >= 0xe0 && byte <= 0xef && left < 3) ||
  (byte >= 0xf0 && byte <= 0xf4 && left < 4)

/** How many lines of a piece stand before its first wrong byte. */
function linesBefore(piece: Buffer): number {
  let lines = 0
  for (let from = 0; ; lines++) {
    const end = piece.indexOf(10, from)
    if (end < 0 || !isUtf8(piece.subarray(from, end))) return lines
    from = end + 1
  }
}

const notUtf8 = (name: string, entries: number) =>
  new UserError(`${name}, near line ${entries + 1}: the file is not UTF-8 text: save it as UTF-8.`)
