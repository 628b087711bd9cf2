/**
 * `npm run bench [-- --scale 1 --scale 20]`: measures the budgets of speed, each against its peer.
 *
 * Prints a table, and writes it with the machine's shape to bench/results/.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureAnswers, measureFirstAnswer } from './answers.ts'
import { revops, root, timed } from './child.ts'
import { type Measure, tableOf } from './figures.ts'
import { measureFullBuild } from './full_build.ts'
import { measureKpis } from './kpis.ts'
import { measureLoadIncrement } from './load_increment.ts'
import { measurePages } from './pages.ts'
import { measureChangedRows, measureNoOp } from './small_builds.ts'
import { measureSql } from './sql.ts'
import { measureTypedCsv } from './typed_csv.ts'

const { values } = parseArgs({
  options: { scale: { type: 'string', multiple: true, default: ['1', '20'] } },
})

const measures: Measure[] = await measureTypedCsv(join(tmpdir(), `revops-bench-csv-${process.pid}`))
for (const scale of values.scale.map(Number)) {
  const scratch = mkdtempSync(join(tmpdir(), 'revops-bench-'))
  const exports = join(scratch, 'exports')
  const warehouse = join(scratch, 'warehouse')
  const note = (what: string) => console.error(`scale ${scale}: ${what} …`)
  try {
    note('writing the exports')
    await timed(revops, ['sample', '--out', exports, '--scale', String(scale)])
    note('full builds')
    const full = await measureFullBuild(scale, exports, warehouse, scratch)
    measures.push(...full.measures)
    note('builds with nothing to do')
    measures.push(...(await measureNoOp(scale, exports, warehouse)))
    note('answers')
    measures.push(...(await measureAnswers(scale, exports, warehouse)))
    note('every KPI')
    measures.push(...(await measureKpis(scale, exports, warehouse)))
    note('pages')
    measures.push(...(await measurePages(scale, exports, warehouse)))
    note('SQL over the wire')
    measures.push(...(await measureSql(scale, exports, warehouse)))
    note('the first answer')
    measures.push(...(await measureFirstAnswer(scale, exports, join(scratch, 'empty'))))
    note('builds with new rows')
    measures.push(...(await measureChangedRows(scale, exports, warehouse, full.usage)))
    note('loads of new rows')
    measures.push(...(await measureLoadIncrement(scale, exports, join(scratch, 'loaded'))))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const machine = {
  cores: availableParallelism(),
  memory_gib: Math.round(totalmem() / 2 ** 30),
  node: process.version,
}
const results = join(root, 'bench/results')
mkdirSync(results, { recursive: true })
const file = join(results, `${new Date().toISOString().slice(0, 10)}.json`)
writeFileSync(file, `${JSON.stringify({ machine, measures }, null, 2)}\n`)
console.log(tableOf(measures))
console.log(`\n${machine.cores} cores, ${machine.memory_gib} GiB, Node ${machine.node}`)
