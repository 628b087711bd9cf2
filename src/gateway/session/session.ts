/** One client: its messages in their order, and what answers them. */
import type { SecurityContext } from '../../semantic/roles.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { sqlErrorOf } from '../duckdb_errors.ts'
import { firstWord, type Planner } from '../planner.ts'
import { SqlError } from '../sql_error.ts'
import type { Connection, Frame } from '../wire/connection.ts'
import * as messages from '../wire/messages.ts'
import { catalogStatement } from './catalog_statement.ts'
import { type Commanded, commandOf, refusal } from './commands.ts'
import { answerExtended } from './extended.ts'
import { governedStatement, type Running } from './governed.ts'
import { Opened } from './opened.ts'
import type { Readers } from './readers.ts'
import { SessionSettings } from './settings.ts'
import { nothingBound, type Statement } from './statement.ts'
import { statementsIn } from './text.ts'
import { Transaction } from './transaction.ts'
import { Work } from './work.ts'

export interface SessionParts {
  readonly connection: Connection
  readonly planner: Planner
  readonly catalog: Catalog
  readonly readers: Readers
  readonly bearer: SecurityContext
  readonly user: string
  /** When the token expires, in seconds since 1970. */
  readonly expires?: number | undefined
  readonly timeoutMs: number
  readonly report: (message: string, cause?: unknown) => void
}

/** The largest message: a statement, or the values of one. */
const mostBytes = 16 * 1024 * 1024
/** Each open cursor has DuckDB to itself. */
const mostCursors = 20

export class Session {
  readonly opened = new Opened()
  readonly transaction = new Transaction()
  readonly #parts: SessionParts
  readonly #settings: SessionSettings
  readonly #work: Work
  readonly #commanded: Commanded
  #leased = 0
  #isClosing = false

  constructor(parts: SessionParts) {
    this.#parts = parts
    const { connection, user } = parts
    this.#work = new Work(parts.readers.turns)
    this.#settings = new SessionSettings(user, (name, value) =>
      connection.send(messages.parameterStatus(name, value)),
    )
    this.#commanded = this.#commandedOf()
  }

  get connection() {
    return this.#parts.connection
  }

  /** Ends the statement that runs. */
  cancel = () => this.#work.cancel()

  /** Ends what runs, and the session with it. */
  shutDown() {
    this.#isClosing = true
    this.cancel()
    this.connection.stopReading()
  }

  /** Answers until the client leaves. */
  async run(wanted: ReadonlyMap<string, string>, key: Buffer): Promise<void> {
    const { connection } = this
    for (const [name, value] of wanted) this.#settings.set(name, value)
    this.#settings.report()
    connection.send(key)
    this.ready()
    await connection.flush()
    // After an error everything up to the next Sync is passed over.
    let isSkipping = false
    for (;;) {
      const frame = await connection.frame(mostBytes)
      if (!frame || frame.type === 'X' || this.#isClosing) break
      if (isSkipping && frame.type !== 'S') continue
      isSkipping = false
      this.#work.begin()
      try {
        await this.#answer(frame)
      } catch (error) {
        this.#fail(error)
        isSkipping = !endsCycle.has(frame.type)
        if (!isSkipping) this.ready()
        await connection.flush()
      } finally {
        this.#work.end()
      }
      if (connection.isFull) await connection.flush()
    }
  }

  async close() {
    await this.opened.close()
  }

  ready() {
    this.connection.send(messages.readyForQuery(this.transaction.status))
  }

  #fail(error: unknown) {
    this.refuseExpired()
    const known = sqlErrorOf(error)
    if (known.sqlstate === 'XX000') this.#parts.report('A statement failed', error)
    this.connection.send(messages.errorResponse(known))
    this.transaction.fail()
  }

  async #answer(frame: Frame): Promise<void> {
    const fields = new messages.Fields(frame.body)
    if (frame.type !== 'Q') return answerExtended(this, frame.type, fields)
    await this.#simple(fields.text())
    this.ready()
    return this.connection.flush()
  }

  async #simple(text: string) {
    const { connection } = this
    this.opened.forget('')
    await this.opened.close((name) => name === '')
    const statements = statementsIn(text)
    if (statements.length === 0) connection.send(messages.emptyQuery())
    for (const { sql, at } of statements) {
      const portal = await (await this.prepare(sql, []).catch(placedAt(at))).open(nothingBound)
      try {
        if (portal.columns) connection.send(messages.rowDescription(portal.columns, portal.results))
        const { sent } = await portal.fetch(0)
        connection.send(messages.commandComplete(portal.tag(sent)))
      } finally {
        await portal.close()
      }
    }
  }

  /** @throws SqlError for a statement that is not answered */
  async prepare(text: string, oids: readonly number[]): Promise<Statement> {
    this.refuseExpired()
    const word = firstWord(text)
    this.transaction.refuse(word)
    const { connection, planner, catalog, bearer, user } = this.#parts
    const planned = await planner.plan(text, bearer, [])
    switch (planned.plan.kind) {
      case 'governed':
        return governedStatement(planned, oids, this.#runningOf(text))
      case 'catalog':
        return this.#work.race(
          catalogStatement(text, oids, {
            catalog,
            asker: () => ({ bearer, user, settings: this.#settings.own }),
            send: (message) => connection.send(message),
            race: (work) => this.#work.race(work),
          }),
        )
      case 'command': {
        const statement = commandOf(word, text, this.#commanded)
        if (statement) return statement
        throw refusal(word)
      }
    }
  }

  /** @throws SqlError, which ends the session, where its token has expired */
  refuseExpired() {
    const { expires } = this.#parts
    if (expires !== undefined && expires * 1_000 < Date.now())
      throw new SqlError('28000', 'The token has expired; connect with a new one.')
  }

  #runningOf(text: string): Running {
    const { connection, planner, bearer, readers } = this.#parts
    const work = this.#work
    return {
      work,
      plan: (types) => planner.plan(text, bearer, types),
      budget: () => ({ limitMs: this.#limitMs(), spentMs: 0 }),
      lease: async (build) => {
        if (this.#leased >= mostCursors)
          throw new SqlError('53000', `${mostCursors} cursors are open; close some.`)
        // First the turn: so there are no more instances than turns, and cursors.
        await work.turn()
        this.#leased++
        return readers.lease(build).catch((error) => {
          this.#leased--
          throw error
        })
      },
      give: (reader) => {
        this.#leased--
        readers.give(reader)
      },
      send: (message) => connection.send(message),
      get isFull() {
        return connection.isFull
      },
      flush: async () => {
        work.rest()
        await connection.flush()
        // Nobody is there to take the rest.
        if (connection.isClosed) throw new SqlError('08006', 'The client has left.')
      },
    }
  }

  /** The client may ask for less time than the settings give, not for more. */
  #limitMs(): number {
    const asked = this.#settings.statementTimeout
    return Math.min(this.#parts.timeoutMs, asked > 0 ? asked : Number.POSITIVE_INFINITY)
  }

  #commandedOf(): Commanded {
    const { opened, transaction } = this
    return {
      settings: this.#settings,
      transaction,
      opened,
      send: (message) => this.connection.send(message),
      prepare: (text) => this.prepare(text, []),
      explain: async (text) => {
        const { plan } = await this.#parts.planner.plan(text, this.#parts.bearer)
        return plan.kind === 'governed' ? [plan.sql] : [`Answered by the ${plan.kind}.`]
      },
      endTransaction: async (isUndone) => {
        transaction.status = 'I'
        this.#settings.endTransaction(isUndone)
        await opened.close((_, { cursor }) => cursor === 'transaction')
      },
    }
  }
}

/** The messages that are answered by ReadyForQuery, also where they fail. */
const endsCycle = new Set(['Q', 'S', 'F'])

/** Places are counted in the text that the client has sent. */
const placedAt = (at: number) => (error: unknown) => {
  if (!(error instanceof SqlError) || error.position === undefined) throw error
  const { sqlstate, message, hint, detail, position, cause } = error
  throw new SqlError(sqlstate, message, { hint, detail, position: position + at, cause })
}
