/** What a session is set to: SET, SHOW and RESET, and what is reported to the client. */
import { SqlError } from '../sql_error.ts'

/** The version that clients believe to speak to. */
const serverVersion = '18.6'

/** What clients are told at the start, and whenever it changes. */
const reported: Readonly<Record<string, string>> = {
  application_name: '',
  client_encoding: 'UTF8',
  DateStyle: 'ISO, MDY',
  default_transaction_read_only: 'on',
  in_hot_standby: 'off',
  integer_datetimes: 'on',
  IntervalStyle: 'postgres',
  is_superuser: 'off',
  server_encoding: 'UTF8',
  server_version: serverVersion,
  standard_conforming_strings: 'on',
  TimeZone: 'UTC',
}

const others: Readonly<Record<string, string>> = {
  bytea_output: 'hex',
  default_transaction_isolation: 'read committed',
  extra_float_digits: '1',
  lc_collate: 'C.UTF-8',
  lc_ctype: 'C.UTF-8',
  max_identifier_length: '63',
  max_index_keys: '32',
  search_path: 'public',
  server_version_num: '180006',
  statement_timeout: '0',
  transaction_isolation: 'read committed',
  transaction_read_only: 'on',
}

/** What a client may not be told otherwise. */
const fixed = new Set([
  'default_transaction_read_only',
  'integer_datetimes',
  'is_superuser',
  'server_encoding',
  'server_version',
  'server_version_num',
  'session_authorization',
  'transaction_read_only',
])

const defaults = new Map(
  Object.entries({ ...others, ...reported }).map(([name, value]) => [
    name.toLowerCase(),
    { name, value },
  ]),
)

export class SessionSettings {
  #own = new Map<string, string>()
  /** What was set before the transaction, and before SET LOCAL in it. */
  #before:
    | { readonly all: Map<string, string>; readonly local: Map<string, string | undefined> }
    | undefined
  readonly #tell: (name: string, value: string) => void

  /** @param tell reports a setting to the client */
  constructor(user: string, tell: (name: string, value: string) => void) {
    this.#tell = tell
    this.#user = user
  }

  readonly #user: string

  /** What was set, by its name in lower case. */
  get own(): ReadonlyMap<string, string> {
    return this.#own
  }

  /** Tells the client all that it is told at the start. */
  report() {
    for (const name of Object.keys(reported)) this.#tell(name, this.get(name))
    this.#tell('session_authorization', this.#user)
  }

  get(name: string): string {
    const key = name.toLowerCase()
    if (key === 'session_authorization') return this.#user
    const value = this.#own.get(key) ?? defaults.get(key)?.value
    if (value !== undefined) return value
    throw new SqlError('42704', `There is no setting "${name}".`)
  }

  all(): (readonly [name: string, value: string])[] {
    const names = new Set([...defaults.keys(), ...this.#own.keys()])
    return [...names].sort().map((key) => [defaults.get(key)?.name ?? key, this.get(key)])
  }

  /** In ms; 0 for none of the session's own. */
  get statementTimeout(): number {
    return milliseconds(this.get('statement_timeout')) ?? 0
  }

  /** From here on ROLLBACK undoes what is set. */
  beginTransaction() {
    this.#before ??= { all: new Map(this.#own), local: new Map() }
  }

  endTransaction(isUndone: boolean) {
    if (!this.#before) return
    const { all, local } = this.#before
    const was = new Map(this.#own)
    this.#before = undefined
    if (isUndone) this.#own = all
    else for (const [key, value] of local) this.#put(key, value)
    for (const key of new Set([...was.keys(), ...this.#own.keys()]))
      if (was.get(key) !== this.#own.get(key)) this.#changed(key)
  }

  /** @param isLocal whether it ends with the transaction; outside of one it does nothing */
  set(name: string, value: string, isLocal = false) {
    const key = name.toLowerCase()
    if (isLocal && !this.#before) return
    // Reading only is what every session does; a client that asks for it need not be refused.
    if (fixed.has(key)) {
      if (
        value.toLowerCase() === this.get(key).toLowerCase() ||
        isOn(value) === isOn(this.get(key))
      )
        return
      throw new SqlError('25006', `The setting "${name}" cannot be changed: sessions read only.`)
    }
    // PostgreSQL looks at letters and digits only; some clients send 'utf-8' with its quotes.
    if (key === 'client_encoding' && !/^(?:utf8|unicode)$/i.test(value.replaceAll(/\W|_/g, '')))
      throw new SqlError('0A000', `The encoding ${value} is not spoken; UTF8 is.`)
    if (key === 'statement_timeout' && milliseconds(value) === undefined)
      throw new SqlError('22023', `"${value}" is no time for statement_timeout.`, {
        hint: 'Such as 5000, 30s or 2min.',
      })
    const { local } = this.#before ?? {}
    if (isLocal) local?.set(key, local.has(key) ? local.get(key) : this.#own.get(key))
    else local?.delete(key)
    if (key === 'timezone' && !/^(?:utc|gmt|etc\/utc|z|0)$/i.test(value)) {
      // Instants are shown in UTC; a date has no zone, so every zone shows the same numbers.
      this.#own.set(key, 'UTC')
      return
    }
    this.#own.set(key, value)
    this.#changed(key)
  }

  reset(name?: string) {
    const keys = name === undefined ? [...this.#own.keys()] : [name.toLowerCase()]
    for (const key of keys) {
      this.#own.delete(key)
      this.#changed(key)
    }
  }

  #put(key: string, value: string | undefined) {
    if (value === undefined) this.#own.delete(key)
    else this.#own.set(key, value)
  }

  #changed(key: string) {
    const known = defaults.get(key)
    if (known && known.name in reported) this.#tell(known.name, this.get(key))
  }
}

const units: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** 5000, 30s, 2min: in ms. */
function milliseconds(text: string): number | undefined {
  const [, count, unit = 'ms'] = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/.exec(text) ?? []
  return count === undefined ? undefined : Number(count) * units[unit]!
}

const isOn = (value: string) => /^(?:on|true|yes|1)$/i.test(value)
