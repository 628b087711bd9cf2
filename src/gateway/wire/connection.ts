/**
 * A client's socket as messages: read when they are asked for, so that a client which sends faster
 * than it is answered waits, and written no faster than it reads.
 */
import type { Socket } from 'node:net'
import { SqlError } from '../sql_error.ts'

/** A message of the client after the start: its letter and what it says. */
export interface Frame {
  readonly type: string
  readonly body: Buffer
}

/** The answers that are gathered before they are written. */
const gatheredBytes = 64 * 1024

export class Connection {
  #socket: Socket
  #ended = false
  #isStopped = false
  #waiting: (() => void) | undefined
  #answers: Buffer[] = []
  #answered = 0

  constructor(socket: Socket) {
    this.#socket = socket
    this.#listen()
  }

  get socket() {
    return this.#socket
  }

  /** Goes on over another socket: TLS around the first one. */
  upgrade(socket: Socket) {
    this.#socket.removeAllListeners('readable')
    this.#socket = socket
    this.#listen()
  }

  /** As many bytes; undefined once the client is gone. */
  async bytes(size: number): Promise<Buffer | undefined> {
    if (size === 0) return Buffer.alloc(0)
    for (;;) {
      if (this.#isStopped || this.#socket.destroyed) return undefined
      const bytes = this.#socket.read(size) as Buffer | null
      // At the end of a stream what is left is given, however little.
      if (bytes !== null) return bytes.length === size ? bytes : undefined
      if (this.#ended) return undefined
      await new Promise<void>((resolve) => {
        this.#waiting = resolve
      })
    }
  }

  /** A message with its length in front, as those before the start have it. */
  async packet(most: number): Promise<Buffer | undefined> {
    const head = await this.bytes(4)
    if (!head) return undefined
    const size = head.readInt32BE() - 4
    if (size < 0 || size > most)
      throw new SqlError('08P01', `A message of ${size} bytes is not taken; ${most} are the most.`)
    return this.bytes(size)
  }

  async frame(most: number): Promise<Frame | undefined> {
    const type = await this.bytes(1)
    const body = type && (await this.packet(most))
    return body && { type: type.toString('latin1'), body }
  }

  /** Adds to the answer. */
  send(...messages: readonly Buffer[]) {
    for (const message of messages) {
      this.#answers.push(message)
      this.#answered += message.length
    }
  }

  /** Whether so much is gathered that it should be flushed. */
  get isFull() {
    return this.#answered >= gatheredBytes
  }

  /** Writes what is gathered, and waits until the client has taken it. */
  async flush(): Promise<void> {
    const answers = Buffer.concat(this.#answers)
    this.#answers = []
    this.#answered = 0
    if (answers.length === 0 || this.#ended || this.#socket.destroyed) return
    if (this.#socket.write(answers)) return
    const socket = this.#socket
    await new Promise<void>((resolve) => {
      const done = () => {
        socket.off('drain', done).off('close', done)
        resolve()
      }
      socket.once('drain', done).once('close', done)
    })
  }

  /** Whether nobody is there to be answered. */
  get isClosed() {
    return this.#ended || this.#socket.destroyed
  }

  /** Takes no more of the client, which can still be answered. */
  stopReading() {
    this.#isStopped = true
    this.#waiting?.()
    this.#waiting = undefined
  }

  /** Gives back what was read ahead of its time. */
  unread(bytes: Buffer) {
    this.#socket.unshift(bytes)
  }

  async end(): Promise<void> {
    await this.flush()
    this.#socket.destroySoon()
  }

  #listen() {
    const wake = () => {
      this.#waiting?.()
      this.#waiting = undefined
    }
    const over = () => {
      this.#ended = true
      wake()
    }
    // A client that goes away in the middle of an answer is no fault of ours.
    this.#socket.on('readable', wake).on('end', over).on('close', over).on('error', over)
  }
}
