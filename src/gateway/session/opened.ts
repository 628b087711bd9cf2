/** What a client has prepared and opened, by the names that it gave. */
import { SqlError } from '../sql_error.ts'
import type { Portal, Statement } from './statement.ts'

/** More than a program that closes what it opens has at once. */
const mostKept = 1_000

export interface OpenPortal {
  readonly portal: Portal
  /** The first word of its statement. */
  readonly word: string
  /** Of DECLARE CURSOR: it lives until its transaction ends, or its session where it is held. */
  readonly cursor?: 'transaction' | 'held'
}

export interface Prepared {
  readonly statement: Statement
  readonly word: string
}

export class Opened {
  readonly #statements = new Map<string, Prepared>()
  readonly #portals = new Map<string, OpenPortal>()

  /** A named statement is prepared once. @throws SqlError where it exists */
  refuseTaken(name: string) {
    if (name !== '' && this.#statements.has(name))
      throw new SqlError('42P05', `The prepared statement "${name}" exists already.`)
  }

  prepare(name: string, prepared: Prepared) {
    this.#statements.delete(name)
    keep(this.#statements, name, prepared)
  }

  open(name: string, portal: OpenPortal) {
    if (this.#portals.has(name)) throw new SqlError('42P03', `The cursor "${name}" exists already.`)
    keep(this.#portals, name, portal)
  }

  statement(name: string): Prepared {
    const statement = this.#statements.get(name)
    if (statement) return statement
    throw new SqlError('26000', `There is no prepared statement "${name}".`)
  }

  portal(name: string): OpenPortal {
    const portal = this.#portals.get(name)
    if (portal) return portal
    throw new SqlError('34000', `There is no cursor "${name}".`)
  }

  /** Forgets a statement, or all of them. */
  forget(name?: string) {
    if (name === undefined) this.#statements.clear()
    else this.#statements.delete(name)
  }

  async close(which: (name: string, open: OpenPortal) => boolean = () => true): Promise<void> {
    for (const [name, open] of this.#portals) {
      if (!which(name, open)) continue
      this.#portals.delete(name)
      await open.portal.close()
    }
  }
}

function keep<T>(kept: Map<string, T>, name: string, value: T) {
  if (kept.size >= mostKept)
    throw new SqlError('53000', `${mostKept} are open in this session; close some.`)
  kept.set(name, value)
}
