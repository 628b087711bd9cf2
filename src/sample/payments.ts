// How invoices are paid: by card, with retries, by transfer, some weeks later, or never.
import { businessHours, DAY, END, type Instant } from './calendar.ts'
import { share } from './money.ts'
import { second } from './offers.ts'
import type { Random } from './random.ts'
import type { Charge, Invoice, Subscription } from './subscription.ts'

const FAILURES = [
  { code: 'card_declined', message: 'Your card was declined.' },
  { code: 'insufficient_funds', message: 'Your card has insufficient funds.' },
  { code: 'expired_card', message: 'Your card has expired.' },
  { code: 'processing_error', message: 'An error occurred while processing your card.' },
] as const
const RETRY_DAYS = [0, 3, 8, 15]

export function collect(random: Random, invoice: Invoice): void {
  const { customer, subscription } = invoice
  const isBroken = subscription !== null && breaks(subscription, invoice)
  if (!isBroken && random.chance(0.006)) {
    invoice.voidedAt = second(Math.min(businessHours(random, invoice.createdAt + 2 * DAY), END))
    invoice.status = 'void'
    return
  }
  if (customer.payer === 'transfer' && !isBroken) {
    transfer(random, invoice)
    return
  }
  const firstFails = isBroken || random.chance(customer.risk)
  const needs = firstFails
    ? isBroken
      ? 5
      : random.weighted([1, 2, 3, 9], (n) => ({ 1: 55, 2: 25, 3: 10 })[n] ?? 9)
    : 0
  for (const [attempt, days] of RETRY_DAYS.entries()) {
    const at = second(
      Math.min(invoice.finalizedAt + days * DAY + random.int(5, 90) * 1000, END + 1),
    )
    if (at > END) return
    invoice.attempts = attempt + 1
    const failure = attempt < needs ? random.pick(FAILURES) : null
    invoice.charges.push(charge(random.fork(attempt), invoice, at, failure))
    if (failure === null) {
      pay(random, invoice, at)
      return
    }
  }
  if (isBroken && subscription?.brokenFrom != null) return
  const givenUp = second(invoice.createdAt + 45 * DAY)
  if (givenUp <= END) {
    invoice.status = 'uncollectible'
    invoice.uncollectibleAt = givenUp
  }
}

/** Planted failures, and the last invoice of a customer who left because none was paid. */
function breaks(subscription: Subscription, invoice: Invoice): boolean {
  if (subscription.brokenFrom !== null) return invoice.createdAt >= subscription.brokenFrom
  return (
    subscription.reason === 'payment_failed' &&
    subscription.endedAt !== null &&
    invoice.periodEnd > subscription.endedAt
  )
}

/** Bank transfers come when the customer sees fit; one in a hundred never. */
function transfer(random: Random, invoice: Invoice): void {
  const days = Math.min(75, random.spread(19, 0.55))
  const at = second(businessHours(random, invoice.createdAt + DAY + Math.floor(days * DAY)))
  if (random.chance(0.008)) {
    const givenUp = second(invoice.createdAt + 120 * DAY)
    if (givenUp > END) return
    invoice.status = 'uncollectible'
    invoice.uncollectibleAt = givenUp
    return
  }
  if (at > END) return
  invoice.attempts = 1
  invoice.charges.push(charge(random.fork('transfer'), invoice, at, null))
  pay(random, invoice, at)
}

function charge(random: Random, invoice: Invoice, at: Instant, failure: Charge['failure']): Charge {
  return {
    id: `ch_3${random.token(23)}`,
    invoice,
    createdAt: at,
    amount: invoice.total,
    refunded: 0,
    refundedAt: null,
    failure,
  }
}

function pay(random: Random, invoice: Invoice, at: Instant): void {
  invoice.status = 'paid'
  invoice.paidAt = at
  invoice.amountPaid = invoice.total
  const paid = invoice.charges.at(-1)
  if (paid === undefined || !random.chance(0.011)) return
  const refundedAt = second(businessHours(random, at + random.int(2, 40) * DAY))
  if (refundedAt > END) return
  paid.refundedAt = refundedAt
  paid.refunded = random.chance(0.45) ? paid.amount : share(paid.amount, random.int(10, 60), 100)
}

/** What the payments say about the subscription. */
export function settle(subscription: Subscription, invoices: readonly Invoice[]): void {
  if (subscription.endedAt !== null) return
  const last = invoices
    .filter((invoice) => invoice.subscription === subscription && invoice.status !== 'void')
    .at(-1)
  if (last === undefined) return
  const failed = last.charges.some((entry) => entry.failure !== null)
  if (last.status === 'uncollectible' || (last.status === 'open' && failed)) {
    subscription.status = 'past_due'
  }
}
