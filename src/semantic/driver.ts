/** Cube's way to the tables: a driver that answers from one build. */
import type { DuckDBConnection } from '@duckdb/node-api'
import {
  BaseDriver,
  buildTransform,
  convertDuckDBParams,
  DuckDBRowStream,
  transformChunk,
} from './cube.ts'
import { WarehouseQuery } from './dialect.ts'
import type { ServedBuild } from './served_build.ts'

type Row = Record<string, unknown>

export class WarehouseDriver extends BaseDriver {
  readonly #build: () => Promise<ServedBuild>

  /** `build` gives the build that this driver answers from, opened anew where it was closed. */
  constructor(build: () => Promise<ServedBuild>) {
    super()
    this.#build = build
  }

  static dialectClass() {
    return WarehouseQuery
  }

  readOnly() {
    return true
  }

  async testConnection() {
    await this.#build()
  }

  async release() {}

  async query(sql: string, values: unknown[] = []): Promise<Row[]> {
    const build = await this.#build()
    return build.use(async (connection) => {
      const result = await connection.run(sql, convertDuckDBParams(values)).catch(withoutSql)
      const transform = buildTransform(result.columnNames(), result.columnTypes())
      const chunks = await result.fetchAllChunks()
      return chunks.flatMap((chunk) => transformChunk(chunk, transform) as Row[])
    })
  }

  async stream(sql: string, values: unknown[], { highWaterMark }: { highWaterMark: number }) {
    const build = await this.#build()
    const connection = await build.take()
    try {
      return await this.#rowsOf(connection, sql, values, highWaterMark, () =>
        build.give(connection),
      )
    } catch (error) {
      build.give(connection)
      throw error
    }
  }

  async #rowsOf(
    connection: DuckDBConnection,
    sql: string,
    values: unknown[],
    highWaterMark: number,
    onClose: () => void,
  ) {
    const result = await connection.stream(sql, convertDuckDBParams(values)).catch(withoutSql)
    const transform = buildTransform(result.columnNames(), result.columnTypes())
    const rowStream = new DuckDBRowStream(result, transform, onClose, highWaterMark)
    return { rowStream, release: async () => rowStream.destroy() }
  }
}

/** DuckDB quotes the query in what it says; whoever asked never saw that query. */
function withoutSql(cause: Error): never {
  throw new Error(cause.message.split('\n')[0], { cause })
}
