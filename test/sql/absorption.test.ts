/** Chains that end somewhere. */
import { expect, test } from 'vitest'
import { removalEffects, startState } from '../../src/sql/absorption.ts'
import { raw, rowsOf } from './fragments.ts'

const table = (columns: string, ...rows: readonly string[]) =>
  raw(`(from (values ${rows.map((row) => `(${row})`).join(', ')}) as given(${columns}))`)
const states = (...rows: readonly string[]) => table('state, visits, conversions', ...rows)
const steps = (...rows: readonly string[]) => table('from_state, to_state, steps', ...rows)
const start = `'${startState}'`

test('what is lost without a state, of all that ends well', async () => {
  const found = await rowsOf(
    removalEffects(
      states(`${start}, 4, 0`, "'a', 4, 1", "'b', 2, 1"),
      steps(`${start}, 'a', 3`, `${start}, 'b', 1`, "'a', 'b', 1"),
    ),
  )
  // From b ½; from a ¼ + ¼ × ½ = ⅜; in all ¾ × ⅜ + ¼ × ½ = 13⁄32. Without a: ⅛; without b: 6⁄32.
  expect(found).toEqual([
    { state: 'a', removal_effect: expect.closeTo(9 / 13, 12) },
    { state: 'b', removal_effect: expect.closeTo(7 / 13, 12) },
  ])
})

test('a state that is left for itself is left all the same', async () => {
  const found = await rowsOf(
    removalEffects(states(`${start}, 2, 0`, "'a', 8, 1"), steps(`${start}, 'a', 2`, "'a', 'a', 6")),
  )
  expect(found).toEqual([{ state: 'a', removal_effect: 1 }])
})

test('where nothing ends well, nothing is lost', async () => {
  const found = await rowsOf(
    removalEffects(states(`${start}, 2, 0`, "'a', 2, 0"), steps(`${start}, 'a', 2`)),
  )
  expect(found).toEqual([{ state: 'a', removal_effect: 0 }])
})
