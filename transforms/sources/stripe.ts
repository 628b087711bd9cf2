/**
 * Stripe: billing objects as the dashboard, Sigma and connectors export them, by file.
 *
 * The dashboard writes amounts in major units, Sigma and connectors in minor ones of the row’s currency.
 */
export * from './stripe_balance.ts'
export * from './stripe_catalogue.ts'
export * from './stripe_customers.ts'
export * from './stripe_invoices.ts'
export * from './stripe_other.ts'
export * from './stripe_payments.ts'
export * from './stripe_subscriptions.ts'
