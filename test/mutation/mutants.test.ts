/** The mutants stand on the text of the tree: one whose text is gone would be tried no more. */
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'
import { mutantsOf } from './mutants/index.ts'

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

test.each(['pipeline', 'revenue', 'marketing'])('the formulas of %s have mutants', (name) => {
  expect(mutants.some(({ file }) => file === `model/cubes/${name}.yml`)).toBe(true)
})
