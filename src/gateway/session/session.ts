/** One client: its messages in their order, and what it has prepared, opened and set. */
import type { SecurityContext } from '../../semantic/roles.ts'
import type { ServedBuild } from '../../semantic/served_build.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { sqlErrorOf } from '../duckdb_errors.ts'
import type { Planner } from '../planner.ts'
import { firstWord } from '../planner.ts'
import { SqlError } from '../sql_error.ts'
import type { Connection, Frame } from '../wire/connection.ts'
import * as messages from '../wire/messages.ts'
import { catalogStatement } from './catalog_statement.ts'
import { type Commanded, commandOf } from './commands.ts'
import { governedStatement, type Running } from './governed.ts'
import { Reader } from './reader.ts'
import { SessionSettings } from './settings.ts'
import { type Binding, nothingBound, type Portal, type Statement } from './statement.ts'
import { statementsIn } from './text.ts'

export interface SessionParts {
  readonly connection: Connection
  readonly planner: Planner
  readonly catalog: Catalog
  readonly bearer: SecurityContext
  readonly user: string
  /** When the token expires, in seconds since 1970. */
  readonly expires?: number | undefined
  readonly timeoutMs: number
  readonly report: (message: string, cause?: unknown) => void
}

/** The largest message: a statement, or the values of one. */
const mostBytes = 16 * 1024 * 1024
/** More than a program that closes what it opens has at once. */
const mostKept = 1_000

interface OpenPortal {
  readonly portal: Portal
  /** Whether it outlives a Sync: DECLARE CURSOR. */
  readonly isCursor: boolean
}

export class Session {
  readonly #parts: SessionParts
  readonly #settings: SessionSettings
  readonly #statements = new Map<string, Statement>()
  readonly #portals = new Map<string, OpenPortal>()
  readonly #commanded: Commanded
  #transaction: 'I' | 'T' | 'E' = 'I'
  #reader: Reader | undefined
  #busy: Reader | undefined

  constructor(parts: SessionParts) {
    this.#parts = parts
    const { connection, user } = parts
    this.#settings = new SessionSettings(user, (name, value) =>
      connection.send(messages.parameterStatus(name, value)),
    )
    this.#commanded = this.#commandedOf()
  }

  /** Ends the statement that runs. */
  cancel() {
    this.#busy?.interrupt()
  }

  /** Answers until the client leaves. */
  async run(wanted: ReadonlyMap<string, string>, key: Buffer): Promise<void> {
    const { connection } = this.#parts
    for (const [name, value] of wanted) this.#settings.set(name, value)
    this.#settings.report()
    connection.send(key, messages.readyForQuery(this.#transaction))
    await connection.flush()
    // After an error everything up to the next Sync is passed over.
    let isSkipping = false
    for (;;) {
      const frame = await connection.frame(mostBytes)
      if (!frame || frame.type === 'X') break
      if (isSkipping && frame.type !== 'S') continue
      isSkipping = false
      try {
        await this.#answer(frame)
      } catch (error) {
        this.#fail(error)
        isSkipping = frame.type !== 'Q' && frame.type !== 'S'
        if (!isSkipping) this.#ready()
        await connection.flush()
      }
    }
  }

  async close() {
    await this.#closePortals()
    this.#reader?.close()
    this.#reader = undefined
  }

  #ready() {
    this.#parts.connection.send(messages.readyForQuery(this.#transaction))
  }

  #fail(error: unknown) {
    const known = sqlErrorOf(error)
    if (known.sqlstate === 'XX000') this.#parts.report('A statement failed', error)
    this.#parts.connection.send(messages.errorResponse(known))
    if (this.#transaction === 'T') this.#transaction = 'E'
  }

  async #answer({ type, body }: Frame): Promise<void> {
    const { connection } = this.#parts
    const fields = new messages.Fields(body)
    switch (type) {
      case 'Q':
        await this.#simple(fields.text())
        this.#ready()
        return connection.flush()
      case 'P':
        return this.#parse(fields)
      case 'B':
        return this.#bind(fields)
      case 'D':
        return this.#describe(fields)
      case 'E':
        return this.#execute(fields)
      case 'C':
        return this.#close(fields)
      case 'H':
        return connection.flush()
      case 'S':
        if (this.#transaction === 'I') await this.#closePortals((_, { isCursor }) => !isCursor)
        this.#ready()
        return connection.flush()
      default:
        throw new SqlError('08P01', `A message "${type}" is not known.`)
    }
  }

  async #simple(text: string) {
    const { connection } = this.#parts
    const statements = statementsIn(text)
    if (statements.length === 0) connection.send(messages.emptyQuery())
    for (const sql of statements) {
      const portal = await (await this.#prepare(sql, [])).open(nothingBound)
      try {
        if (portal.columns) connection.send(messages.rowDescription(portal.columns, portal.results))
        const { sent } = await portal.fetch(0)
        connection.send(messages.commandComplete(portal.tag(sent)))
      } finally {
        await portal.close()
      }
    }
  }

  async #parse(fields: messages.Fields) {
    const [name, text] = [fields.text(), fields.text()]
    const oids = fields.list(() => fields.int32())
    const statements = statementsIn(text)
    if (statements.length > 1)
      throw new SqlError('42601', 'A prepared statement holds one statement.')
    if (name !== '' && this.#statements.has(name))
      throw new SqlError('42P05', `The prepared statement "${name}" exists already.`)
    this.#statements.delete(name)
    this.#keep(this.#statements, name, await this.#prepare(statements[0] ?? '', oids))
    this.#parts.connection.send(messages.parseComplete())
  }

  async #bind(fields: messages.Fields) {
    const [name, from] = [fields.text(), fields.text()]
    const formats = fields.list(() => fields.int16())
    const values = fields.list(() => {
      const size = fields.int32()
      return size < 0 ? null : fields.bytes(size)
    })
    const results = fields.list(() => fields.int16())
    const binding: Binding = { values, formats, results }
    await this.#closePortals((other) => other === name)
    const portal = await this.#statement(from).open(binding)
    this.#keep(this.#portals, name, { portal, isCursor: false })
    this.#parts.connection.send(messages.bindComplete())
  }

  #describe(fields: messages.Fields) {
    const { connection } = this.#parts
    const [kind, name] = [fields.byte(), fields.text()]
    const statement = kind === 'S' ? this.#statement(name) : undefined
    if (statement) connection.send(messages.parameterDescription(statement.parameters))
    const { columns } = statement ?? this.#portal(name)
    const results = statement ? [] : this.#portal(name).results
    connection.send(columns ? messages.rowDescription(columns, results) : messages.noData())
  }

  async #execute(fields: messages.Fields) {
    const { connection } = this.#parts
    const portal = this.#portal(fields.text())
    const { sent, isDone } = await portal.fetch(Math.max(0, fields.int32()))
    if (!isDone) connection.send(messages.portalSuspended())
    else if (portal.tag(sent) === '') connection.send(messages.emptyQuery())
    else connection.send(messages.commandComplete(portal.tag(sent)))
  }

  async #close(fields: messages.Fields) {
    const [kind, name] = [fields.byte(), fields.text()]
    if (kind === 'S') this.#statements.delete(name)
    else await this.#closePortals((other) => other === name)
    this.#parts.connection.send(messages.closeComplete())
  }

  #keep<T>(kept: Map<string, T>, name: string, value: T) {
    if (kept.size >= mostKept)
      throw new SqlError('53000', `${mostKept} are open in this session; close some.`)
    kept.set(name, value)
  }

  #statement(name: string): Statement {
    const statement = this.#statements.get(name)
    if (statement) return statement
    throw new SqlError('26000', `There is no prepared statement "${name}".`)
  }

  #portal(name: string): Portal {
    const open = this.#portals.get(name)
    if (open) return open.portal
    throw new SqlError('34000', `There is no cursor "${name}".`)
  }

  async #prepare(text: string, oids: readonly number[]): Promise<Statement> {
    this.#refuseExpired()
    const word = firstWord(text)
    if (this.#transaction === 'E' && !['rollback', 'commit', 'end', 'abort'].includes(word))
      throw new SqlError(
        '25P02',
        'The transaction has failed; statements are passed over until it ends.',
        { hint: 'ROLLBACK.' },
      )
    const { connection, planner, catalog, bearer, user } = this.#parts
    const planned = await planner.plan(text, bearer, [])
    switch (planned.plan.kind) {
      case 'governed':
        return governedStatement(planned, oids, this.#runningOf(text))
      case 'catalog':
        return catalogStatement(text, oids, {
          catalog,
          asker: () => ({ bearer, user, settings: this.#settings.own }),
          send: (message) => connection.send(message),
        })
      case 'command': {
        const statement = commandOf(word, text, this.#commanded)
        if (statement) return statement
        throw new SqlError('25006', `${word.toUpperCase()} is not answered: sessions read only.`, {
          hint: 'Only SELECT and what it takes to prepare it are answered.',
        })
      }
    }
  }

  #refuseExpired() {
    const { expires } = this.#parts
    if (expires !== undefined && expires * 1_000 < Date.now())
      throw new SqlError('28000', 'The token has expired; connect with a new one.')
  }

  #runningOf(text: string): Running {
    const { connection, planner, bearer } = this.#parts
    return {
      plan: async (types) => {
        this.#refuseExpired()
        return planner.plan(text, bearer, types)
      },
      reader: (build) => this.#readerOf(build),
      interruptible: (reader, work) => this.#interruptible(reader, work),
      send: (message) => connection.send(message),
      get isFull() {
        return connection.isFull
      },
      flush: async () => {
        await connection.flush()
        // Nobody is there to take the rest.
        if (connection.isClosed) throw new SqlError('08006', 'The client has left.')
      },
    }
  }

  /** The reader of a build; that of an older build is done with. */
  async #readerOf(build: ServedBuild): Promise<Reader> {
    if (this.#reader?.build === build) return this.#reader
    this.#reader?.close()
    this.#reader = undefined
    this.#reader = await Reader.open(build)
    return this.#reader
  }

  async #interruptible<T>(reader: Reader, work: () => Promise<T>): Promise<T> {
    const asked = Number.parseInt(this.#settings.get('statement_timeout'), 10)
    const ms = Math.min(this.#parts.timeoutMs, asked > 0 ? asked : Number.POSITIVE_INFINITY)
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      reader.interrupt()
    }, ms)
    this.#busy = reader
    try {
      return await work()
    } catch (error) {
      if (!isLate) throw error
      throw new SqlError('57014', `The statement took more than ${ms} ms, and was ended.`, {
        hint: 'Ask for less, or raise sqlTimeoutSeconds in the settings.',
        cause: error,
      })
    } finally {
      clearTimeout(timer)
      this.#busy = undefined
    }
  }

  #commandedOf(): Commanded {
    const session = this
    return {
      settings: this.#settings,
      get transaction() {
        return session.#transaction
      },
      set transaction(state) {
        session.#transaction = state
      },
      send: (message) => this.#parts.connection.send(message),
      prepare: (text) => this.#prepare(text, []),
      explain: async (text) => {
        const { plan } = await this.#parts.planner.plan(text, this.#parts.bearer)
        return plan.kind === 'governed' ? [plan.sql] : [`Answered by the ${plan.kind}.`]
      },
      portal: (name) => this.#portal(name),
      declare: (name, portal) => this.#keep(this.#portals, name, { portal, isCursor: true }),
      closePortals: (which = () => true) => this.#closePortals(which),
      endTransaction: async () => {
        this.#transaction = 'I'
        await this.#closePortals((_, { isCursor }) => isCursor)
      },
      deallocate: (name) => {
        if (name === undefined) this.#statements.clear()
        else this.#statements.delete(name)
      },
    }
  }

  async #closePortals(
    which: (name: string, open: OpenPortal) => boolean = () => true,
  ): Promise<void> {
    for (const [name, open] of this.#portals) {
      if (!which(name, open)) continue
      this.#portals.delete(name)
      await open.portal.close()
    }
  }
}
