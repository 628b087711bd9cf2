/** Decisions of people on which records are one: `overrides/accounts.csv` and `overrides/people.csv`. */
import { day, oneOf, text } from '../../src/columns.ts'
import { defineExport, from, optional } from '../../src/export.ts'

const decisions = () => ({
  left_id: from(text('A record, scoped by source: `hubspot:12`.'), 'Left ID'),
  right_id: from(text('Another record.'), 'Right ID'),
  decision: from(oneOf(['same', 'different'], 'Whether the two are one.'), 'Decision'),
  reviewed_by: optional(from(text('Who decided.').nullable(), 'Reviewed by')),
  reviewed_on: optional(from(day('When.').nullable(), 'Reviewed on')),
  note: optional(from(text('Why.').nullable(), 'Note')),
})

export const rawOverridesAccounts = defineExport({
  name: 'raw_overrides__accounts',
  description: 'Pairs of records of companies, each with the decision whether the two are one.',
  system: 'overrides',
  object: 'accounts',
  grain: ['left_id', 'right_id'],
  columns: decisions(),
})

export const rawOverridesPeople = defineExport({
  name: 'raw_overrides__people',
  description: 'Pairs of records of people, each with the decision whether the two are one.',
  system: 'overrides',
  object: 'people',
  grain: ['left_id', 'right_id'],
  columns: decisions(),
})
