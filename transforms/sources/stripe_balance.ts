/** Stripe’s balance, loaded and not staged: what went in, fees, payouts, transfers. */
import { flag, integer, number, text, timestamp } from '../../src/columns.ts'
import { optional } from '../../src/export.ts'
import { aside } from './connector.ts'

const id = () => text('Stripe’s id.')
const minor = (description: string) =>
  optional(integer(`${description} In minor units.`).nullable())
const created = () => optional(timestamp('When it was created.').nullable())
const currency = () => optional(text('ISO 4217.').nullable())
const livemode = () => optional(flag('False for test data.').nullable())
const reference = (description: string) => optional(text(description).nullable())
const instant = (description: string) => optional(timestamp(description).nullable())

export const rawStripeBalanceTransaction = aside({
  system: 'stripe',
  object: 'balance_transaction',
  description: 'What went into and out of the balance.',
  grain: ['id'],
  columns: {
    id: id(),
    amount: minor('What came or went.'),
    fee: minor('What Stripe kept.'),
    net: minor('What is left.'),
    currency: currency(),
    created: created(),
    available_on: instant('From when on it can be paid out.'),
    exchange_rate: optional(number('Of a conversion.').nullable()),
    source: reference('What it comes from.'),
    type: reference('charge, refund, payout ….'),
  },
})

export const rawStripeFee = aside({
  system: 'stripe',
  object: 'fee',
  description: 'What Stripe kept of a movement of the balance.',
  grain: ['balance_transaction_id', 'index'],
  columns: {
    balance_transaction_id: text('The movement of the balance.'),
    index: integer('The place of the fee.'),
    amount: minor('The fee.'),
    currency: currency(),
    type: reference('stripe_fee, tax ….'),
  },
})

export const rawStripePayout = aside({
  system: 'stripe',
  object: 'payout',
  description: 'What was paid out to the bank.',
  grain: ['id'],
  columns: {
    id: id(),
    amount: minor('What was paid out.'),
    currency: currency(),
    created: created(),
    arrival_date: instant('When it arrives.'),
    automatic: optional(flag('Whether by schedule.').nullable()),
    status: reference('paid, pending, failed ….'),
    livemode: livemode(),
  },
})

export const rawStripePayoutBalanceTransaction = aside({
  system: 'stripe',
  object: 'payout_balance_transaction',
  description: 'Which movements of the balance a payout is made of.',
  grain: ['payout_id', 'balance_transaction_id'],
  columns: {
    payout_id: text('The payout.'),
    balance_transaction_id: text('The movement of the balance.'),
  },
})

export const rawStripeTransfer = aside({
  system: 'stripe',
  object: 'transfer',
  description: 'What went to connected accounts.',
  grain: ['id'],
  columns: {
    id: id(),
    amount: minor('What went.'),
    amount_reversed: minor('What came back.'),
    currency: currency(),
    created: created(),
    destination: reference('Where it went.'),
    reversed: optional(flag('Whether all came back.').nullable()),
    livemode: livemode(),
  },
})
