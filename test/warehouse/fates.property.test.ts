/**
 * Random successions of exports, one build after the other, against the rules in plain TypeScript:
 * what a build makes of what the one before decided is what the files say. REVOPS_PROPERTY_RUNS
 * says how many.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { localMoney, text, timestamp } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'
import { answer, warehouseFolders } from './company.ts'
import { type ModelFile, type ModelRow, modelOf } from './fates_model.ts'

const runs = Number(process.env['REVOPS_PROPERTY_RUNS'] ?? 16)
const builds = 3

const columns = {
  deal_id: from(text('Its id.'), 'Deal ID'),
  amount: from(localMoney('What it is worth.'), 'Amount'),
  changed_at: from(timestamp('When it was changed last.').nullable(), 'Changed'),
}
const shared = {
  name: 'raw_crm__deals',
  description: 'Deals.',
  system: 'crm',
  object: 'deals',
  grain: ['deal_id'],
  version: 'changed_at',
  maxRefused: 1,
} as const
const increments = defineExport({ ...shared, columns })
const versions = defineExport({ ...shared, keep: 'versions', columns })
const full = defineExport({ ...shared, full: true, columns })
const fullVersions = defineExport({ ...shared, full: true, keep: 'versions', columns })

/** Numbers that look random, the same for the same seed. */
function randomOf(seed: number) {
  let state = seed * 2654435761 + 1
  return (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0
    return state % below
  }
}
type Random = ReturnType<typeof randomOf>

const days = ['2024-01-10', '2024-02-10', '2024-03-10', '2024-04-10']

const rowOf = (random: Random): ModelRow => ({
  key: random(20) === 0 ? '' : `d${random(5)}`,
  amount: random(8) === 0 ? 'x' : String(1 + random(3)),
  version: random(3) === 0 ? '' : days[random(days.length)]!,
})

const pathOf = ({
  instance,
  date,
  turn,
}: {
  instance: string
  date: string | null
  turn: number
}) =>
  `crm/${instance === '' ? '' : `${instance}/`}${2020 + turn}/deals${date === null ? '' : `_${date}`}.csv`

/** What changes from one build to the next: files come, come again, and are taken away. */
function change(files: readonly ModelFile[], random: Random, isFull: boolean, turn: number) {
  const left = random(5) === 0 ? files.filter(() => random(3) > 0) : files
  const come = Array.from({ length: 1 + random(2) }, (_, index): ModelFile => {
    const instance = random(3) === 0 ? 'emea' : ''
    const date = random(6) === 0 ? null : `2024-0${1 + random(4)}-28`
    const again = files[random(files.length + 2)]
    const rows = again ? again.rows : Array.from({ length: random(6) }, () => rowOf(random))
    const file = pathOf({ instance, date, turn: turn * 2 + index })
    return { file, instance, date, isFull, rows }
  })
  return [...left, ...come].sort((one, other) => (one.file < other.file ? -1 : 1))
}

const csv = ({ rows }: ModelFile) =>
  `Deal ID,Amount,Changed\n${rows.map(({ key, amount, version }) => `${key},${amount},${version}\n`).join('')}`

describe.each([
  ['of which the newest row stands', increments, false],
  ['of which all versions stay', versions, true],
  ['that are full exports', full, false],
  ['that are full exports of which all versions stay', fullVersions, true],
])('exports %s', (_, contract, keepsVersions) => {
  test.each(Array.from({ length: Math.ceil(runs / 4) }, (_, seed) => seed + 1))(
    'become what the rules say, seed %i',
    { timeout: 60_000 },
    async (seed) => {
      const random = randomOf(seed + (keepsVersions ? 1000 : 0))
      const folders = warehouseFolders()
      const isFull = 'contract' in contract.source && contract.source.contract.full
      let files: readonly ModelFile[] = []
      for (let turn = 0; turn < builds; turn++) {
        files = change(files, random, isFull, turn)
        rmSync(folders.exports, { recursive: true, force: true })
        for (const file of files) {
          const path = join(folders.exports, file.file)
          mkdirSync(dirname(path), { recursive: true })
          writeFileSync(path, csv(file))
        }
        // A folder that stays empty says that what is gone is gone on purpose.
        for (const instance of ['', 'emea'])
          mkdirSync(join(folders.exports, 'crm', instance), { recursive: true })
        const report = await folders.build([contract], { maxGoneShare: 1 })
        const versionAt = keepsVersions
          ? 'version_at'
          : `coalesce(changed_at, timestamp '1970-01-01')`
        const rows = await answer(
          folders.warehouse,
          `select source_instance, deal_id, amount::varchar, changed_at::date::varchar,
           ${versionAt}::date::varchar, is_gone
         from raw_crm__deals order by all`,
        )
        const model = modelOf(files, keepsVersions)
        const table = keepsVersions
          ? model.table
          : model.table.map(([instance, key, amount, version, , isGone]) => [
              instance,
              key,
              amount,
              version,
              version ?? '1970-01-01',
              isGone,
            ])
        expect(rows).toEqual(table.map((row) => [...row]).sort(byText))
        expect(
          report.files.map(({ read, accepted, quarantined, superseded }) => [
            read,
            accepted,
            quarantined,
            superseded,
          ]),
        ).toEqual(model.accounts)
      }
    },
  )
})

/** As DuckDB sorts: nulls last. */
function byText(one: readonly unknown[], other: readonly unknown[]): number {
  for (const [place, value] of one.entries()) {
    const rival = other[place]
    if (value === rival) continue
    if (value === null || rival === null) return value === null ? 1 : -1
    return String(value) < String(rival) ? -1 : 1
  }
  return 0
}
