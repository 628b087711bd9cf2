/** Owners of all CRMs. */
import { day, flag, text } from '../../src/columns.ts'
import { scopedId } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgHubspotOwners } from './hubspot/stg_hubspot__owners.ts'

export const stgOwners = defineTable({
  name: 'stg_owners',
  description: 'The owners of the CRMs on each day of export.',
  grain: ['owner_id', 'exported_date'],
  columns: {
    owner_id: text('The owner, scoped by system.'),
    owner_email: text('Lower case.').nullable(),
    first_name: text('As typed.').nullable(),
    last_name: text('As typed.').nullable(),
    is_active: flag('Whether the owner can sign in.'),
    exported_date: day('The day of the export.'),
  },
  query: (db) =>
    db
      .selectFrom(stgHubspotOwners.as('owner'))
      .select(({ ref }) => [
        scopedId('hubspot', ref('owner.owner_id')).as('owner_id'),
        'owner.owner_email',
        'owner.first_name',
        'owner.last_name',
        'owner.is_active',
        'owner.exported_date',
      ]),
})
