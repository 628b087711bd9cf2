// Invoices for every period of every subscription, and how they are paid, or not.
import { isLive, periodAt, quantityAt } from './book.ts'
import { addMonths, businessHours, DAY, END, HOUR, type Instant, START } from './calendar.ts'
import type { Company } from './company.ts'
import type { Deal } from './deal.ts'
import { share } from './money.ts'
import { second } from './offers.ts'
import type { Random } from './random.ts'
import type { Charge, Invoice, MrrEvent, StripeCustomer, Subscription } from './subscription.ts'

export function bill(random: Random, company: Company): void {
  for (const subscription of company.subscriptions) {
    const stream = random.fork(subscription.id)
    const invoices = [...periods(stream, subscription), ...prorations(stream, subscription)]
    invoices.sort((a, b) => a.createdAt - b.createdAt)
    for (const invoice of invoices) collect(stream.fork(invoice.id), invoice)
    company.invoices.push(...invoices)
    settle(subscription, invoices)
  }
  for (const deal of company.deals) {
    const invoice = services(random.fork(`services/${deal.key}`), deal)
    if (invoice !== null) {
      collect(random.fork(`services/${deal.key}/pay`), invoice)
      company.invoices.push(invoice)
    }
  }
  company.invoices.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  const counters = new Map<number, number>()
  for (const invoice of company.invoices) {
    const year = new Date(invoice.createdAt).getUTCFullYear()
    const next = (counters.get(year) ?? 0) + 1
    counters.set(year, next)
    invoice.number = `LF-${year}-${String(next).padStart(5, '0')}`
  }
}

const isPaused = (subscription: Subscription, at: Instant) =>
  subscription.pauses.some((pause) => at >= pause.from && (pause.to === null || at < pause.to))

/** One invoice at the start of each billing period in which something is live. */
function* periods(random: Random, subscription: Subscription): Generator<Invoice> {
  const until = Math.min(subscription.endedAt ?? END, END)
  for (const [c, cycle] of subscription.cycles.entries()) {
    const limit = Math.min(subscription.cycles[c + 1]?.from ?? until, until)
    for (let n = 0; ; n++) {
      const from = addMonths(cycle.from, n * cycle.months)
      if (from >= limit) break
      if (from < START || isPaused(subscription, from)) continue
      if (subscription.unbilledFrom !== null && from >= subscription.unbilledFrom) continue
      const amount = subscription.items
        .filter((item) => isLive(item, from) && item.price.interval === cycle.months)
        .reduce((sum, item) => sum + item.price.amount * quantityAt(item, from), 0)
      const to = addMonths(cycle.from, (n + 1) * cycle.months)
      const reason = from === subscription.createdAt ? 'subscription_create' : 'subscription_cycle'
      if (amount > 0)
        yield draw(
          random.fork(`${c}/${n}`),
          subscription.customer,
          subscription,
          reason,
          from,
          from,
          to,
          amount,
        )
    }
  }
}

/** What was added in the middle of a period is billed for the rest of it; less is never refunded. */
function* prorations(random: Random, subscription: Subscription): Generator<Invoice> {
  const byInstant = new Map<Instant, MrrEvent[]>()
  for (const event of subscription.events) {
    if (event.at < START || event.at === subscription.createdAt) continue
    byInstant.set(event.at, [...(byInstant.get(event.at) ?? []), event])
  }
  for (const [at, events] of byInstant) {
    const { from, to } = periodAt(subscription, at)
    if (from === at || isPaused(subscription, at)) continue
    if (subscription.pauses.some((pause) => pause.from === at || pause.to === at)) continue
    const months = events[0]?.item.price.interval ?? 1
    const delta = events.reduce((sum, event) => sum + event.twelfths, 0) / (12 / (months || 1))
    const amount = share(delta, (to - at) / 1000, (to - from) / 1000)
    if (amount < 50) continue
    yield draw(
      random.fork(`p${at}`),
      subscription.customer,
      subscription,
      'subscription_update',
      at,
      at,
      to,
      amount,
    )
  }
}

/** Onboarding and training are invoiced some weeks after the signature. */
function services(random: Random, deal: Deal): Invoice | null {
  const won = deal.events.find((event) => event.field === 'stage' && event.value === 5)
  const customer = deal.account.customers.find((known) => known.currency === deal.currency)
  if (
    deal.services === 0 ||
    won === undefined ||
    customer === undefined ||
    deal.pipeline !== 'sales'
  )
    return null
  const at = second(
    businessHours(random, Math.max(won.at, customer.createdAt) + random.int(5, 45) * DAY),
  )
  if (at > END || at < START) return null
  return draw(random, customer, null, 'manual', at, at, at, deal.services)
}

function draw(
  random: Random,
  customer: StripeCustomer,
  subscription: Subscription | null,
  reason: Invoice['reason'],
  createdAt: Instant,
  periodStart: Instant,
  periodEnd: Instant,
  subtotal: number,
): Invoice {
  const given = subscription?.discount ?? null
  const isDiscounted = given !== null && (given.endedAt === null || createdAt < given.endedAt)
  const discount = isDiscounted ? share(subtotal, given.percent, 100) : 0
  const tax = share(subtotal - discount, customer.taxPercent, 100)
  return {
    id: `in_1${random.token(23)}`,
    number: '',
    customer,
    subscription,
    reason,
    createdAt,
    finalizedAt: Math.min(createdAt + HOUR, END),
    dueAt: customer.payer === 'transfer' ? createdAt + 30 * DAY : null,
    periodStart,
    periodEnd,
    subtotal,
    discount,
    tax,
    total: subtotal - discount + tax,
    amountPaid: 0,
    attempts: 0,
    status: 'open',
    paidAt: null,
    voidedAt: null,
    uncollectibleAt: null,
    charges: [],
    description: reason === 'manual' ? 'Onboarding and training' : 'Subscription',
  }
}

const FAILURES = [
  { code: 'card_declined', message: 'Your card was declined.' },
  { code: 'insufficient_funds', message: 'Your card has insufficient funds.' },
  { code: 'expired_card', message: 'Your card has expired.' },
  { code: 'processing_error', message: 'An error occurred while processing your card.' },
] as const
const RETRY_DAYS = [0, 3, 8, 15]

function collect(random: Random, invoice: Invoice): void {
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
function settle(subscription: Subscription, invoices: readonly Invoice[]): void {
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
