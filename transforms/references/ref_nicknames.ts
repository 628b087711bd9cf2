/** What people are called for short. */
import { text } from '../../src/columns.ts'
import { nicknames } from '../../src/references/nicknames.ts'
import { defineReference } from '../../src/references/reference.ts'

export const refNicknames = defineReference({
  name: 'ref_nicknames',
  description: 'First names, each with the full names that it may stand for.',
  grain: ['first_name', 'full_name'],
  columns: {
    first_name: text('As it is written, lower case, without accents.'),
    full_name: text('What it may stand for.'),
  },
  rows: nicknames,
})
