/** Decisions on which records of companies are one. */
import { day, oneOf, text } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { rawOverridesAccounts } from '../../sources/overrides.ts'

export const stgOverridesAccounts = defineTable({
  name: 'stg_overrides__accounts',
  description: 'Decisions on whether two records of companies are one.',
  grain: ['left_id', 'right_id'],
  columns: {
    left_id: text('A record, scoped by source.'),
    right_id: text('Another record.'),
    decision: oneOf(['same', 'different'], 'Whether the two are one.'),
    reviewed_date: day('When it was decided.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rawOverridesAccounts.as('review'))
      .where('review.is_gone', '=', false)
      .where('review.source_instance', '=', '')
      .select([
        'review.left_id',
        'review.right_id',
        'review.decision',
        'review.reviewed_on as reviewed_date',
      ]),
})
