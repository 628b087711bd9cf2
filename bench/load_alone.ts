/**
 * The loads of new rows alone, in minutes: `node bench/load_alone.ts [scale …]`, 10 and 20 by
 * default. `npm run bench` measures them among the rest.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { revops, timed } from './child.ts'
import { type Measure, tableOf } from './figures.ts'
import { measureLoadIncrement } from './load_increment.ts'

const given = process.argv.slice(2).map(Number)
const measures: Measure[] = []
for (const scale of given.length > 0 ? given : [10, 20]) {
  const scratch = mkdtempSync(join(tmpdir(), 'revops-bench-load-'))
  const exports = join(scratch, 'exports')
  try {
    await timed(revops, ['sample', '--out', exports, '--scale', String(scale)])
    measures.push(...(await measureLoadIncrement(scale, exports, join(scratch, 'loaded'))))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
console.log(tableOf(measures))
