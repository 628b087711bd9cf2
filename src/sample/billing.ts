// Invoices for every period of every subscription.
import { isLive, periodAt, quantityAt } from './book.ts'
import { addMonths, businessHours, DAY, END, HOUR, type Instant, START } from './calendar.ts'
import type { Company } from './company.ts'
import type { Deal } from './deal.ts'
import { share } from './money.ts'
import { second } from './offers.ts'
import { collect, settle } from './payments.ts'
import type { Random } from './random.ts'
import type { Invoice, MrrEvent, StripeCustomer, Subscription } from './subscription.ts'

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
