/** Stripe’s customers, as the dashboard, Sigma and connectors export them. */
import { flag, integer, localMoney, text, texts, timestamp } from '../../src/columns.ts'
import { declaredHeaders } from '../../src/custom_fields.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { removed, synced } from './connector.ts'

/** A field of the metadata, which the dashboard writes as a column of its own. */
const metadata = (description: string, ...keys: string[]) =>
  optional(from(text(description).nullable(), ...keys.map((key) => `${key} (metadata)`)))

const address = (connector: string, ...labels: string[]) =>
  optional(
    from(
      text('As typed.').nullable(),
      `address_${connector}`,
      ...labels,
      `card_address_${connector}`,
    ),
  )

export const rawStripeCustomers = defineExport({
  name: 'raw_stripe__customers',
  description: 'Everyone whom Stripe bills, one row each.',
  system: 'stripe',
  object: 'customers',
  grain: ['id'],
  version: '_fivetran_synced',
  observed: ['created'],
  gathered: { custom_fields: declaredHeaders('stripe', 'accounts') },
  columns: {
    id: text('Stripe’s id, cus_….'),
    description: text('What the customer is for, as typed.').nullable(),
    email: text('The billing address.').nullable(),
    name: optional(text('The company or person, as typed.').nullable()),
    created: from(timestamp('When the customer was created.'), 'Created (UTC)'),
    delinquent: optional(flag('Whether the latest invoice is overdue.').nullable()),
    currency: optional(text('ISO 4217, of invoices.').nullable()),
    phone: optional(text('As typed.').nullable()),
    tax_id: optional(
      from(text('VAT or other tax number.').nullable(), 'tax_info_tax_id', 'Business Vat ID'),
    ),
    street: address('line_1', 'Address Line1', 'Card Address Line1'),
    city: address('city', 'Address City', 'Card Address City'),
    postal_code: address('postal_code', 'Address Zip', 'Card Address Zip'),
    state: address('state', 'Address State', 'Card Address State'),
    country: address('country', 'Address Country', 'Card Address Country'),
    plan: optional(text('The price of the only subscription.').nullable()),
    status: optional(text('The status of the only subscription.').nullable()),
    total_spend: optional(localMoney('All payments so far, in major units.').nullable()),
    payment_count: optional(integer('The payments so far.').nullable()),
    refunded_volume: optional(localMoney('All refunds so far, in major units.').nullable()),
    dispute_losses: optional(localMoney('What disputes cost so far, in major units.').nullable()),
    metadata: optional(text('All metadata as JSON, as Sigma and connectors write it.').nullable()),
    hubspot_company_id: metadata(
      'The company in HubSpot, filled in by the billing sync.',
      'hubspot_company_id',
      'hubspot_id',
    ),
    salesforce_account_id: metadata(
      'The account in Salesforce, filled in by the billing sync.',
      'salesforce_account_id',
      'salesforce_id',
      'sfdc_account_id',
    ),
    is_deleted: removed(),
    custom_fields: texts('The fields that the settings declare, by header.'),
    _fivetran_synced: synced(),
  },
})
