/** The members of Salesforce’s campaigns. */
import { pick } from '../../../src/columns.ts'
import { isRemoved, salesforceKey } from '../../../src/sql/salesforce.ts'
import { tidy } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawSalesforceCampaignMembers } from '../../sources/salesforce_campaigns.ts'
import { campaignMemberColumns } from '../objects/campaign_members.ts'

export const stgSalesforceCampaignMembers = defineTable({
  name: 'stg_salesforce__campaign_members',
  description:
    'The contacts and leads of campaigns; a converted lead is a member as the contact that it became; deleted ones are out.',
  grain: ['campaign_id', 'person_id'],
  columns: pick(
    campaignMemberColumns,
    'campaign_id',
    'person_id',
    'member_status',
    'has_responded',
    'responded_at',
    'created_at',
  ),
  query: (db) =>
    db
      // A person can be a member as a lead and as the contact.
      .selectFrom(members(db).as('member'))
      .where('member.person_id', 'is not', null)
      .distinctOn(['member.campaign_id', 'member.person_id'])
      .orderBy('member.campaign_id')
      .orderBy('member.person_id')
      .orderBy('member.has_responded', 'desc')
      .orderBy('member.created_at')
      .orderBy('member.id')
      .select(({ ref }) => [
        'member.campaign_id',
        ref('member.person_id').$castTo<string>().as('person_id'),
        'member.member_status',
        'member.has_responded',
        'member.responded_at',
        'member.created_at',
      ]),
})

const members = (db: Db) =>
  db
    .selectFrom(rawSalesforceCampaignMembers.as('member'))
    .where(isRemoved('member'), '=', false)
    .select(({ fn, lit, ref }) => [
      'member.id',
      salesforceKey(ref('member.source_instance'), ref('member.campaign_id')).as('campaign_id'),
      salesforceKey(
        ref('member.source_instance'),
        fn.coalesce('member.contact_id', 'member.lead_id'),
      ).as('person_id'),
      tidy(ref('member.status')).as('member_status'),
      fn.coalesce('member.has_responded', lit(false)).as('has_responded'),
      'member.first_responded_date as responded_at',
      'member.created_date as created_at',
    ])
