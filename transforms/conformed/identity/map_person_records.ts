/** The records of people, numbered in the order in which one leads the others. */
import { integer, oneOf, text } from '../../../src/columns.ts'
import { numberedRecords } from '../../../src/identity/records.ts'
import { rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { personSource } from './person_source.ts'

const columns = {
  record: integer('Its number: living records first, then the oldest.'),
  source_key: text('The record, scoped by source.'),
  source_system: text('The system.'),
  source_instance: text('The instance; empty for the only one.'),
  source_id: text('The system’s id.'),
  record_state: oneOf(['living', 'merged', 'deleted'], 'What became of it in its system.'),
}

export const mapPersonRecords = defineTable({
  name: 'map_person_records',
  description: 'Every record of people, those included that are only known as merged into another.',
  grain: ['record'],
  columns,
  query: () => rowsOf(columns, numberedRecords(personSource)),
})
