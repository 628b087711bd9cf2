/** Salesforce’s partners, which are accounts. */
import { pick } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { partnerColumns } from '../objects/partners.ts'
import { allPartners } from './opportunity_partners.ts'
import { stgSalesforceAccounts } from './stg_salesforce__accounts.ts'

export const stgSalesforcePartners = defineTable({
  name: 'stg_salesforce__partners',
  description: 'The accounts that are partners of opportunities or of other accounts.',
  grain: ['partner_id'],
  columns: pick(
    partnerColumns,
    'partner_id',
    'source_system',
    'partner_name',
    'domain',
    'created_at',
  ),
  query: (db) =>
    db
      .selectFrom(allPartners(db).as('partner'))
      .leftJoin(stgSalesforceAccounts.as('account'), 'account.account_id', 'partner.partner_id')
      .select(({ val }) => [
        'partner.partner_id',
        val('salesforce').as('source_system'),
        'account.account_name as partner_name',
        'account.domain',
        'account.created_at',
      ]),
})
