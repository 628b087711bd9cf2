/**
 * Companies that nothing was tuned to, for results that are told of:
 * `node bench/NAME.ts --folder DIR [--scenario steady] [--dirt 3] SEED … FIRST-LAST …` makes each,
 * builds as much as is needed, and keeps what was measured: a seed that stands in the folder is not
 * measured again. With other code, take another folder.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { DuckDBInstance } from '@duckdb/node-api'
import { dependenciesOf } from '../src/lineage.ts'
import { scenarios, simulate, writeExports } from '../src/sample/index.ts'
import type { AnyTable } from '../src/table.ts'
import { build } from '../src/warehouse/index.ts'
import { readManifest } from '../src/warehouse/manifest.ts'
import { openBuild } from '../src/warehouse/open.ts'
import { tables } from '../transforms/index.ts'
import { root } from './child.ts'

type Company = ReturnType<typeof simulate>

/** What was measured of each company of the command line, by its table; `told` of each as it is done. */
export async function measuredCompanies<T>(
  table: AnyTable,
  measure: (instance: DuckDBInstance, company: Company) => Promise<T>,
  told: (measured: T) => string,
): Promise<readonly T[]> {
  const { values, positionals } = parseArgs({
    options: {
      folder: { type: 'string' },
      scenario: { type: 'string', default: 'steady' },
      dirt: { type: 'string', default: '3' },
    },
    allowPositionals: true,
  })
  const { folder } = values
  const scenario = scenarios.find((name) => name === values.scenario)
  const seeds = positionals.flatMap(seedsOf)
  if (folder === undefined || scenario === undefined || seeds.length === 0)
    throw new Error(
      `Say where results stand, which scenario (${scenarios.join(', ')}) and which seeds: --folder DIR --scenario NAME 1-20.`,
    )
  mkdirSync(folder, { recursive: true })
  const all: T[] = []
  for (const seed of seeds) {
    const file = join(folder, `${scenario}_${seed}.json`)
    if (!existsSync(file)) {
      const company = simulate({ seed, scenario, dirt: Number(values.dirt) })
      // A run that is killed leaves no half of a file.
      writeFileSync(`${file}.part`, JSON.stringify(await measured(company, table, measure)))
      renameSync(`${file}.part`, file)
    }
    all.push(JSON.parse(readFileSync(file, 'utf8')))
    console.log(`${scenario} ${seed}: ${told(all.at(-1)!)}`)
  }
  return all
}

function seedsOf(given: string): number[] {
  const [first = Number.NaN, last = first] = given.split('-').map(Number)
  return Array.from({ length: last - first + 1 }, (_, place) => first + place)
}

async function measured<T>(
  company: Company,
  table: AnyTable,
  measure: (instance: DuckDBInstance, company: Company) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), 'revops-company-'))
  try {
    const [exports, warehouse] = [join(scratch, 'exports'), join(scratch, 'warehouse')]
    await writeExports(company, exports)
    const report = await build({
      exports,
      warehouse,
      tables: upstreamOf(table),
      model: join(root, 'model'),
      retainedBuilds: 1,
    })
    const stored = readManifest(warehouse, report.build).tables[table.name]
    const instance = await openBuild(warehouse, { [table.name]: stored! })
    try {
      return await measure(instance, company)
    } finally {
      instance.closeSync()
    }
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/** A table and all that it needs, and every contract: a file that none knows stops a build. */
function upstreamOf(table: AnyTable): readonly AnyTable[] {
  const byName = new Map(tables.map((one) => [one.name, one]))
  const names = new Set<string>()
  const visit = (name: string) => {
    if (names.has(name)) return
    names.add(name)
    dependenciesOf(byName.get(name)!).forEach(visit)
  }
  visit(table.name)
  return tables.filter(({ name, source }) => names.has(name) || 'contract' in source)
}
