/** Stripe’s objects that are loaded and not staged: accounts, discounts, disputes, payment methods. */
import { flag, integer, number, text, timestamp } from '../../src/columns.ts'
import { optional } from '../../src/export.ts'
import { aside, removed } from './connector.ts'

const id = () => text('Stripe’s id.')
const minor = (description: string) =>
  optional(integer(`${description} In minor units.`).nullable())
const created = () => optional(timestamp('When it was created.').nullable())
const currency = () => optional(text('ISO 4217.').nullable())
const livemode = () => optional(flag('False for test data.').nullable())
const reference = (description: string) => optional(text(description).nullable())
const instant = (description: string) => optional(timestamp(description).nullable())

export const rawStripeAccount = aside({
  system: 'stripe',
  object: 'account',
  description: 'The accounts at Stripe, connected ones included.',
  grain: ['id'],
  columns: {
    id: id(),
    country: reference('ISO 3166-1 alpha-2.'),
    default_currency: reference('ISO 4217.'),
    email: reference('The account’s address.'),
    created: created(),
    charges_enabled: optional(flag('Whether it can charge.').nullable()),
    is_deleted: removed(),
  },
})

export const rawStripeCard = aside({
  system: 'stripe',
  object: 'card',
  description: 'Cards, without their numbers.',
  grain: ['id'],
  columns: {
    id: id(),
    customer_id: reference('Whose card.'),
    created: created(),
    is_deleted: removed(),
  },
})

export const rawStripeCoupon = aside({
  system: 'stripe',
  object: 'coupon',
  description: 'Coupons.',
  grain: ['id'],
  columns: {
    id: id(),
    name: reference('What it is called.'),
    amount_off: minor('What it takes off.'),
    percent_off: optional(number('The percentage that it takes off.').nullable()),
    currency: currency(),
    duration: reference('once, repeating or forever.'),
    duration_in_months: optional(integer('How long it repeats.').nullable()),
    max_redemptions: optional(integer('How often it can be used.').nullable()),
    times_redeemed: optional(integer('How often it was used.').nullable()),
    redeem_by: instant('Until when it can be used.'),
    created: created(),
    valid: optional(flag('Whether it can still be used.').nullable()),
    livemode: livemode(),
    is_deleted: removed(),
  },
})

export const rawStripeCreditNote = aside({
  system: 'stripe',
  object: 'credit_note',
  description: 'Credit notes.',
  grain: ['id'],
  columns: {
    id: id(),
    invoice_id: reference('The invoice.'),
    refund_id: reference('The refund.'),
    amount: minor('What is given back.'),
    discount_amount: minor('What discounts took off.'),
    subtotal: minor('Before tax.'),
    total: minor('After tax.'),
    currency: currency(),
    created: created(),
    voided_at: instant('When it was taken back.'),
    status: reference('issued or void.'),
    livemode: livemode(),
  },
})

export const rawStripeCreditNoteLineItem = aside({
  system: 'stripe',
  object: 'credit_note_line_item',
  description: 'The lines of credit notes.',
  grain: ['credit_note_id', 'id'],
  columns: {
    id: id(),
    credit_note_id: text('The credit note.'),
    amount: minor('What is given back.'),
    discount_amount: minor('What discounts took off.'),
    quantity: optional(integer('Units.').nullable()),
    livemode: livemode(),
  },
})

export const rawStripeDiscount = aside({
  system: 'stripe',
  object: 'discount',
  description: 'Coupons that were applied.',
  grain: ['id', 'type', 'type_id'],
  columns: {
    id: id(),
    type: reference('What it was applied to.'),
    type_id: reference('The id of that.'),
    coupon_id: reference('The coupon.'),
    customer_id: reference('The customer.'),
    invoice_id: reference('The invoice.'),
    subscription_id: reference('The subscription.'),
    amount: minor('What it took off.'),
  },
})

export const rawStripeSubscriptionDiscount = aside({
  system: 'stripe',
  object: 'subscription_discount',
  description: 'Coupons that were applied to subscriptions.',
  grain: ['id'],
  columns: {
    id: id(),
    coupon_id: reference('The coupon.'),
    customer_id: reference('The customer.'),
    subscription_id: reference('The subscription.'),
    start: instant('From when on it holds.'),
    end: instant('Until when it holds.'),
  },
})

export const rawStripeDispute = aside({
  system: 'stripe',
  object: 'dispute',
  description: 'Payments that their payers dispute.',
  grain: ['id'],
  columns: {
    id: id(),
    charge_id: reference('The charge.'),
    amount: minor('What is disputed.'),
    currency: currency(),
    created: created(),
    evidence_details_due_by: instant('Until when evidence can be sent.'),
    is_charge_refundable: optional(flag('Whether it can still be given back.').nullable()),
    reason: reference('Why.'),
    status: reference('won, lost, needs_response ….'),
    livemode: livemode(),
  },
})

export const rawStripePaymentIntent = aside({
  system: 'stripe',
  object: 'payment_intent',
  description: 'Payments, with all attempts at them.',
  grain: ['id'],
  columns: {
    id: id(),
    customer_id: reference('Who is to pay.'),
    amount: minor('What is to be paid.'),
    amount_received: minor('What was paid.'),
    currency: currency(),
    created: created(),
    canceled_at: instant('When it was given up.'),
    status: reference('succeeded, requires_payment_method ….'),
    livemode: livemode(),
  },
})

export const rawStripePaymentMethod = aside({
  system: 'stripe',
  object: 'payment_method',
  description: 'The ways in which customers pay.',
  grain: ['id'],
  columns: {
    id: id(),
    customer_id: reference('Who pays so.'),
    type: reference('card, sepa_debit ….'),
    created: created(),
    livemode: livemode(),
  },
})

export const rawStripePaymentMethodCard = aside({
  system: 'stripe',
  object: 'payment_method_card',
  description: 'The cards of payment methods.',
  grain: ['payment_method_id'],
  columns: { payment_method_id: text('The payment method.'), brand: reference('Of the card.') },
})
