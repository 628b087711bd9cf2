/** Where an id of people leads that a record had before it became one with another. */
import { text } from '../../src/columns.ts'
import { defineTable } from '../../src/table.ts'
import { mapPeople } from './map_people.ts'

export const mapPersonRedirects = defineTable({
  name: 'map_person_redirects',
  description:
    'Every id that was, or may have been, a person of its own, with the one that it is part of now.',
  grain: ['former_id'],
  columns: {
    former_id: text('The id of a record that is not the person’s.'),
    person_id: text('The person that it is now.'),
  },
  query: (db) =>
    db
      .selectFrom(mapPeople.as('map'))
      .whereRef('map.source_key', '!=', 'map.person_id')
      .where('map.person_id', '!=', 'unknown')
      .select(['map.source_key as former_id', 'map.person_id']),
})
