/** Stripe's customers: whom invoices and subscriptions bill. */
import { text, timestamp } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { rawStripeCustomers } from '../../sources/stripe.ts'

export const stgStripeCustomers = defineTable({
  name: 'stg_stripe__customers',
  description: 'Stripe customers in our names and types, test customers included.',
  grain: ['customer_id'],
  columns: {
    customer_id: text('Stripe’s id, cus_….'),
    customer_name: text('The company or person, as typed.').nullable(),
    email: text('The billing address, lower case.').nullable(),
    description: text('What the customer is for, as typed.').nullable(),
    hubspot_company_id: text('The company in the CRM that the billing sync names.').nullable(),
    created_at: timestamp('When the customer was created.'),
  },
  query: (db) =>
    db
      .selectFrom(rawStripeCustomers.as('raw'))
      .select(({ fn }) => [
        'raw.id as customer_id',
        'raw.name as customer_name',
        fn<string | null>('lower', [fn('trim', ['raw.email'])]).as('email'),
        'raw.description',
        'raw.hubspot_company_id',
        'raw.created as created_at',
      ]),
})
