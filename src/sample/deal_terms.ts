// Amounts, close dates and forecast categories of a deal over its course.
import type { Change } from './account.ts'
import { businessHours, DAY, END, endOfMonth, HOUR, type Instant, monthIndex } from './calendar.ts'
import { annualValue } from './catalogue.ts'
import type { Deal, Offer, Stage } from './deal.ts'
import type { DealPlan, PlayedDeal } from './deals.ts'
import type { Random } from './random.ts'

export const offerValue = (offer: Offer) =>
  offer.lines.reduce((sum, line) => sum + annualValue(line.price, line.quantity), 0)
export const servicesValue = (offer: Offer) =>
  offer.services.reduce((sum, line) => sum + line.price.amount * line.quantity, 0)

/** A guess at first, a quote at the proposal, the contract at the end; some never get one. */
export function price(
  random: Random,
  deal: Deal,
  plan: DealPlan,
  visits: readonly Change<Stage>[],
  outcome: PlayedDeal['outcome'],
): void {
  const value = offerValue(plan.offer) + deal.services
  const guess = (spread: number) =>
    Math.max(50_000, Math.round((value * random.spread(1, spread)) / 50_000) * 50_000)
  const set = (instant: Instant, amount: number | null) =>
    deal.events.push({ at: instant, field: 'amount', value: amount })
  const isForgotten = outcome !== 'won' && random.chance(0.05)
  if (isForgotten) return
  let current: number | null = null
  if (random.chance(0.66)) {
    current = guess(0.35)
    set(deal.createdAt, current)
  }
  const within = (visit: Change<Stage>) =>
    Math.max(deal.createdAt, visit.at - random.int(1, 9) * 1000)
  for (const visit of visits) {
    if (visit.value === 1 && current === null) {
      current = guess(0.3)
      set(within(visit), current)
    } else if (visit.value === 3 || (visit.value === 4 && current === null)) {
      const quote = random.chance(0.55) ? value : guess(0.15)
      if (quote !== current) set(within(visit), quote)
      current = quote
    } else if (visit.value === 5 && outcome === 'won' && current !== value) {
      current = value
      set(within(visit), value)
    } else if (visit.value === 6 && current !== null && random.chance(0.05)) {
      current = null
      set(within(visit), null)
    }
  }
}

/** Close dates begin hopeful, move when they pass, and end on the day it happened. */
export function dueDates(
  random: Random,
  deal: Deal,
  plan: DealPlan,
  visits: readonly Change<Stage>[],
  closedAt: Instant,
): void {
  const set = (instant: Instant, value: Instant) =>
    deal.events.push({ at: instant, field: 'closeDate', value })
  const hope = (from: Instant, days: number) => {
    const wanted = from + Math.max(5, Math.round(days)) * DAY
    if (!random.chance(0.5)) return businessHours(random, wanted)
    return endOfMonth(monthIndex(wanted)) + 1 - DAY + 16 * HOUR
  }
  let due = hope(deal.createdAt, plan.cycleDays * random.between(0.55, 1.15))
  set(deal.createdAt, due)
  let now = deal.createdAt
  for (const [i, visit] of visits.entries()) {
    if (visit.value === 5 || visit.value === 6) {
      if (due !== visit.at) set(visit.at, visit.at)
      due = visit.at
      now = visit.at
      continue
    }
    const next = visits[i + 1]?.at ?? Math.min(closedAt, END)
    if (due < visit.at || (i > 0 && random.chance(0.22))) {
      now = Math.max(visit.at, now)
      due = hope(now, plan.cycleDays * random.between(0.2, 0.7))
      set(now, due)
    }
    for (;;) {
      const noticed = businessHours(random, due + random.int(-4, 8) * DAY)
      if (noticed <= now || noticed >= next) {
        if (due + 9 * DAY >= next || noticed >= next) break
        now = businessHours(random, Math.max(now, due) + DAY)
        if (now >= next) break
      } else {
        now = noticed
      }
      due = hope(Math.max(now, due), random.int(9, 45))
      set(now, due)
    }
  }
}

export function forecast(random: Random, deal: Deal, visits: readonly Change<Stage>[]): void {
  const set = (
    instant: Instant,
    value: 'OMIT' | 'PIPELINE' | 'BEST_CASE' | 'COMMIT' | 'CLOSED',
  ) => {
    deal.events.push({ at: instant, field: 'forecast', value })
  }
  let current = ''
  for (const visit of visits) {
    const usual = (
      ['PIPELINE', 'PIPELINE', 'PIPELINE', 'BEST_CASE', 'COMMIT', 'CLOSED', 'OMIT'] as const
    )[visit.value]
    const timid = usual === 'COMMIT' && random.chance(0.35) ? 'BEST_CASE' : usual
    if (timid !== undefined && timid !== current) set(visit.at, timid)
    current = timid ?? current
  }
}
