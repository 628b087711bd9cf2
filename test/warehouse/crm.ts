/** A customer system with two exports and a table over each, for tests that load files. */
import { text, timestamp } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { defineTable } from '../../src/table.ts'

export const deals = defineExport({
  name: 'raw_crm__deals',
  description: 'Deals.',
  system: 'crm',
  object: 'deals',
  grain: ['deal_id'],
  version: 'changed_at',
  observed: ['changed_at'],
  columns: {
    deal_id: from(text('Its id.'), 'Deal ID'),
    changed_at: from(timestamp('When it was changed last.'), 'Changed'),
  },
})
const people = defineExport({
  name: 'raw_crm__people',
  description: 'People.',
  system: 'crm',
  object: 'people',
  grain: ['person_id'],
  columns: { person_id: from(text('Their id.'), 'Person ID') },
})
export const opportunities = defineTable({
  name: 'fct_opportunities',
  description: 'Deals.',
  grain: ['deal_id'],
  columns: { deal_id: text('Its id.') },
  query: (db) => db.selectFrom(deals.as('deal')).select('deal.deal_id'),
})
const everyone = defineTable({
  name: 'dim_people',
  description: 'People.',
  grain: ['person_id'],
  columns: { person_id: text('Their id.'), as_of: timestamp('The day of the data.') },
  query: (db) =>
    db
      .selectFrom(people.as('person'))
      .crossJoin(dataAsOf.as('run'))
      .select(['person.person_id', 'run.as_of']),
})
export const crm = [deals, people, opportunities, everyone]
