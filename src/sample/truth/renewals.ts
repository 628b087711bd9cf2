// Annual terms that ran out: what each was worth, what went on at its old price, and whether in time.

import type { Account } from '../account.ts'
import { addMonths, DAY, END, type Instant, isoDay } from '../calendar.ts'
import type { Company } from '../company.ts'
import { dealAt, isOpen, isWon } from '../deal_state.ts'
import { firmOf } from '../firm.ts'
import type { ExactMrr } from '../money.ts'
import type { Subscription } from '../subscription.ts'
import type { TrueRenewal } from '../truth.ts'
import { accountId } from './accounts.ts'
import { inEuro, type Step } from './mrr.ts'

/** A new subscription renews one that ended this long before, or this shortly after. */
const LATE_DAYS = 90
const OVERLAP_DAYS = 7

interface Term {
  readonly subscription: Subscription
  readonly end: Instant
  readonly before: ExactMrr
  readonly after: ExactMrr
}

export function renewalsOf(company: Company): TrueRenewal[] {
  const byAccount = Map.groupBy(
    company.subscriptions.filter(({ customer }) => firmOf(customer.account).kind !== 'internal'),
    ({ customer }) => firmOf(customer.account),
  )
  return [...byAccount].flatMap(([account, subscriptions]) =>
    ofAccount(company, account, subscriptions),
  )
}

function ofAccount(
  company: Company,
  account: Account,
  subscriptions: readonly Subscription[],
): TrueRenewal[] {
  const steps = inEuro(
    company,
    subscriptions.flatMap(({ events }) => events),
  )
  const stepsOf = (subscription: Subscription) =>
    steps.filter(({ subscription: of }) => of === subscription)
  const terms = subscriptions.flatMap((subscription) =>
    termsOf(subscription, stepsOf(subscription)),
  )
  const ended = terms.filter(({ after }) => after <= 0n)
  const followers = Map.groupBy(
    subscriptions.filter((next) => endedBefore(next, ended) !== undefined),
    (next) => endedBefore(next, ended),
  )
  return terms.map((term) => {
    const next = followers.get(term) ?? []
    const followed = next.reduce((sum, one) => sum + valueOn(stepsOf(one), one.createdAt), 0n)
    const value = term.after > 0n ? term.after : followed
    const begun = term.after > 0n ? term.end : Math.min(...next.map(({ createdAt }) => createdAt))
    const signedAt = signature(company, term)
    return {
      subscriptionId: term.subscription.id,
      accountId: accountId(account),
      dueDay: isoDay(term.end),
      before: term.before,
      renewed: value < term.before ? value : term.before,
      isOnTime:
        value > 0n &&
        (signedAt === undefined ? dayNumber(begun) : dayNumber(signedAt)) <= dayNumber(term.end),
    }
  })
}

const dayNumber = (at: Instant) => Math.floor(at / DAY)

const valueOn = (steps: readonly Step[], at: Instant): ExactMrr =>
  steps
    .filter((step) => dayNumber(step.at) <= dayNumber(at))
    .reduce((sum, { exact }) => sum + exact, 0n)

/** Terms by the year that ran out with a value, counted from the change to the interval of a year. */
function termsOf(subscription: Subscription, steps: readonly Step[]): Term[] {
  return subscription.cycles.flatMap((cycle, c) => {
    if (cycle.months !== 12) return []
    const next = subscription.cycles[c + 1]?.from ?? Number.POSITIVE_INFINITY
    const until = Math.min(next, (subscription.endedAt ?? END) + DAY, END)
    const ends: Instant[] = []
    for (let year = 1; addMonths(cycle.from, 12 * year) <= until; year++)
      ends.push(addMonths(cycle.from, 12 * year))
    return ends
      .map((end) => ({
        subscription,
        end,
        before: valueOn(steps, end - 2 * DAY),
        after: valueOn(steps, end),
      }))
      .filter(({ before }) => before > 0n)
  })
}

/** The term that a subscription takes the place of: the nearest that ended. */
function endedBefore(next: Subscription, ended: readonly Term[]): Term | undefined {
  const distance = ({ end }: Term) => dayNumber(next.createdAt) - dayNumber(end)
  return ended
    .filter((term) => term.subscription !== next)
    .filter((term) => distance(term) >= -OVERLAP_DAYS && distance(term) <= LATE_DAYS)
    .toSorted((a, b) => Math.abs(distance(a)) - Math.abs(distance(b)))[0]
}

/** When the renewal was signed: never, where it is open or lost; undefined where nobody asked. */
function signature(company: Company, { subscription, end }: Term): Instant | undefined {
  const key = `r/${subscription.customer.account.key}/${subscription.id}/${end}`
  const deal = company.deals.find((known) => known.key === key)
  if (deal === undefined) return undefined
  const { stage, closeDate } = dealAt(deal, END)
  return !isOpen(deal, stage) && isWon(deal, stage) ? closeDate : Number.POSITIVE_INFINITY
}
