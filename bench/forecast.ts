/**
 * How far predictions are off on companies that they were not made with, beside naive ones.
 *
 * `node bench/forecast.ts --results DIR [--seeds 101-120] [--scenario steady] [--dirt 3] [--scale 1]`
 * makes a company a seed and scenario, builds what predictions are made of, and keeps every
 * prediction whose period is over; a seed whose file is there already is not made again.
 * `--summary` prints what docs/forecast.md shows instead.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { dependenciesOf } from '../src/lineage.ts'
import { type Scenario, scenarios, simulate, writeExports } from '../src/sample/index.ts'
import { projectRoot } from '../src/settings.ts'
import type { AnyTable } from '../src/table.ts'
import { build } from '../src/warehouse/index.ts'
import { manifestPath } from '../src/warehouse/manifest.ts'
import { fctPredictions } from '../transforms/conformed/fct_predictions.ts'
import { sources, tables } from '../transforms/index.ts'
import { type Outcome, summary } from './forecast_summary.ts'

const { values } = parseArgs({
  options: {
    results: { type: 'string' },
    seeds: { type: 'string', default: '101-120' },
    scenario: { type: 'string', multiple: true, default: [...scenarios] },
    dirt: { type: 'string', default: '3' },
    scale: { type: 'string', default: '1' },
    summary: { type: 'boolean', default: false },
  },
})
const results = values.results ?? join(tmpdir(), 'revops-forecast')
mkdirSync(results, { recursive: true })

if (values.summary) {
  console.log(summary(outcomes()))
} else {
  const [first = 101, last = first] = values.seeds.split('-').map(Number)
  for (let seed = first; seed <= last; seed++)
    for (const scenario of values.scenario as Scenario[]) {
      const file = join(results, `${scenario}_${seed}.json`)
      if (existsSync(file)) continue
      const started = performance.now()
      const rows = await predictionsOf(seed, scenario)
      // A run that is killed leaves no half of a file.
      writeFileSync(`${file}.part`, JSON.stringify(rows))
      renameSync(`${file}.part`, file)
      console.log(
        `${scenario} ${seed}: ${rows.length} predictions in ${Math.round((performance.now() - started) / 1000)} s`,
      )
    }
}

/** The predictions for periods that are over and that every naive one is told for. */
async function predictionsOf(seed: number, scenario: Scenario): Promise<unknown[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'revops-forecast-'))
  try {
    const exports = join(scratch, 'exports')
    const options = { seed, scenario, dirt: Number(values.dirt), scale: Number(values.scale) }
    await writeExports(simulate(options), exports)
    const warehouse = join(scratch, 'warehouse')
    const report = await build({
      exports,
      warehouse,
      tables: needed(),
      model: join(projectRoot, 'model'),
      retainedBuilds: 1,
    })
    const manifest = JSON.parse(readFileSync(manifestPath(warehouse, report.build), 'utf8'))
    return await rowsOf(join(warehouse, manifest.tables[fctPredictions.name].file))
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

async function rowsOf(file: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const read = await connection.runAndReadAll(`
      select prediction, horizon_months as horizon, cast(period_start_date as varchar) as period,
        cast(predicted_amount as double) as predicted, cast(low_amount as double) as low,
        cast(high_amount as double) as high, cast(last_period_amount as double) as last_period,
        cast(last_year_amount as double) as last_year,
        cast(weighted_pipeline_amount as double) as weighted_pipeline,
        cast(actual_amount as double) as actual
      from ${fctPredictions.name}
      where actual_amount is not null and last_period_amount is not null
        and last_year_amount is not null and weighted_pipeline_amount is not null
      order by all`)
    return read.getRowObjectsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** The table and all that it is made of; exports have to find their contracts, so every source too. */
function needed(): AnyTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const names = new Set<string>()
  const add = (name: string) => {
    if (names.has(name)) return
    names.add(name)
    for (const one of dependenciesOf(byName.get(name)!)) add(one)
  }
  for (const { name } of [fctPredictions, ...sources]) add(name)
  return tables.filter(({ name }) => names.has(name))
}

function outcomes(): Outcome[] {
  return readdirSync(results)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const [, scenario = '', seed = ''] = /^(\w+)_(\d+)\.json$/.exec(name) ?? []
      return JSON.parse(readFileSync(join(results, name), 'utf8')).map((row: object) => ({
        scenario,
        seed: Number(seed),
        ...row,
      }))
    })
}
