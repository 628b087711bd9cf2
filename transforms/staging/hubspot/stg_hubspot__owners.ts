/** HubSpot’s owners. */
import { day, flag, text } from '../../../src/columns.ts'
import { comparable, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotOwner } from '../../sources/hubspot.ts'

export const stgHubspotOwners = defineTable({
  name: 'stg_hubspot__owners',
  description: 'HubSpot’s owners on each day of export.',
  grain: ['owner_id', 'exported_date'],
  columns: {
    owner_id: text('HubSpot’s owner id.'),
    owner_email: text('Lower case.').nullable(),
    first_name: text('As typed, without stray spaces.').nullable(),
    last_name: text('As typed, without stray spaces.').nullable(),
    is_active: flag('Whether the owner has a user; one who left has none.'),
    exported_date: day('The day of the export.'),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotOwner.as('owner'))
      .select(({ ref, eb }) => [
        'owner.owner_id',
        comparable(ref('owner.email')).as('owner_email'),
        tidy(ref('owner.first_name')).as('first_name'),
        tidy(ref('owner.last_name')).as('last_name'),
        eb('owner.active_user_id', 'is not', null).$castTo<boolean>().as('is_active'),
        'owner.exported_date',
      ]),
})
