/** The contacts of HubSpot’s deals. */
import { pick } from '../../../src/columns.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { latestOf } from '../../../src/sql/latest_versions.ts'
import { firstOf, itemsOf, sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawHubspotDealContact, rawHubspotDeals } from '../../sources/hubspot.ts'
import { opportunityContactColumns } from '../objects/opportunity_contacts.ts'

export const stgHubspotOpportunityContacts = defineTable({
  name: 'stg_hubspot__opportunity_contacts',
  description: 'The contacts of HubSpot’s deals, once each.',
  grain: ['opportunity_id', 'person_id'],
  columns: pick(opportunityContactColumns, 'opportunity_id', 'person_id', 'is_primary'),
  query: (db) =>
    db
      .selectFrom(unionByName(listed(db), linked(db)).as('contact'))
      .select(({ ref, fn }) => [
        sourceKey('hubspot', ref('contact.source_instance'), ref('contact.deal_id')).as(
          'opportunity_id',
        ),
        sourceKey('hubspot', ref('contact.source_instance'), ref('contact.contact_id')).as(
          'person_id',
        ),
        fn<boolean>('bool_or', ['contact.is_first']).as('is_primary'),
      ])
      .groupBy(['contact.source_instance', 'contact.deal_id', 'contact.contact_id']),
})

/** Those that the export of the deal lists, the first one first. */
const listed = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(latestOf(db, rawHubspotDeals).as('deal'))
        .select(({ ref }) => [
          'deal.source_instance',
          'deal.record_id as deal_id',
          firstOf(ref('deal.associated_contact_ids')).as('first_id'),
          itemsOf(ref('deal.associated_contact_ids')).as('contact_id'),
        ])
        .as('deal'),
    )
    .select(({ eb, ref }) => [
      'deal.source_instance',
      'deal.deal_id',
      'deal.contact_id',
      eb('deal.contact_id', '=', ref('deal.first_id')).$castTo<boolean>().as('is_first'),
    ])

const linked = (db: Db) =>
  db
    .selectFrom(rawHubspotDealContact.as('link'))
    .where(({ eb, ref }) =>
      eb(anyTrue(ref('link._fivetran_deleted'), ref('link.is_gone')), '=', false),
    )
    .select(({ lit }) => [
      'link.source_instance',
      'link.deal_id',
      'link.contact_id',
      lit(false).as('is_first'),
    ])
