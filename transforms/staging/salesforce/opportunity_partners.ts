/** Who brought Salesforce’s opportunities: rows of either object that tells of it. */
import { isRemoved, salesforceKey } from '../../../src/sql/salesforce.ts'
import type { Db } from '../../../src/table.ts'
import {
  rawSalesforceOpportunityPartners,
  rawSalesforcePartners,
} from '../../sources/salesforce_other.ts'

/** One row per opportunity and record of a partner of it, deleted ones out. */
const partnerRecords = (db: Db) =>
  db
    .selectFrom(rawSalesforceOpportunityPartners.as('partner'))
    .where(isRemoved('partner'), '=', false)
    .select([
      'partner.id',
      'partner.source_instance',
      'partner.opportunity_id',
      'partner.account_to_id',
      'partner.is_primary',
    ])
    .unionAll(
      db
        .selectFrom(rawSalesforcePartners.as('partner'))
        .where(isRemoved('partner'), '=', false)
        .select([
          'partner.id',
          'partner.source_instance',
          'partner.opportunity_id',
          'partner.account_to_id',
          'partner.is_primary',
        ]),
    )

/** The partner of each opportunity that has any: the primary one, else the one recorded first. */
export const leadingPartners = (db: Db) =>
  db
    .selectFrom(partnerRecords(db).as('record'))
    .where('record.opportunity_id', 'is not', null)
    .where('record.account_to_id', 'is not', null)
    .select(({ ref }) => [
      salesforceKey(ref('record.source_instance'), ref('record.opportunity_id')).as(
        'opportunity_id',
      ),
      salesforceKey(ref('record.source_instance'), ref('record.account_to_id')).as('partner_id'),
    ])
    .distinctOn(({ ref }) =>
      salesforceKey(ref('record.source_instance'), ref('record.opportunity_id')),
    )
    .orderBy(({ ref }) =>
      salesforceKey(ref('record.source_instance'), ref('record.opportunity_id')),
    )
    .orderBy('record.is_primary', (order) => order.desc().nullsLast())
    .orderBy('record.id')

/** The scoped ids of all partners, of opportunities or of accounts. */
export const allPartners = (db: Db) =>
  db
    .selectFrom(partnerRecords(db).as('record'))
    .where('record.account_to_id', 'is not', null)
    .select(({ ref }) =>
      salesforceKey(ref('record.source_instance'), ref('record.account_to_id'))
        .$castTo<string>()
        .as('partner_id'),
    )
    .distinct()
