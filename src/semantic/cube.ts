/**
 * The one place that loads Cube's packages: the environment is set first, since Cube reads it as it
 * loads, and the stand-in for its binary goes in before anything calls it.
 *
 * Cube's own result cache and its second run of each query are off: answers are kept by ours
 * (answer_cache.ts), which is bounded and emptied at the swap.
 */
import { createRequire } from 'node:module'
import { installNativeFallback } from './native.ts'
import { transpileInProcess } from './transpile.ts'

/** Whether Cube's Playground and its developer conveniences are on. */
export const isDevelopment = () =>
  process.env['REVOPS_DEV'] === '1' || process.env['NODE_ENV'] === 'development'

process.env['CUBEJS_TELEMETRY'] = 'false'
process.env['CUBEJS_EXTERNAL_DEFAULT'] = 'false'
process.env['CUBEJS_SCHEDULED_REFRESH_DEFAULT'] = 'false'
// A query is small; Cube’s default lets anybody send 50 MB before saying who asks.
process.env['CUBEJS_MAX_REQUEST_SIZE'] ??= '1mb'
// The planner is chosen in the dialect: one planner everywhere, so one set of numbers.
delete process.env['CUBEJS_TESSERACT_SQL_PLANNER']
if (!isDevelopment()) {
  // Cube takes anything but 'production' for development, with stack traces in its answers.
  process.env['NODE_ENV'] = 'production'
  delete process.env['CUBEJS_DEV_MODE']
}

const require = createRequire(import.meta.url)

installNativeFallback()

// biome-ignore lint/suspicious/noExplicitAny: Cube's own types do not load under nodenext
type Untyped = any

export const { CubejsServer }: { CubejsServer: Untyped } = require('@cubejs-backend/server')
export const { BaseDriver }: { BaseDriver: Untyped } = require('@cubejs-backend/base-driver')

const { LocalCacheDriver, QueryCache }: Record<string, Untyped> =
  require('@cubejs-backend/query-orchestrator')

/** Cube's dialect for DuckDB, and its own conversion of cells: every number a text, every day an instant. */
export const { DuckDBQuery }: { DuckDBQuery: Untyped } =
  require('@cubejs-backend/duckdb-driver/dist/src/DuckDBQuery.js')
export const {
  buildTransform,
  transformChunk,
  convertDuckDBParams,
}: Record<
  'buildTransform' | 'transformChunk' | 'convertDuckDBParams',
  Untyped
> = require('@cubejs-backend/duckdb-driver/dist/src/Transform.js')
export const { DuckDBRowStream }: { DuckDBRowStream: Untyped } =
  require('@cubejs-backend/duckdb-driver/dist/src/RowStream.js')

// From where the server itself loads them: they are its dependencies, not ours.
const requireOfServer = createRequire(require.resolve('@cubejs-backend/server'))
export const { CubejsHandlerError }: { CubejsHandlerError: Untyped } = requireOfServer(
  '@cubejs-backend/api-gateway/dist/src/cubejs-handler-error.js',
)
export const { Server: WebSocketServer }: { Server: Untyped } = requireOfServer('ws')

transpileInProcess(requireOfServer)
QueryCache.prototype.startRenewCycle = () => {}
LocalCacheDriver.prototype.set = async (key: string) => ({ key, bytes: 0 })
