/** Stripe’s customers: whom invoices and subscriptions bill. */
import { pick } from '../../../src/columns.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { countryCode } from '../../../src/sql/geography.ts'
import { jsonText } from '../../../src/sql/json.ts'
import { salesforceId } from '../../../src/sql/salesforce.ts'
import { combined, linkedKey } from '../../../src/sql/source_keys.ts'
import { comparable, sourceKey, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawStripeCustomers } from '../../sources/stripe.ts'
import { accountColumns } from '../objects/accounts.ts'

export const stgStripeAccounts = defineTable({
  name: 'stg_stripe__accounts',
  description: 'Stripe’s customers, deleted and test customers included.',
  grain: ['account_id'],
  columns: pick(
    accountColumns,
    'account_id',
    'source_system',
    'source_instance',
    'source_id',
    'record_type',
    'linked_account_ids',
    'account_name',
    'email',
    'phone',
    'tax_id',
    'street',
    'city',
    'postal_code',
    'state',
    'country',
    'custom_fields',
    'is_deleted',
    'created_at',
  ),
  query: (db) =>
    db.selectFrom(rawStripeCustomers.as('customer')).select(({ ref, fn, val }) => {
      const metadata = ref('customer.metadata')
      const hubspot = fn.coalesce(
        'customer.hubspot_company_id',
        jsonText(metadata, '$.hubspot_company_id'),
      )
      const salesforce = fn.coalesce(
        'customer.salesforce_account_id',
        jsonText(metadata, '$.salesforce_account_id'),
      )
      return [
        sourceKey('stripe', ref('customer.source_instance'), ref('customer.id')).as('account_id'),
        val('stripe').as('source_system'),
        'customer.source_instance',
        'customer.id as source_id',
        val('customer' as const).as('record_type'),
        combined(
          linkedKey('hubspot', hubspot),
          linkedKey('salesforce', salesforceId(salesforce)),
        ).as('linked_account_ids'),
        fn
          .coalesce(tidy(ref('customer.name')), tidy(ref('customer.description')))
          .as('account_name'),
        comparable(ref('customer.email')).as('email'),
        'customer.phone',
        'customer.tax_id',
        tidy(ref('customer.street')).as('street'),
        tidy(ref('customer.city')).as('city'),
        tidy(ref('customer.postal_code')).as('postal_code'),
        tidy(ref('customer.state')).as('state'),
        countryCode(ref('customer.country')).as('country'),
        customFieldsOf('stripe', 'accounts', ref('customer.custom_fields')).as('custom_fields'),
        anyTrue(ref('customer.is_deleted'), ref('customer.is_gone')).as('is_deleted'),
        ref('customer.created').$castTo<Date | null>().as('created_at'),
      ]
    }),
})
