// The subscriptions of an account: every change of quantity, plan or state and what it does to MRR.

import { valueAt } from './account.ts'
import { addMonths, END, HOUR, type Instant } from './calendar.ts'
import { type Interval, monthlyTwelfths, type Price, roundedMrr } from './catalogue.ts'
import type { Random } from './random.ts'
import type { Discount, Item, MrrEvent, StripeCustomer, Subscription } from './subscription.ts'

/** The start of the billing period that contains an instant, and the start of the next one. */
export function periodAt(subscription: Subscription, at: Instant): { from: Instant; to: Instant } {
  let cycle = subscription.cycles[0]
  for (const candidate of subscription.cycles) if (candidate.from <= at) cycle = candidate
  if (cycle === undefined) throw new Error(`Subscription ${subscription.id} has no cycle`)
  const guess = Math.max(0, Math.floor((at - cycle.from) / (32 * 24 * HOUR) / cycle.months) - 1)
  let from = addMonths(cycle.from, guess * cycle.months)
  for (let i = guess + 1; ; i++) {
    const to = addMonths(cycle.from, i * cycle.months)
    if (to > at) return { from, to }
    from = to
  }
}

export const isLive = (item: Item, at: Instant) =>
  item.createdAt <= at && (item.endedAt === null || item.endedAt > at)
export const quantityAt = (item: Item, at: Instant) => valueAt(item.quantities, at) ?? 0
export const intervalOf = (subscription: Subscription) => subscription.cycles.at(-1)?.months ?? 1

export class Book {
  readonly subscriptions: Subscription[] = []
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  start(
    customer: StripeCustomer,
    at: Instant,
    lines: readonly { price: Price; quantity: number }[],
    discount: Discount | null = null,
  ): Subscription {
    const months = lines[0]?.price.interval ?? 1
    const random = this.#random.fork(this.subscriptions.length)
    const subscription: Subscription = {
      id: `sub_1${random.token(23)}`,
      customer,
      createdAt: at,
      items: [],
      events: [],
      cycles: [{ from: at, months: months === 0 ? 1 : months }],
      pauses: [],
      canceledAt: null,
      cancelAt: null,
      endedAt: null,
      reason: '',
      feedback: '',
      discount,
      brokenFrom: null,
      unbilledFrom: null,
      status: 'active',
      isContract: months === 12,
    }
    this.subscriptions.push(subscription)
    for (const line of lines) this.add(subscription, at, line.price, line.quantity)
    return subscription
  }

  add(subscription: Subscription, at: Instant, price: Price, quantity: number): Item {
    const item: Item = {
      id: `si_${this.#random.fork(`${subscription.id}/${subscription.items.length}`).token(14)}`,
      subscription,
      price,
      createdAt: at,
      endedAt: null,
      quantities: [{ at, value: quantity }],
    }
    subscription.items.push(item)
    this.#note(item, at, 'ACTIVE_START', 0, quantity)
    return item
  }

  setQuantity(item: Item, at: Instant, quantity: number): void {
    const before = quantityAt(item, at)
    if (quantity === before || quantity < 1) return
    item.quantities.push({ at, value: quantity })
    this.#note(
      item,
      at,
      quantity > before ? 'ACTIVE_UPGRADE' : 'ACTIVE_DOWNGRADE',
      before,
      quantity,
    )
  }

  end(item: Item, at: Instant): void {
    item.endedAt = at
    this.#note(item, at, 'ACTIVE_END', quantityAt(item, at), 0)
  }

  /** A change of plan: the old item ends and a new one starts at one instant. */
  replace(item: Item, at: Instant, price: Price, quantity: number): void {
    this.end(item, at)
    this.add(item.subscription, at, price, quantity)
  }

  /** A change of interval: every item is replaced and the billing cycle begins anew. */
  changeInterval(subscription: Subscription, at: Instant, priceOf: (price: Price) => Price): void {
    const live = subscription.items.filter((item) => isLive(item, at))
    for (const item of live) this.replace(item, at, priceOf(item.price), quantityAt(item, at))
    const months: Interval = subscription.items.at(-1)?.price.interval ?? 1
    subscription.cycles.push({ from: at, months: months === 0 ? 1 : months })
    subscription.isContract = months === 12
  }

  cancel(
    subscription: Subscription,
    at: Instant,
    effectiveAt: Instant,
    feedback: string,
    reason = 'cancellation_requested',
  ): void {
    if (at > END) return
    subscription.canceledAt = at
    subscription.cancelAt = effectiveAt > at ? effectiveAt : null
    subscription.reason = reason
    subscription.feedback = feedback
    if (effectiveAt > END) return
    subscription.endedAt = effectiveAt
    subscription.status = 'canceled'
    for (const item of subscription.items) {
      if (isLive(item, effectiveAt)) this.end(item, effectiveAt)
    }
  }

  /** Collection stops and with it the MRR; the items stay and start again. */
  pause(subscription: Subscription, from: Instant, to: Instant): void {
    const seen = to <= END
    subscription.pauses.push({ from, to: seen ? to : null, resumesAt: to })
    for (const item of subscription.items.filter((candidate) => isLive(candidate, from))) {
      const quantity = quantityAt(item, from)
      this.#note(item, from, 'ACTIVE_END', quantity, 0)
      if (seen) this.#note(item, to, 'ACTIVE_START', 0, quantity)
    }
  }

  #note(item: Item, at: Instant, type: MrrEvent['type'], before: number, after: number): void {
    if (at > END) throw new Error(`Subscription ${item.subscription.id} changes after the end`)
    const [from, to] = [monthlyTwelfths(item.price, before), monthlyTwelfths(item.price, after)]
    item.subscription.events.push({
      at,
      type,
      item,
      quantityChange: after - before,
      twelfths: to - from,
      minor: roundedMrr(to) - roundedMrr(from),
    })
  }
}
