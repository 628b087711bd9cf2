/** What the external ids of Zendesk’s organisations and users say of records in other systems. */
import type { Expression, RawBuilder } from 'kysely'
import { firstKnown } from '../../../src/sql/known.ts'
import { salesforceId } from '../../../src/sql/salesforce.ts'
import { linkedKey } from '../../../src/sql/source_keys.ts'
import { matched } from '../../../src/sql/text.ts'

type Id = Expression<string | null>

/** An id that says its system too: `hubspot:12`, `salesforce.emea:001…`. */
const scoped = '^([a-z_]+(?:\\.[A-Za-z0-9_-]+)?:.+)$'
const salesforce = (prefix: string) =>
  `^(?:salesforce:)?(${prefix}[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)$`

/**
 * The record that an organisation says it is, scoped. CRM and billing apps write their bare ids:
 * Salesforce’s begin with 001, Stripe’s with cus_, HubSpot’s are long numbers. Short numbers are
 * a company’s own.
 */
export const accountOf = (externalId: Id): RawBuilder<string | null> =>
  firstKnown<string | null>(
    linkedKey('salesforce', salesforceId(matched(externalId, salesforce('001')))),
    matched(externalId, scoped),
    linkedKey('stripe', matched(externalId, '^(cus_[A-Za-z0-9]+)$')),
    linkedKey('hubspot', matched(externalId, '^([0-9]{8,})$')),
  )

/**
 * The record that a user says it is, scoped. Numbers are the ids of users of the company’s own
 * product, whatever their length.
 */
export const personOf = (externalId: Id): RawBuilder<string | null> =>
  firstKnown<string | null>(
    linkedKey('salesforce', salesforceId(matched(externalId, salesforce('00[3Q]')))),
    matched(externalId, scoped),
  )
