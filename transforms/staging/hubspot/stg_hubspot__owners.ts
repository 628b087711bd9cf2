/** HubSpot’s owners. */
import { pick } from '../../../src/columns.ts'
import { comparable, sourceKey, tidy } from '../../../src/sql/text.ts'
import { calendarDay } from '../../../src/sql/written_times.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotOwner } from '../../sources/hubspot.ts'
import { ownerColumns } from '../objects/owners.ts'

export const stgHubspotOwners = defineTable({
  name: 'stg_hubspot__owners',
  description: 'HubSpot’s owners on each day of export.',
  grain: ['owner_id', 'exported_date'],
  columns: pick(
    ownerColumns,
    'owner_id',
    'source_system',
    'source_instance',
    'source_id',
    'owner_email',
    'first_name',
    'last_name',
    'is_active',
    'exported_date',
  ),
  query: (db) =>
    db.selectFrom(rawHubspotOwner.as('owner')).select(({ ref, and, eb, fn, lit, val }) => [
      sourceKey('hubspot', ref('owner.source_instance'), ref('owner.owner_id')).as('owner_id'),
      val('hubspot').as('source_system'),
      'owner.source_instance',
      'owner.owner_id as source_id',
      comparable(ref('owner.email')).as('owner_email'),
      tidy(ref('owner.first_name')).as('first_name'),
      tidy(ref('owner.last_name')).as('last_name'),
      // One who left has no user any more.
      and([
        eb('owner.active_user_id', 'is not', null),
        eb(fn.coalesce('owner.is_active', lit(true)), '=', true),
        eb('owner.is_gone', '=', false),
      ])
        .$castTo<boolean>()
        .as('is_active'),
      calendarDay(ref('owner.version_at')).as('exported_date'),
    ]),
})
