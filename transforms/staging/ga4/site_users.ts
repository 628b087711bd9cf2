/**
 * Whom a site means by the `user_id` that it hands to GA4: a record of a CRM, or an e-mail address.
 *
 * Nothing in GA4 says whose ids they are, so their form has to: an address, an id that names its
 * system (`hubspot:12`), a Salesforce contact or lead, or the number of a HubSpot contact. Another
 * form, such as a hash, stands for nobody.
 */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { salesforceId } from '../../../src/sql/salesforce.ts'
import { addressIn, scopedId } from '../../../src/sql/text.ts'

/** The address that the site hands over; null where it is none. */
export const siteUserEmail = (userId: Expression<string | null>): RawBuilder<string | null> =>
  addressIn(userId)

/** The scoped id of the record that the site means; null where the form tells none. */
export const siteUserKey = (userId: Expression<string | null>): RawBuilder<string | null> =>
  sql`case
    when regexp_full_match(${userId}, '(hubspot|salesforce|zendesk|generic)(\\.[^:]+)?:.+') then ${userId}
    when regexp_full_match(${userId}, '(003|00Q)[A-Za-z0-9]{12}([A-Za-z0-9]{3})?')
      then ${scopedId('salesforce', salesforceId(userId))}
    when regexp_full_match(${userId}, '[0-9]+') then ${scopedId('hubspot', userId)} end`
