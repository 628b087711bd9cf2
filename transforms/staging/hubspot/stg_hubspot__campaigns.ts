/** The campaigns that HubSpot’s deals and contacts name. */
import type { NotNull } from 'kysely'
import { pick } from '../../../src/columns.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { defineTable } from '../../../src/table.ts'
import { campaignColumns } from '../objects/campaigns.ts'
import { stgHubspotOpportunities } from './stg_hubspot__opportunities.ts'
import { stgHubspotPeople } from './stg_hubspot__people.ts'

export const stgHubspotCampaigns = defineTable({
  name: 'stg_hubspot__campaigns',
  description:
    'The campaigns that HubSpot’s deals and contacts name, by name, with every channel that they name them with.',
  grain: ['campaign_id', 'channel'],
  columns: pick(
    campaignColumns,
    'campaign_id',
    'source_system',
    'source_instance',
    'campaign_name',
    'channel',
  ),
  query: (db) =>
    db
      .selectFrom(
        unionByName(
          db
            .selectFrom(stgHubspotOpportunities.as('deal'))
            .select(['deal.source_instance', 'deal.campaign_name', 'deal.channel']),
          db
            .selectFrom(stgHubspotPeople.as('contact'))
            .select(['contact.source_instance', 'contact.campaign_name', 'contact.channel']),
        ).as('named'),
      )
      .where('named.campaign_name', 'is not', null)
      .select(({ ref, val }) => [
        sourceKey('hubspot', ref('named.source_instance'), ref('named.campaign_name')).as(
          'campaign_id',
        ),
        val('hubspot').as('source_system'),
        'named.source_instance',
        'named.campaign_name',
        'named.channel',
      ])
      .$narrowType<{ campaign_id: NotNull; campaign_name: NotNull }>()
      .distinct(),
})
