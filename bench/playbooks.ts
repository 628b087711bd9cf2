/**
 * How good the lists of the playbooks are, on companies that nothing was tuned to:
 * `node bench/playbooks.ts --folder DIR [--dirt 3] SEED …` makes each company, builds what playbooks
 * need, and prints a line a seed and the table of docs/playbooks.md. A seed that stands in the folder
 * as measured is not measured again: with other code, take another folder.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dependenciesOf } from '../src/lineage.ts'
import { simulate, writeExports } from '../src/sample/index.ts'
import type { AnyTable } from '../src/table.ts'
import { build } from '../src/warehouse/index.ts'
import type { Manifest } from '../src/warehouse/manifest.ts'
import { openBuild } from '../src/warehouse/open.ts'
import { tables } from '../transforms/index.ts'
import { martPlaybook } from '../transforms/marts/mart_playbook.ts'
import { type Playbook, playbooks } from '../transforms/marts/playbook/cases.ts'
import { root } from './child.ts'

interface Measured {
  readonly playbook: Playbook
  readonly candidates: number
  readonly hits: number
  readonly listed: number
  readonly listedHits: number
  readonly ruleHits: number
}

const { values, positionals } = parseArgs({
  options: { folder: { type: 'string' }, dirt: { type: 'string', default: '3' } },
  allowPositionals: true,
})
const { folder } = values
if (folder === undefined || positionals.length === 0)
  throw new Error('Say where the companies stand and which: --folder DIR SEED ….')

const needed = upstreamOf(martPlaybook)
const found: (readonly Measured[])[] = []
for (const seed of positionals) {
  const file = join(folder, seed, 'measured.json')
  const measured: readonly Measured[] = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : await measure(Number(seed), join(folder, seed))
  writeFileSync(file, JSON.stringify(measured))
  console.log(`seed ${seed}: ${measured.map(inShort).join(', ')}`)
  found.push(measured)
}
console.log(`\n${tableOf(found)}`)

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

async function measure(seed: number, place: string): Promise<readonly Measured[]> {
  const exports = join(place, 'exports')
  const warehouse = join(place, 'warehouse')
  if (!existsSync(join(place, 'written'))) {
    mkdirSync(place, { recursive: true })
    await writeExports(simulate({ seed, dirt: Number(values.dirt) }), exports)
    writeFileSync(join(place, 'written'), '')
  }
  const report = await build({
    exports,
    warehouse,
    tables: needed,
    model: join(root, 'model'),
    retainedBuilds: 1,
  })
  const manifest: Manifest = JSON.parse(
    readFileSync(join(warehouse, 'builds', `${report.build}.json`), 'utf8'),
  )
  const { mart_playbook } = manifest.tables
  const instance = await openBuild(warehouse, { mart_playbook: mart_playbook! })
  const connection = await instance.connect()
  const rows = await connection.runAndReadAll(`
    select playbook, sum(candidate_count)::int as candidates, sum(candidate_hit_count)::int as hits,
      sum(listed_count)::int as listed, sum(listed_hit_count)::int as "listedHits",
      sum(rule_hit_count)::int as "ruleHits"
    from mart_playbook where row_kind = 'measurement' group by all order by playbook`)
  connection.closeSync()
  instance.closeSync()
  return rows.getRowObjectsJson() as unknown as Measured[]
}

function inShort({ playbook, listed, listedHits, ruleHits, hits, candidates }: Measured): string {
  const share = (part: number, whole: number) => (part / whole).toFixed(3)
  return `${playbook} ${share(listedHits, listed)} (rule ${share(ruleHits, listed)}, all ${share(hits, candidates)})`
}

/** Over all seeds, with how often the scores beat the rule and a 95 % interval of the difference. */
function tableOf(seeds: readonly (readonly Measured[])[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const rows = playbooks.map((playbook) => {
    const of = seeds.flatMap((seed) => seed.filter((one) => one.playbook === playbook))
    const sum = (of_: (one: Measured) => number) => of.reduce((total, one) => total + of_(one), 0)
    const listed = sum((one) => one.listed)
    const precision = sum((one) => one.listedHits) / listed
    const rule = sum((one) => one.ruleHits) / listed
    const all = sum((one) => one.hits) / sum((one) => one.candidates)
    const differences = of.map((one) => (one.listedHits - one.ruleHits) / one.listed)
    const mean = differences.reduce((total, one) => total + one, 0) / differences.length
    const deviation = Math.sqrt(
      differences.reduce((total, one) => total + (one - mean) ** 2, 0) / (differences.length - 1),
    )
    const half = (1.96 * deviation) / Math.sqrt(differences.length)
    const won = differences.filter((one) => one > 0).length
    const tied = differences.filter((one) => one === 0).length
    return `| ${[
      playbook,
      listed,
      percent(precision),
      percent(rule),
      percent(all),
      (precision / all).toFixed(2),
      (precision / rule).toFixed(2),
      `${percent(mean - half)} to ${percent(mean + half)}`,
      `${won} of ${of.length}${tied > 0 ? `, ${tied} tied` : ''}`,
    ].join(' | ')} |`
  })
  return [
    '| playbook | listed | precision | of the rule | of all | lift | lift over the rule | difference (95 %) | seeds won |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}
