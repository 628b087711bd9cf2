/** The mutants stand on the text of the tree: one whose text is gone would be tried no more. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '../../src/settings.ts'
import { accepted } from './accepted.ts'
import { writeTwins } from './formulas/twins.ts'
import { mutantsOf } from './mutants/index.ts'
import { formulaMutants } from './mutants/model.ts'

const mutants = mutantsOf(projectRoot)

test('every mutant changes something', () => {
  expect(
    mutants.filter(({ start, end, replace }) => start === end || replace === undefined),
  ).toEqual([])
})

test.each(['src/warehouse/audit', 'src/sql/', 'transforms/conformed/', 'transforms/marts/'])(
  '%s has mutants',
  (place) => {
    expect(mutants.some(({ file }) => file.startsWith(place))).toBe(true)
  },
)

const formulas = formulaMutants(projectRoot)
const views = readdirSync(join(projectRoot, 'model/views')).map((name) => basename(name, '.yml'))

test.each(views)(
  'every measure of %s has mutants of its formula, each under a name of its own',
  (view) => {
    const { views } = parse(readFileSync(join(projectRoot, `model/views/${view}.yml`), 'utf8'))
    const { cubes } = parse(readFileSync(join(projectRoot, `model/cubes/${view}.yml`), 'utf8'))
    const measures = new Set(
      cubes
        .flatMap((cube: { measures?: { name: string }[] }) => cube.measures ?? [])
        .map(({ name }: { name: string }) => name),
    )
    const shown = views[0].cubes[0].includes.filter((name: unknown) => measures.has(name))
    const changed = formulas.filter((mutant) => mutant.view === view)
    expect(shown.length).toBeGreaterThan(0)
    expect(
      shown.filter((name: string) => !changed.some(({ measure }) => measure === name)),
    ).toEqual([])
    const ids = changed.map(({ id }) => id)
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([])
  },
)

test('each accepted formula is one of the mutants', () => {
  const ids = new Set(formulas.map(({ id }) => id))
  expect(Object.keys(accepted).filter((id) => id.startsWith('model/') && !ids.has(id))).toEqual([])
})

test('a mutant is asked by the twins of its measure and of all that stand on it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'revops-twins-'))
  try {
    const ofLeads = formulas.filter(({ id }) => id.startsWith('model/cubes/marketing.yml leads:'))
    const [first] = writeTwins(join(projectRoot, 'model'), folder, ofLeads)
    expect(first!.names).toEqual({ 'marketing.cost_per_lead': 'marketing.cost_per_lead__m0' })
    const cube = readFileSync(join(folder, 'cubes/marketing.yml'), 'utf8')
    expect(cube).toContain('{marketing_spend} / nullif({leads__m0}, 0)')
    expect(cube).toContain('{marketing_spend} / nullif({leads}, 0)')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
