/**
 * Whatever is wrong with a file, a build either accounts for each of its rows or refuses it in a
 * sentence, and then the published build is as it was. REVOPS_FUZZ_RUNS sets how many files are tried.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { day, flag, localMoney, text, timestamp } from '../../../src/columns.ts'
import { UserError } from '../../../src/errors.ts'
import { defineExport, optional } from '../../../src/export.ts'
import { warehouseFolders } from '../company.ts'
import { goodFile, mutations } from './mutations.ts'
import { randomFrom } from './random_cells.ts'

const runs = Number(process.env['REVOPS_FUZZ_RUNS'] ?? 40)

const deals = defineExport({
  name: 'raw_crm__deals',
  description: 'Deals.',
  system: 'crm',
  object: 'deals',
  grain: ['deal_id'],
  version: 'changed_at',
  observed: ['changed_at'],
  maxRefused: 0.5,
  columns: {
    deal_id: text('Its id.'),
    name: optional(text('Its name.').nullable()),
    amount: localMoney('What it is worth.').nullable(),
    closed: optional(day('When it was closed.').nullable()),
    changed_at: optional(timestamp('When it was changed last.').nullable()),
    is_won: optional(flag('Whether it is won.').nullable()),
  },
})

test(
  'a mutated file is loaded with balanced accounts, or refused without harm',
  async () => {
    const { exports, warehouse, build } = warehouseFolders()
    const folder = join(exports, 'crm')
    mkdirSync(folder)
    const random = randomFrom(Number(process.env['REVOPS_FUZZ_SEED'] ?? 1))
    writeFileSync(join(folder, 'deals_2024.csv'), goodFile(random))
    await build([deals])
    const names = Object.keys(mutations)
    const verdicts: boolean[] = []
    for (let run = 0; run < runs; run++) {
      // Each mutation comes first once, and then with others.
      const chosen = [names[run % names.length]!]
      while (random.below(3) === 0) chosen.push(random.pick(names))
      const content = chosen.reduce(
        (file, name) => mutations[name]!(file, random),
        goodFile(random),
      )
      const published = readFileSync(join(warehouse, 'CURRENT'), 'utf8')
      writeFileSync(join(folder, 'deals_2025.csv'), content)
      const what = `run ${run}: ${chosen.join(', ')}`
      const startedAt = performance.now()
      try {
        const { files } = await build([deals])
        for (const { read, accepted, quarantined, superseded } of files)
          expect(accepted + quarantined + superseded, what).toBe(read)
        verdicts.push(true)
      } catch (error) {
        if (!(error instanceof UserError)) throw new Error(`${what} crashed`, { cause: error })
        expect(error.message.length, what).toBeLessThan(20_000)
        expect(readFileSync(join(warehouse, 'CURRENT'), 'utf8'), what).toBe(published)
        verdicts.push(false)
      }
      expect(performance.now() - startedAt, what).toBeLessThan(60_000)
    }
    expect(verdicts.filter((isLoaded) => isLoaded).length).toBeGreaterThan(runs / 10)
    expect(verdicts.filter((isLoaded) => !isLoaded).length).toBeGreaterThan(runs / 10)
  },
  60_000 + runs * 3000,
)
