/** The columns of a business object over all systems: campaign members. */
import { flag, text, timestamp } from '../../../src/columns.ts'

/** The people who were reached by a campaign. */
export const campaignMemberColumns = {
  campaign_id: text('The campaign, scoped by source.'),
  person_id: text('The person’s record, scoped by source.'),
  member_status: text('As the system names it.').nullable(),
  has_responded: flag('Whether the person responded.'),
  responded_at: timestamp('When.').nullable(),
  created_at: timestamp('When the person became a member.').nullable(),
}
