/** Where the records of a delimited file stand: counted and located by its quotes and line ends. */
import { piecesOf } from '../diskio.ts'
import type { LineEnd } from './header.ts'

/** What a scanner says of a record: its place among the file's entries, blank lines included. */
export interface RecordPlace {
  readonly entry: number
  /** The offset of the byte after the record before it, so before blank lines that precede it. */
  readonly from: number
  /** The line that it starts on, from 1. */
  readonly line: number
}

const newline = 10
const carriageReturn = 13
const space = 32
const quote = 34

const states = { fieldStart: 0, plain: 1, quoted: 2, quoteInQuoted: 3 } as const

/**
 * Reads a file's bytes in pieces and finds its records. It takes every common delimiter for one,
 * since all that it has to know of a field is whether a quote opens it.
 */
export class RecordScanner {
  /** The records so far, without blank lines. */
  records = 0
  /** The records and blank lines so far. */
  entries = 0
  readonly #lineEnd: number
  readonly #onRecord: ((place: RecordPlace) => void) | undefined
  #state: number = states.fieldStart
  #isBlank = true
  #offset = 0
  #line = 1
  #from = 0
  #recordLine = 1

  constructor(lineEnd: LineEnd, onRecord?: (place: RecordPlace) => void) {
    this.#lineEnd = lineEnd === '\n' ? newline : carriageReturn
    this.#onRecord = onRecord
  }

  feed(bytes: Buffer) {
    let index = 0
    while (index < bytes.length) {
      if (this.#state === states.quoted || this.#state === states.quoteInQuoted) {
        index = this.#step(bytes, index, Math.min(bytes.length, index + 4096))
        continue
      }
      // Between quotes only line ends matter, and they are found many times as fast.
      const next = bytes.indexOf(quote, index)
      const end = next < 0 ? bytes.length : next
      if (end - index > 256) index = this.#skipTo(bytes, index, end - 64)
      index = this.#step(bytes, index, Math.min(bytes.length, end + 256))
    }
    this.#offset += bytes.length
  }

  /** Passes over bytes without a quote, outside quotes; gives where the last line end stands. */
  #skipTo(bytes: Buffer, from: number, to: number): number {
    const lineEnd = this.#lineEnd
    let index = from
    for (;;) {
      const end = bytes.indexOf(lineEnd, index)
      if (end < 0 || end >= to) return index
      // A line of CRs is blank; a longer one is none, unless it began in the piece before.
      if (end - index > 1 && bytes[index] !== carriageReturn) this.#isBlank = false
      else this.#step(bytes, index, end)
      this.#line++
      this.#endEntry(this.#offset + end + 1)
      this.#state = states.fieldStart
      index = end + 1
    }
  }

  /** Goes through bytes one by one. */
  #step(bytes: Buffer, from: number, to: number): number {
    const lineEnd = this.#lineEnd
    let state = this.#state
    for (let index = from; index < to; index++) {
      const byte = bytes[index]!
      if (state === states.quoted) {
        if (byte === quote) state = states.quoteInQuoted
        else if (byte === lineEnd) this.#line++
      } else if (byte === lineEnd) {
        this.#line++
        this.#endEntry(this.#offset + index + 1)
        state = states.fieldStart
      } else if (byte === quote) {
        // In an unquoted field a quote is a character; after a closing one it is an escaped one.
        if (state !== states.plain) state = states.quoted
        this.#isBlank = false
      } else if (isDelimiter(byte)) {
        state = states.fieldStart
        this.#isBlank = false
      } else if (byte !== carriageReturn) {
        if (byte !== space || state !== states.fieldStart) state = states.plain
        this.#isBlank = false
      }
    }
    this.#state = state
    return to
  }

  /** Ends the file: counts a last record without a line end. */
  end() {
    if (!this.#isBlank) this.#endEntry(this.#offset)
  }

  /** The line that the record starts on in whose quotes the bytes so far end. */
  get openLine(): number | undefined {
    return this.#state === states.quoted ? this.#recordLine : undefined
  }

  #endEntry(next: number) {
    if (!this.#isBlank) {
      this.#onRecord?.({ entry: this.entries, from: this.#from, line: this.#recordLine })
      this.records++
      this.#from = next
    }
    this.entries++
    this.#isBlank = true
    this.#recordLine = this.#line
  }
}

// Tab, comma, semicolon, pipe.
const isDelimiter = (byte: number) => byte === 44 || byte === 59 || byte === 9 || byte === 124

/** Gives every record of a file after its header, in order. */
export async function scanRecords(
  path: string,
  { lineEnd, skip }: { lineEnd: LineEnd; skip: number },
  onRecord: (place: RecordPlace) => void,
): Promise<void> {
  const scanner = new RecordScanner(lineEnd, (place) => {
    if (place.entry >= skip) onRecord(place)
  })
  for await (const bytes of piecesOf(path)) scanner.feed(bytes as Buffer)
  scanner.end()
}
