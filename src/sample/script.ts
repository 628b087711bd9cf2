// Plays the hand-written timeline of a planted account.

import type { Account } from './account.ts'
import type { Book } from './book.ts'
import { isLive, periodAt } from './book.ts'
import { at, DAY, HOUR, type Instant, MINUTE } from './calendar.ts'
import type { Catalogue } from './catalogue.ts'
import type { Company } from './company.ts'
import type { Offer } from './deal.ts'
import type { Currency } from './money.ts'
import { makeCustomer } from './offers.ts'
import type { Random } from './random.ts'
import type { Step, Story } from './story.ts'
import type { Item, StripeCustomer, Subscription } from './subscription.ts'

export function offerOf(
  catalogue: Catalogue,
  lines: readonly (readonly [...Parameters<Catalogue['price']>, number])[],
): Offer {
  return {
    lines: lines.map(([product, plan, interval, currency, quantity]) => ({
      price: catalogue.price(product, plan, interval, currency),
      quantity,
    })),
    services: [],
    termMonths: 12,
  }
}

/** What the first deal of the story sold, and when it was won. */
export function storyOffer(
  catalogue: Catalogue,
  account: Account,
  story: Story,
): { offer: Offer; closedAt: Instant } {
  const first = story.steps.find((step) => step.do === 'start')
  const interval = first?.interval ?? 12
  const lines = story.sold ?? first?.lines ?? []
  const offer = offerOf(
    catalogue,
    lines.map(([product, plan, quantity]) => [product, plan, interval, account.currency, quantity]),
  )
  const day = story.wonAt ?? first?.at
  if (day === undefined) throw new Error(`Story '${story.name}' never begins`)
  return { offer, closedAt: at(day) + 9 * HOUR + 12 * MINUTE }
}

export function playStory(
  random: Random,
  company: Company,
  account: Account,
  story: Story,
  book: Book,
): void {
  const customers = new Map<string, StripeCustomer>()
  const named = new Map<string, Subscription>()
  for (const [i, step] of story.steps.entries()) {
    const instant = at(step.at) + 10 * HOUR + i * 7 * MINUTE
    if (step.do === 'start') {
      const currency = step.currency ?? account.currency
      const key = step.second ? step.sub : 'main'
      const customer =
        customers.get(key) ??
        makeCustomer(
          random.fork(`customer/${key}`),
          company,
          account,
          instant,
          currency,
          account.contacts[0],
        )
      customers.set(key, customer)
      named.set(step.sub, start(company, book, customer, instant, step, currency))
    } else {
      const subscription = named.get(step.sub)
      if (subscription === undefined)
        throw new Error(`Story '${story.name}' knows no '${step.sub}'`)
      change(company, book, subscription, instant, step)
    }
  }
  for (const customer of account.customers) {
    customer.payer = 'card'
    customer.risk = 0
    if (story.match !== 'domain') continue
    customer.record = null
    customer.email = account.contacts[0]?.email ?? customer.email
  }
}

function start(
  company: Company,
  book: Book,
  customer: StripeCustomer,
  instant: Instant,
  step: Extract<Step, { do: 'start' }>,
  currency: Currency,
): Subscription {
  const offer = offerOf(
    company.catalogue,
    step.lines.map(([product, plan, quantity]) => [
      product,
      plan,
      step.interval,
      currency,
      quantity,
    ]),
  )
  const until = step.discount ? at(step.discount.until) : 0
  const discount = step.discount
    ? { percent: step.discount.percent, until, endedAt: step.discount.forever ? null : until }
    : null
  return book.start(customer, instant, offer.lines, discount)
}

function change(
  company: Company,
  book: Book,
  subscription: Subscription,
  instant: Instant,
  step: Exclude<Step, { do: 'start' }>,
): void {
  const { catalogue } = company
  const period = periodAt(subscription, instant)
  // What is agreed for the day of a renewal holds from the renewal on.
  const when = instant - period.from < DAY ? period.from : instant
  const find = (product: string): Item => {
    const item = subscription.items.find(
      (candidate) => candidate.price.product.key === product && isLive(candidate, instant),
    )
    if (item === undefined) throw new Error(`No ${product} in ${subscription.id} on ${step.at}`)
    return item
  }
  switch (step.do) {
    case 'quantity':
      book.setQuantity(find(step.product), when, step.quantity)
      return
    case 'replace': {
      const item = find(step.product)
      const [product, plan, quantity] = step.line
      const price = catalogue.price(product, plan, item.price.interval, item.price.currency)
      book.replace(item, when, price, quantity)
      return
    }
    case 'interval':
      book.changeInterval(subscription, when === period.from ? when : period.to, (price) =>
        catalogue.price(price.product.key, price.plan, step.interval, price.currency),
      )
      return
    case 'cancel': {
      const effective = step.when === 'now' ? instant : period.to
      book.cancel(subscription, instant, effective, step.feedback)
      return
    }
    case 'pause':
      book.pause(subscription, period.to, periodAt(subscription, at(step.until) + 12 * HOUR).from)
      return
    case 'break':
      subscription.brokenFrom = instant - 12 * HOUR
      return
    case 'unbill':
      subscription.unbilledFrom = instant
  }
}
