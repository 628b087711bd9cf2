/** Which account a company of a CRM, or a customer of a billing system, is. */
import { flag, oneOf, text } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { isOneOf } from '../../src/sql/choice.ts'
import { emailDomain, scopedId } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgAccountDomains } from '../staging/stg_account_domains.ts'
import { stgBillingCustomers } from '../staging/stg_billing_customers.ts'
import { mapCompanies } from './map_companies.ts'

const methods = [
  'own id',
  'merged id',
  'deleted',
  'billing metadata',
  'e-mail domain',
  'no match',
] as const
type Method = (typeof methods)[number]

const internalDomains = settings.internalDomains.map((domain) => domain.toLowerCase())

export const mapAccounts = defineTable({
  name: 'map_accounts',
  description:
    'Every company of a CRM and every customer of a billing system, and the account that it is; merged companies are their survivor, deleted ones `unknown`.',
  grain: ['source_system', 'source_id'],
  columns: {
    source_system: text('The system that the id is of.'),
    source_id: text('The system’s id.'),
    account_id: text('The account: `hubspot:<id>`, or `stripe:<id>` for a customer without one.'),
    is_internal: flag('Whether it is a test or our own: left out of every fact and dimension.'),
    match_method: oneOf(methods, 'How the account was found.'),
  },
  query: (db) =>
    db
      .with('domain', (from) =>
        from
          .selectFrom(stgAccountDomains.as('known'))
          .innerJoin(mapCompanies.as('company'), (join) =>
            join
              .onRef('company.source_system', '=', 'known.source_system')
              .onRef('company.source_id', '=', 'known.source_id')
              .on('company.account_id', '!=', 'unknown'),
          )
          // A domain of several accounts tells nothing.
          .having(({ fn, eb }) =>
            eb(fn.min('company.account_id'), '=', fn.max('company.account_id')),
          )
          .select(({ fn }) => [
            'known.domain',
            fn.min('company.account_id').as('account_id'),
            fn<boolean>('bool_or', ['company.is_internal']).as('is_internal'),
          ])
          .groupBy('known.domain'),
      )
      .selectFrom((from) =>
        unionByName(
          from
            .selectFrom(mapCompanies.as('company'))
            .select([
              'company.source_system',
              'company.source_id',
              'company.account_id',
              'company.is_internal',
              'company.match_method',
            ]),
          from
            .selectFrom(stgBillingCustomers.as('customer'))
            .leftJoin(mapCompanies.as('company'), (join) =>
              join
                .onRef('company.source_system', '=', 'customer.crm_system')
                .onRef('company.source_id', '=', 'customer.crm_id')
                .on('company.account_id', '!=', 'unknown'),
            )
            .leftJoin('domain', (join) =>
              join.on(({ eb, ref }) =>
                eb('domain.domain', '=', emailDomain(ref('customer.email'))),
              ),
            )
            .select(({ eb, fn, ref, or }) => [
              'customer.source_system',
              'customer.source_id',
              fn
                .coalesce(
                  'company.account_id',
                  'domain.account_id',
                  scopedId(ref('customer.source_system'), ref('customer.source_id')),
                )
                .as('account_id'),
              or([
                isOneOf(emailDomain(ref('customer.email')), internalDomains),
                eb.fn.coalesce('company.is_internal', 'domain.is_internal', eb.lit(false)),
              ])
                .$castTo<boolean>()
                .as('is_internal'),
              eb
                .case()
                .when('company.account_id', 'is not', null)
                .then<Method>('billing metadata')
                .when('domain.account_id', 'is not', null)
                .then<Method>('e-mail domain')
                .else<Method>('no match')
                .end()
                .as('match_method'),
            ]),
        ).as('matched'),
      )
      .select([
        'matched.source_system',
        'matched.source_id',
        'matched.account_id',
        'matched.is_internal',
        'matched.match_method',
      ]),
})
