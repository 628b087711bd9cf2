/** Customers of all billing systems. */
import { text, timestamp } from '../../src/columns.ts'
import { defineTable } from '../../src/table.ts'
import { stgStripeCustomers } from './stripe/stg_stripe__customers.ts'

export const stgBillingCustomers = defineTable({
  name: 'stg_billing_customers',
  description: 'The customers of the billing systems, test customers included.',
  grain: ['source_system', 'source_id'],
  columns: {
    source_system: text('The billing system.'),
    source_id: text('The billing system’s id.'),
    crm_system: text('The CRM that crm_id is of.'),
    crm_id: text('The CRM’s id of the company, where the billing system knows it.').nullable(),
    customer_name: text('The company or person, as typed.').nullable(),
    email: text('The billing address, lower case.').nullable(),
    created_at: timestamp('When the customer was created.'),
  },
  query: (db) =>
    db
      .selectFrom(stgStripeCustomers.as('customer'))
      .select(({ val }) => [
        val('stripe').as('source_system'),
        'customer.customer_id as source_id',
        val('hubspot').as('crm_system'),
        'customer.hubspot_company_id as crm_id',
        'customer.customer_name',
        'customer.email',
        'customer.created_at',
      ]),
})
