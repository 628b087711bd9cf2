/** How a full name is looked for in texts. */
import { expect, test } from 'vitest'
import { spellingsOf } from '../../src/erasure/spellings.ts'

test('a name is looked for in either order, with and without the names in between', () => {
  expect(spellingsOf(['anna', 'maria'], ['berg', 'lund'])).toEqual([
    'anna maria berg lund',
    'berg lund anna maria',
    'anna berg lund',
    'berg lund anna',
  ])
})

test('a name in one column ends on the last name, and titles are none of it', () => {
  expect(spellingsOf(['dr', 'jane', 'roe'])).toEqual(['jane roe', 'roe jane'])
})

test('a first name alone, an initial and a role are not looked for', () => {
  expect(spellingsOf(['jane'])).toEqual([])
  expect(spellingsOf(['j'], ['roe'])).toEqual([])
  expect(spellingsOf(['sales'], ['team'])).toEqual([])
})
