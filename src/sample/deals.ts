// The course of one deal: stages with skips and returns, amounts, close dates that slip, owners.

import {
  type Account,
  type Change,
  type Contact,
  type Rep,
  type Source,
  valueAt,
} from './account.ts'
import {
  addMonths,
  awake,
  businessHours,
  DAY,
  END,
  endOfQuarter,
  HOUR,
  type Instant,
  isBusinessDay,
  MINUTE,
} from './calendar.ts'
import type { Deal, DealEvent, DealType, Offer, Stage } from './deal.ts'
import { dueDates, forecast, price, servicesValue } from './deal_terms.ts'
import { DISQUALIFIED_REASONS, LOST_REASONS } from './pipeline.ts'
import type { Random } from './random.ts'

export interface DealPlan {
  key: string
  account: Account
  type: DealType
  label: string
  createdAt: Instant
  source: Source
  offer: Offer
  contacts: Contact[]
  owners: readonly Change<Rep>[]
  /** Days that such a deal usually takes. */
  cycleDays: number
  winChance: number
  disqualifyChance: number
  /** A stage that the process does not have any more. */
  droppedStage?: Stage
  /** Fixed where a subscription already tells what happened. */
  fixed?: { isWon: boolean; closedAt: Instant }
}

export interface PlayedDeal {
  deal: Deal
  outcome: 'won' | 'lost' | 'disqualified' | 'open'
  closedAt: Instant
}

export function playDeal(random: Random, plan: DealPlan): PlayedDeal {
  const stalls = plan.fixed === undefined && random.chance(0.025)
  const outcome = decide(random, plan)
  const path = without(wander(random, outcome), plan.droppedStage)
  const days = random.spread(plan.cycleDays, 0.45) * (outcome === 'disqualified' ? 0.35 : 1)
  const wanted = plan.createdAt + Math.max(0.2, days) * DAY
  let closedAt = plan.fixed?.closedAt ?? closing(random, wanted, outcome === 'won', plan.createdAt)
  const visits = schedule(random, path, plan.createdAt, closedAt, plan.fixed !== undefined)
  if (plan.fixed === undefined) {
    closedAt = Math.max(closedAt, (visits.at(-1)?.at ?? closedAt) + 20 * MINUTE)
  }
  let final: PlayedDeal['outcome'] = outcome
  if (stalls) {
    closedAt = END + 400 * DAY
  } else {
    visits.push({ at: closedAt, value: outcome === 'won' ? 5 : 6 })
    const second = plan.fixed === undefined && outcome === 'lost' && random.chance(0.045)
    if (second) [final, closedAt] = reopen(random, visits, closedAt)
  }
  if (closedAt > END) final = 'open'
  const deal = makeDeal(plan, random, final)
  const kept = visits.filter((visit) => visit.at <= END)
  for (const visit of kept) deal.events.push({ at: visit.at, field: 'stage', value: visit.value })
  price(random, deal, plan, kept, final)
  dueDates(random, deal, plan, kept, closedAt)
  forecast(random, deal, kept)
  own(deal, plan.owners, closedAt)
  touch(random, deal, Math.min(closedAt, END))
  sortEvents(deal)
  return { deal, outcome: final, closedAt }
}

function decide(random: Random, plan: DealPlan): 'won' | 'lost' | 'disqualified' {
  const dice = random.next()
  if (plan.fixed !== undefined) return plan.fixed.isWon ? 'won' : 'lost'
  if (dice < plan.disqualifyChance) return 'disqualified'
  return random.chance(plan.winChance) ? 'won' : 'lost'
}

/** The open stages in the order in which they are entered. */
function wander(random: Random, outcome: 'won' | 'lost' | 'disqualified'): Stage[] {
  if (outcome === 'disqualified') return [0]
  const reached =
    outcome === 'won' ? 4 : random.weighted([1, 2, 3, 4], (s) => [0, 27, 30, 26, 17][s] ?? 0)
  let path = ([0, 1, 2, 3, 4] as Stage[]).slice(0, reached + 1)
  if (path.length > 2 && random.chance(0.13)) {
    const skipped = random.int(1, path.length - 2)
    path = path.filter((_, i) => i !== skipped)
  }
  if (path.length > 2 && random.chance(0.08)) {
    const [last, before] = [path.at(-1), path.at(-2)]
    if (last !== undefined && before !== undefined) path.push(before, last)
  }
  return path
}

function without(path: readonly Stage[], dropped: Stage | undefined): readonly Stage[] {
  if (dropped === undefined) return path
  return path.filter((stage) => stage !== dropped).filter((stage, i, kept) => stage !== kept[i - 1])
}

/** Wins gather in the last days of a quarter, hardly anything ends at Christmas or in August. */
function closing(random: Random, wanted: Instant, isWon: boolean, createdAt: Instant): Instant {
  let instant = awake(random, wanted)
  const quarterEnd = endOfQuarter(instant)
  if (isWon && quarterEnd - instant < 24 * DAY && random.chance(0.42)) {
    instant = quarterEnd - random.int(0, 5) * DAY
    while (!isBusinessDay(instant)) instant -= DAY
  }
  return Math.max(businessHours(random, instant), createdAt + 3 * HOUR)
}

function schedule(
  random: Random,
  path: readonly Stage[],
  createdAt: Instant,
  closedAt: Instant,
  isFixed: boolean,
): Change<Stage>[] {
  const weights = path.map(() => random.between(0.4, 1.6))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const visits: Change<Stage>[] = []
  let passed = 0
  let previous = createdAt - MINUTE
  path.forEach((stage, i) => {
    let instant = Math.floor(createdAt + ((closedAt - createdAt) * passed) / total)
    if (i > 0 && closedAt - createdAt > 4 * DAY)
      instant = businessHours(random, awake(random, instant))
    if (isFixed) instant = Math.min(instant, closedAt - (path.length - i) * 3 * MINUTE)
    instant = Math.max(instant, previous + MINUTE)
    visits.push({ at: i === 0 ? createdAt : instant, value: stage })
    previous = instant
    passed += weights[i] ?? 1
  })
  return visits
}

/** A lost deal comes alive again. */
function reopen(
  random: Random,
  visits: Change<Stage>[],
  lostAt: Instant,
): ['won' | 'lost', Instant] {
  const again = businessHours(random, lostAt + random.int(18, 95) * DAY)
  const closedAt = businessHours(random, again + random.int(6, 45) * DAY)
  const isWon = random.chance(0.5)
  visits.push({ at: again, value: random.chance(0.5) ? 3 : 4 })
  visits.push({ at: closedAt, value: isWon ? 5 : 6 })
  return [isWon ? 'won' : 'lost', closedAt]
}

export function makeDeal(plan: DealPlan, random: Random, outcome: PlayedDeal['outcome']): Deal {
  const reasons = outcome === 'disqualified' ? DISQUALIFIED_REASONS : LOST_REASONS
  const reason = random.pick(reasons)
  return {
    id: '',
    key: plan.key,
    account: plan.account,
    record: null,
    name: `${plan.account.name} - ${plan.label}`,
    pipeline: plan.type === 'Renewal' ? 'renewal' : 'sales',
    type: plan.type,
    currency: plan.offer.lines[0]?.price.currency ?? plan.account.currency,
    createdAt: plan.createdAt,
    events: [],
    source: plan.source,
    lostReason: reason,
    termMonths: plan.offer.termMonths,
    services: servicesValue(plan.offer),
    offer: plan.offer,
    contacts: plan.contacts,
    mergedInto: null,
    mergedAt: null,
    isUnlinked: false,
    isInternal: plan.account.kind === 'internal',
  }
}

/** The owner at creation, and whoever takes over while the deal is open. */
export function own(deal: Deal, owners: readonly Change<Rep>[], closedAt: Instant): void {
  const first = valueAt(owners, deal.createdAt)
  if (first === undefined) throw new Error(`Nobody owns deal ${deal.key}`)
  deal.events.push({ at: deal.createdAt, field: 'owner', value: first })
  for (const change of owners) {
    if (change.at > deal.createdAt && change.at < Math.min(closedAt, END)) {
      deal.events.push({ at: change.at, field: 'owner', value: change.value })
    }
  }
}

function touch(random: Random, deal: Deal, until: Instant): void {
  const notes = random.poisson(Math.min(3, (until - deal.createdAt) / (60 * DAY)))
  for (let i = 0; i < notes; i++) {
    const instant = businessHours(random, random.between(deal.createdAt, until))
    if (instant <= END) deal.events.push({ at: instant, field: 'touch', value: null })
  }
  if (random.chance(0.05)) {
    const later = businessHours(random, addMonths(until, 1) + random.int(0, 60) * DAY)
    if (later <= END) deal.events.push({ at: later, field: 'touch', value: null })
  }
}

const ORDER: Record<DealEvent['field'], number> = {
  owner: 0,
  amount: 1,
  closeDate: 2,
  stage: 3,
  forecast: 4,
  merge: 5,
  touch: 6,
}

export function sortEvents(deal: Deal): void {
  deal.events.sort((a, b) => a.at - b.at || ORDER[a.field] - ORDER[b.field])
}
