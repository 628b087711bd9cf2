/** A session's own connection to the build that is served, with the statements that it prepared. */
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api'
import type { ServedBuild } from '../../semantic/served_build.ts'

const keptStatements = 50

export class Reader {
  readonly build: ServedBuild
  readonly connection: DuckDBConnection
  readonly #prepared = new Map<string, DuckDBPreparedStatement>()

  private constructor(build: ServedBuild, connection: DuckDBConnection) {
    this.build = build
    this.connection = connection
  }

  static async open(build: ServedBuild): Promise<Reader> {
    return new Reader(build, await build.connect())
  }

  /** A statement, prepared once. */
  async prepare(sql: string): Promise<DuckDBPreparedStatement> {
    const known = this.#prepared.get(sql)
    if (known) return known
    const prepared = await this.connection.prepare(sql)
    this.#prepared.set(sql, prepared)
    if (this.#prepared.size > keptStatements) {
      const [oldest, statement] = this.#prepared.entries().next().value!
      this.#prepared.delete(oldest)
      statement.destroySync()
    }
    return prepared
  }

  interrupt() {
    this.connection.interrupt()
  }

  close() {
    for (const statement of this.#prepared.values()) statement.destroySync()
    this.#prepared.clear()
    this.build.disconnect(this.connection)
  }
}
