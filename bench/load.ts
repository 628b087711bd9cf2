/** Loads exports and nothing more: `node bench/load.ts <exports> <warehouse>`, for `load_increment.ts`. */
import { join } from 'node:path'
import { build } from '../src/warehouse/index.ts'
import { sources } from '../transforms/index.ts'

const [exports, warehouse] = process.argv.slice(2) as [string, string]
await build({
  exports,
  warehouse,
  tables: sources,
  model: join(warehouse, 'no model'),
  retainedBuilds: 10,
})
