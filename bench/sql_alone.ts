/**
 * SQL over the wire alone: `node bench/sql_alone.ts [scale …]`, 1 by default. REVOPS_SOAK_SECONDS
 * says for how long fifty sessions ask. `npm run bench` measures it among the rest.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { revops, timed } from './child.ts'
import { type Measure, tableOf } from './figures.ts'
import { measureSql } from './sql.ts'

const given = process.argv.slice(2).map(Number)
const measures: Measure[] = []
for (const scale of given.length > 0 ? given : [1]) {
  const scratch = mkdtempSync(join(tmpdir(), 'revops-bench-sql-'))
  const exports = join(scratch, 'exports')
  try {
    await timed(revops, ['sample', '--out', exports, '--scale', String(scale)])
    measures.push(...(await measureSql(scale, exports, join(scratch, 'warehouse'))))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
console.log(tableOf(measures))
