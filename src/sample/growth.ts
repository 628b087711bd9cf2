// What customers do with their subscriptions, month by month: grow, shrink, pause, change, leave.

import { type Account, type Segment, valueAt } from './account.ts'
import { segmentOf } from './accounts.ts'
import { type Book, intervalOf, isLive, periodAt, quantityAt } from './book.ts'
import { addMonths, businessHours, DAY, END, type Instant, MINUTE } from './calendar.ts'
import { annualValue, type Catalogue, type Price } from './catalogue.ts'
import { second } from './offers.ts'
import type { Random } from './random.ts'
import type { Item, Subscription } from './subscription.ts'

/** Something more was sold to a customer; large ones have a deal. */
export interface Move {
  at: Instant
  kind: 'More seats' | 'New product' | 'Plan upgrade'
  price: Price
  quantity: number
}

interface Habits {
  /** A month's chance to leave on monthly and quarterly terms, and a term's on annual ones. */
  leave: number
  leaveTerm: number
  grow: number
}
const HABITS: Record<Segment, Habits> = {
  SMB: { leave: 0.0155, leaveTerm: 0.125, grow: 0.042 },
  'Mid-Market': { leave: 0.0085, leaveTerm: 0.075, grow: 0.047 },
  Enterprise: { leave: 0.005, leaveTerm: 0.045, grow: 0.046 },
}
const FEEDBACK = [
  'too_expensive',
  'missing_features',
  'switched_service',
  'unused',
  'customer_service',
  'too_complex',
  'low_quality',
  'other',
] as const

export class Customer {
  readonly moves: Move[] = []
  readonly #random: Random
  readonly #catalogue: Catalogue
  readonly #account: Account
  readonly #book: Book
  /** Nothing else happens to a subscription before this instant. */
  readonly #locked = new Map<Subscription, Instant>()

  constructor(random: Random, catalogue: Catalogue, account: Account, book: Book) {
    this.#random = random
    this.#catalogue = catalogue
    this.#account = account
    this.#book = book
  }

  /** Lives on from an instant; answers when the last subscription ended, or null. */
  live(main: Subscription): Instant | null {
    for (let month = 1; ; month++) {
      const random = this.#random.fork(`${main.id}/${month}`)
      const middle = addMonths(main.createdAt, month) + random.int(-11, 11) * DAY
      const at = second(businessHours(random, middle))
      if (at > END) return main.endedAt
      if (main.endedAt !== null && main.endedAt <= at) return main.endedAt
      const subscriptions = [...this.#book.subscriptions]
      for (const subscription of subscriptions) {
        if (this.#isFree(subscription, at)) this.#month(random, subscription, main, at)
      }
      if (main.canceledAt !== null) this.#followOut(main)
    }
  }

  #isFree(subscription: Subscription, at: Instant): boolean {
    if (subscription.canceledAt !== null || subscription.createdAt + 20 * DAY > at) return false
    if ((this.#locked.get(subscription) ?? 0) >= at) return false
    return (subscription.events.at(-1)?.at ?? 0) < at
  }

  #month(random: Random, subscription: Subscription, main: Subscription, at: Instant): void {
    const segment = segmentOf(valueAt(this.#account.employees, at) ?? 1)
    const habits = HABITS[segment]
    const fit = this.#account.fit
    const isMain = subscription === main
    const period = periodAt(subscription, at)
    const months = intervalOf(subscription)
    const leave = (isMain ? 1 : 0.8) * (2.1 - 1.1 * fit)
    if (months === 12) {
      if (period.to - at < 75 * DAY) this.#termEnd(random, subscription, at, habits, leave)
      else if (isMain) this.#grow(random, subscription, at, habits, fit)
      return
    }
    if (random.chance(habits.leave * leave)) {
      const dice = random.next()
      if (dice < 0.16) this.#book.cancel(subscription, at, at, '', 'payment_failed')
      else this.#book.cancel(subscription, at, dice < 0.42 ? at : period.to, random.pick(FEEDBACK))
    } else if (isMain && months === 1 && random.chance(0.0035)) {
      const until = addMonths(period.to, random.int(1, 3))
      if (period.to > END) return
      this.#locked.set(subscription, until)
      this.#book.pause(subscription, period.to, until)
    } else if (isMain && months === 1 && random.chance(0.008) && period.to <= END) {
      this.#locked.set(subscription, period.to)
      this.#book.changeInterval(subscription, period.to, (price) =>
        this.#catalogue.price(price.product.key, price.plan, 12, price.currency),
      )
    } else if (isMain) {
      this.#grow(random, subscription, at, habits, fit)
    }
  }

  /** In the last weeks of an annual term it is decided how the next one looks. */
  #termEnd(
    random: Random,
    subscription: Subscription,
    at: Instant,
    habits: Habits,
    leave: number,
  ): void {
    const { to } = periodAt(subscription, at)
    this.#locked.set(subscription, to)
    if (random.chance(habits.leaveTerm * leave)) {
      this.#book.cancel(subscription, at, to, random.pick(FEEDBACK))
      return
    }
    if (to > END) return
    const core = this.#coreOf(subscription, to)
    if (core === undefined) return
    const quantity = quantityAt(core, to)
    const dice = random.next()
    if (dice < 0.11) {
      this.#book.setQuantity(
        core,
        to,
        Math.max(2, Math.floor(quantity * random.between(0.65, 0.92))),
      )
    } else if (dice < 0.42) {
      this.#book.setQuantity(core, to, Math.ceil(quantity * random.between(1.04, 1.22)))
    }
  }

  #grow(
    random: Random,
    subscription: Subscription,
    at: Instant,
    habits: Habits,
    fit: number,
  ): void {
    const core = this.#coreOf(subscription, at)
    if (core === undefined) return
    const quantity = quantityAt(core, at)
    const live = subscription.items.filter((item) => isLive(item, at))
    const dice = random.next()
    const grow = habits.grow * fit
    if (dice < grow) {
      const more = Math.max(1, Math.round(quantity * random.between(0.08, 0.26)))
      this.#book.setQuantity(core, at, quantity + more)
      this.#sold(at, 'More seats', core.price, more)
    } else if (dice < grow + 0.009) {
      this.#book.setQuantity(
        core,
        at,
        Math.max(2, Math.floor(quantity * random.between(0.6, 0.92))),
      )
    } else if (dice < grow + 0.009 + 0.018 * fit) {
      this.#crossSell(random, subscription, at)
    } else if (dice < grow + 0.033 * fit && core.price.plan === 'essential') {
      const price = this.#catalogue.price(
        'core',
        'professional',
        core.price.interval,
        core.price.currency,
      )
      this.#book.replace(core, at, price, quantity)
      this.#sold(at, 'Plan upgrade', price, quantity)
    } else if (dice > 0.994 && live.length > 1) {
      const extra = live.find((item) => item.price.product.key !== 'core')
      if (extra !== undefined) this.#book.end(extra, at)
    }
  }

  #crossSell(random: Random, subscription: Subscription, at: Instant): void {
    const held = this.#book.subscriptions.flatMap((other) =>
      other.items.filter((item) => isLive(item, at)).map((item) => item.price.product.key),
    )
    const product = (['analytics', 'support'] as const).find((key) => !held.includes(key))
    const like = subscription.items.at(-1)?.price
    if (product === undefined || like === undefined) return
    const quantity = product === 'analytics' ? random.int(1, 3) : 1
    if (random.chance(0.6)) {
      const price = this.#catalogue.price(product, 'standard', like.interval, like.currency)
      this.#book.add(subscription, at, price, quantity)
      this.#sold(at, 'New product', price, quantity)
    } else {
      const price = this.#catalogue.price(
        product,
        'standard',
        random.chance(0.5) ? 1 : 12,
        like.currency,
      )
      this.#book.start(subscription.customer, at, [{ price, quantity }])
      this.#sold(at, 'New product', price, quantity)
    }
  }

  /** When the platform goes, the rest goes with it. */
  #followOut(main: Subscription): void {
    for (const other of this.#book.subscriptions) {
      const requested = Math.max(
        (main.canceledAt ?? 0) + 2 * MINUTE,
        (other.events.at(-1)?.at ?? 0) + MINUTE,
      )
      const effective = Math.max(main.endedAt ?? main.cancelAt ?? END + 1, requested)
      if (other === main || other.canceledAt !== null) continue
      this.#book.cancel(other, requested, effective, main.feedback)
    }
  }

  #coreOf(subscription: Subscription, at: Instant): Item | undefined {
    return subscription.items.find((item) => item.price.product.key === 'core' && isLive(item, at))
  }

  #sold(at: Instant, kind: Move['kind'], price: Price, quantity: number): void {
    if (annualValue(price, quantity) >= 120_000) this.moves.push({ at, kind, price, quantity })
  }
}
