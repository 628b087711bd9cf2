/** A process that builds the ledger once it is told to: for tests that kill it, or start two. */
import { build } from '../../src/warehouse/index.ts'
import { ledger } from './ledger.ts'

const [exports, warehouse, model] = process.argv.slice(2) as [string, string, string]
// What a build imports while it runs is not what these tests are about.
await import('../../src/warehouse/workshop.ts')
process.stdout.write('ready\n')
process.stdin.once('data', async () => {
  try {
    const options = { exports, warehouse, model, tables: ledger, asOf: '2025-12-31' }
    const report = await build({ ...options, retainedBuilds: 3 })
    process.stdout.write(`${report.build}\n`)
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(1)
  }
})
