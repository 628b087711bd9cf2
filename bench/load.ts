/**
 * Loads exports and nothing more: `node bench/load.ts <exports> <warehouse> <file>`. Writes to the
 * file what that took by the build's own clock, without the start of the process; for
 * `load_increment.ts`.
 */
import { writeFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// As the command does.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/revops'))

const { build } = await import('../src/warehouse/index.ts')
const { sources } = await import('../transforms/index.ts')

const [exports, warehouse, file] = process.argv.slice(2) as [string, string, string]
const before = process.cpuUsage()
const started = performance.now()
await build({
  exports,
  warehouse,
  tables: sources,
  model: join(warehouse, 'no model'),
  retainedBuilds: 10,
})
const wallMs = performance.now() - started
const { user, system } = process.cpuUsage(before)
writeFileSync(file, JSON.stringify({ wallMs, cpuMs: (user + system) / 1000 }))
