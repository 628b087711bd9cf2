/** Reads the text of a source once, from its first byte to its last: what it holds. */
import { isAscii, isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { UserError } from '../../errors.ts'
import { type LineEnd, lineEndOf } from './header.ts'
import { RecordScanner } from './records.ts'

export interface Content {
  /** SHA-256 of the text in UTF-8, in hexadecimal. */
  readonly hash: string
  /** The records, the header and lines before it included, blank lines not. */
  readonly records: number
  readonly lineEnd: LineEnd
  /** Whether the file ends without a line end: it may have been cut off. */
  readonly endsOpen: boolean
  /** The line of the record in whose quotes the file seems to end. */
  readonly openLine: number | null
}

/** The first part of a text, which is searched for its header. */
export interface Head {
  readonly head: string
  readonly isWhole: boolean
}

const headBytes = 2 ** 18

/** A text that is no UTF-8, and has nothing that only UTF-8 has: a text of one byte a character. */
export class OtherEncoding extends UserError {
  override readonly name: string = 'OtherEncoding'
}

/**
 * Reads a text.
 *
 * @param name what messages call the file
 * @throws UserError where it is empty or damaged; OtherEncoding where it is not UTF-8
 */
export async function readContent(
  text: AsyncIterable<Buffer>,
  name: string,
): Promise<{ content: Content; head: Head }> {
  const hash = createHash('sha256')
  const heads: Buffer[] = []
  let bytes = 0
  let scanner: RecordScanner | undefined
  let lineEnd: LineEnd = '\n'
  let last: number | undefined
  const encoding = new Utf8Check(name)
  for await (const piece of text) {
    if (piece.length === 0) continue
    if (bytes < headBytes) heads.push(piece.subarray(0, headBytes - bytes))
    bytes += piece.length
    if (!scanner) {
      lineEnd = lineEndOf(piece.toString('latin1'))
      scanner = new RecordScanner(lineEnd)
    }
    hash.update(piece)
    encoding.feed(piece, scanner.entries)
    scanner.feed(piece)
    last = piece.at(-1)
  }
  if (!scanner)
    throw new UserError(`${name} is empty (0 bytes): export it again, or take the file away.`)
  encoding.end(scanner.entries)
  const { openLine } = scanner
  scanner.end()
  const content: Content = {
    hash: hash.digest('hex'),
    records: scanner.records,
    lineEnd,
    endsOpen: last !== lineEnd.charCodeAt(0),
    openLine: openLine ?? null,
  }
  return { content, head: { head: headText(heads), isWhole: bytes <= headBytes } }
}

/** A character that the end of the head cuts is left out. */
const headText = (heads: readonly Buffer[]) =>
  Buffer.concat(heads)
    .toString('utf8')
    .replace(/\ufffd+$/, '')

/** Checks a text that comes in pieces; a character may stand in two of them. */
class Utf8Check {
  readonly #name: string
  #rest: Buffer = Buffer.alloc(0)
  #hasUtf8 = false

  constructor(name: string) {
    this.#name = name
  }

  feed(bytes: Buffer, entries: number) {
    if (bytes.includes(0)) {
      const line = entries + 1 + linesBefore(bytes, bytes.indexOf(0))
      throw new UserError(
        `${this.#name}, near line ${line}: the file has a NUL byte, so it is damaged or no text: export or copy it again.`,
      )
    }
    const piece = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes
    this.#rest = Buffer.alloc(0)
    if (isAscii(piece)) return
    const cut = [0, 1, 2, 3].find(
      (length) =>
        length <= piece.length &&
        (length === 0 || isLeadByte(piece[piece.length - length]!, length)) &&
        isUtf8(piece.subarray(0, piece.length - length)),
    )
    if (cut === undefined) throw this.#otherEncoding(piece, entries)
    this.#rest = Buffer.from(piece.subarray(piece.length - cut))
    this.#hasUtf8 ||= !isAscii(piece.subarray(0, piece.length - cut))
  }

  end(entries: number) {
    if (this.#rest.length > 0) throw this.#damaged(entries + 1)
  }

  /** A text of one byte a character has next to no characters of several; damaged UTF-8 has many. */
  #otherEncoding(piece: Buffer, entries: number): Error {
    const text = piece.toString('utf8')
    const wrong = text.split('\ufffd').length - 1
    const right = text.match(/[\u0080-\ufffc]/g)?.length ?? 0
    if (!this.#hasUtf8 && right < wrong) return new OtherEncoding(`${this.#name} is not UTF-8.`)
    return this.#damaged(entries + 1 + linesBefore(piece, firstWrong(piece)))
  }

  #damaged(line: number) {
    return new UserError(
      `${this.#name}, near line ${line}: the file is UTF-8 text with wrong bytes in it, so it is damaged: export or copy it again.`,
    )
  }
}

/** Whether a byte starts a character of more bytes than there are left. */
const isLeadByte = (byte: number, left: number) =>
  (byte >= 0xc2 && byte <= 0xdf && left < 2) ||
  (byte >= 0xe0 && byte <= 0xef && left < 3) ||
  (byte >= 0xf0 && byte <= 0xf4 && left < 4)

const linesBefore = (piece: Buffer, end: number) =>
  piece.subarray(0, end).toString('latin1').split('\n').length - 1

/** The offset of the line in which the first wrong byte stands. */
function firstWrong(piece: Buffer): number {
  for (let from = 0; ; ) {
    const end = piece.indexOf(10, from)
    if (end < 0 || !isUtf8(piece.subarray(from, end))) return from
    from = end + 1
  }
}
