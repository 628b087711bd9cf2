// Renewal deals: one for each annual term that runs out, in a pipeline of their own.

import type { Source } from './account.ts'
import { isLive, quantityAt } from './book.ts'
import { addMonths, businessHours, DAY, END, type Instant, MINUTE, START } from './calendar.ts'
import { annualValue } from './catalogue.ts'
import type { Deal, Stage } from './deal.ts'
import { makeDeal, own, sortEvents } from './deals.ts'
import type { Journey } from './journey.ts'
import type { Random } from './random.ts'
import type { Subscription } from './subscription.ts'

const LEAD_TIME = 90 * DAY

export function renew(journey: Journey): void {
  for (const subscription of journey.book.subscriptions) {
    subscription.cycles.forEach((cycle, c) => {
      const next = subscription.cycles[c + 1]?.from ?? Number.POSITIVE_INFINITY
      if (cycle.months !== 12) return
      for (let year = 1; ; year++) {
        const termEnd = addMonths(cycle.from, 12 * year)
        if (termEnd >= next || termEnd - LEAD_TIME > END) return
        const ended = subscription.endedAt ?? subscription.cancelAt
        if (ended !== null && ended < termEnd) return
        if (termEnd - LEAD_TIME < START - 60 * DAY || termEnd < START) continue
        const key = `${subscription.id}/${c}/${year}`
        journey.account.deals.push(
          renewal(journey, journey.random.fork(key), subscription, termEnd, ended === termEnd),
        )
      }
    })
  }
}

/** The year's value of what is live just before or at the end of the term. */
function value(subscription: Subscription, at: Instant): number {
  return subscription.items
    .filter((item) => isLive(item, at))
    .reduce((sum, item) => sum + annualValue(item.price, quantityAt(item, at)), 0)
}

function renewal(
  journey: Journey,
  random: Random,
  subscription: Subscription,
  termEnd: Instant,
  isLost: boolean,
): Deal {
  const { account } = journey
  const createdAt = businessHours(random, termEnd - LEAD_TIME - random.int(0, 5) * DAY)
  const source: Source = { channel: 'offline', campaign: null, detail: 'INTEGRATION' }
  const lines = subscription.items
    .filter((item) => isLive(item, createdAt))
    .map((item) => ({ price: item.price, quantity: quantityAt(item, createdAt) }))
  const deal = makeDeal(
    {
      key: `r/${account.key}/${subscription.id}/${termEnd}`,
      account,
      type: 'Renewal',
      label: `Renewal ${new Date(termEnd).getUTCFullYear()}`,
      createdAt,
      source,
      offer: { lines, services: [], termMonths: 12 },
      contacts: account.contacts.slice(0, 1),
      owners: account.successManagers,
      cycleDays: 90,
      winChance: 1,
      disqualifyChance: 0,
    },
    random,
    isLost ? 'lost' : 'won',
  )
  const closedAt = closing(random, subscription, termEnd, isLost, createdAt)
  course(random, deal, subscription, termEnd, isLost, closedAt)
  own(deal, account.successManagers, closedAt)
  sortEvents(deal)
  return deal
}

/** Most renew before the term ends, one in six weeks later; a lost one follows the notice. */
function closing(
  random: Random,
  subscription: Subscription,
  termEnd: Instant,
  isLost: boolean,
  createdAt: Instant,
): Instant {
  const leaks = subscription.unbilledFrom !== null && termEnd > subscription.unbilledFrom
  if (leaks) return END + DAY
  if (isLost) {
    const notice = Math.max(subscription.canceledAt ?? termEnd, createdAt + DAY)
    return businessHours(random, notice + random.int(0, 6) * DAY)
  }
  const late = random.chance(0.16)
  const days = late ? random.int(2, 26) : -random.int(2, 34)
  return businessHours(random, termEnd + days * DAY)
}

function course(
  random: Random,
  deal: Deal,
  subscription: Subscription,
  termEnd: Instant,
  isLost: boolean,
  closedAt: Instant,
): void {
  const { createdAt, events } = deal
  const last = Math.min(closedAt, END)
  const before = value(subscription, createdAt)
  events.push({ at: createdAt, field: 'stage', value: 0 })
  events.push({ at: createdAt, field: 'amount', value: before })
  events.push({ at: createdAt, field: 'closeDate', value: termEnd })
  events.push({ at: createdAt, field: 'forecast', value: 'BEST_CASE' })
  const talkAt = businessHours(random, createdAt + random.between(0.2, 0.7) * (last - createdAt))
  if (talkAt < last - MINUTE && random.chance(0.86)) {
    events.push({ at: talkAt, field: 'stage', value: 1 })
    if (!isLost) events.push({ at: talkAt, field: 'forecast', value: 'COMMIT' })
  }
  if (closedAt > termEnd && termEnd + DAY < last) {
    const noticed = businessHours(random, termEnd + DAY)
    const later = termEnd + random.int(10, 30) * DAY
    if (noticed < last) events.push({ at: noticed, field: 'closeDate', value: later })
  }
  if (closedAt > END) return
  const stage: Stage = isLost ? 3 : 2
  const after = isLost ? before : value(subscription, Math.min(termEnd, END))
  if (after !== before && after > 0)
    events.push({ at: closedAt - 3000, field: 'amount', value: after })
  events.push({ at: closedAt, field: 'stage', value: stage })
  events.push({ at: closedAt, field: 'closeDate', value: closedAt })
  events.push({ at: closedAt, field: 'forecast', value: isLost ? 'OMIT' : 'CLOSED' })
}
