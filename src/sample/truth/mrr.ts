// MRR by account and month end, and its movements by day, exact to the last digit.

import { type Account, valueAt } from '../account.ts'
import { segmentOf } from '../accounts.ts'
import { END, endOfMonth, type Instant, isoDay, isoMonth, MONTHS } from '../calendar.ts'
import type { Company } from '../company.ts'
import { firmOf, sellerOf } from '../firm.ts'
import { type ExactMrr, exactMrr, mrrText } from '../money.ts'
import type { MrrEvent, Subscription } from '../subscription.ts'
import type { GroundTruth, TrueMovement, TrueMrr } from '../truth.ts'
import { accountId } from './accounts.ts'

export interface Step {
  at: Instant
  subscription: Subscription
  product: string
  exact: ExactMrr
}

export function mrrOf(company: Company): Pick<GroundTruth, 'mrr' | 'movements'> {
  const byAccount = new Map<Account, MrrEvent[]>()
  for (const subscription of company.subscriptions) {
    const account = firmOf(subscription.customer.account)
    if (account.kind === 'internal') continue
    byAccount.set(account, [...(byAccount.get(account) ?? []), ...subscription.events])
  }
  const mrr: TrueMrr[] = []
  const movements: TrueMovement[] = []
  for (const [account, events] of byAccount) {
    const steps = inEuro(company, events)
    mrr.push(...monthEnds(account, steps))
    movements.push(...days(account, steps))
  }
  return { mrr, movements }
}

/** Converts for ever at the rate of the day on which the account first had MRR in the currency. */
export function inEuro(company: Company, events: readonly MrrEvent[]): Step[] {
  const rates = new Map<string, number>()
  return [...events]
    .sort((a, b) => a.at - b.at)
    .map((event) => {
      const { currency, product } = event.item.price
      const rate = rates.get(currency) ?? company.fx.rate(currency, event.at)
      rates.set(currency, rate)
      const { subscription } = event.item
      const exact = exactMrr(event.twelfths, rate)
      return { at: event.at, subscription, product: product.name, exact }
    })
}

function add(totals: Map<string, ExactMrr>, step: Step): void {
  totals.set(step.product, (totals.get(step.product) ?? 0n) + step.exact)
}

/** Products whose value is not 0, and their total. */
function close(totals: Map<string, ExactMrr>): { products: Record<string, bigint>; exact: bigint } {
  const products = Object.fromEntries([...totals].filter(([, value]) => value !== 0n))
  return { products, exact: Object.values(products).reduce((sum, value) => sum + value, 0n) }
}

function* monthEnds(account: Account, steps: readonly Step[]): Generator<TrueMrr> {
  const totals = new Map<string, ExactMrr>()
  let next = 0
  for (const month of MONTHS) {
    const until = Math.min(endOfMonth(month), END)
    for (let step = steps[next]; step !== undefined && step.at <= until; step = steps[++next]) {
      add(totals, step)
    }
    const { products, exact } = close(totals)
    if (exact === 0n) continue
    const owners = account.records[0]?.owners.filter((change) => change.at <= until) ?? []
    const owner = owners.at(-1)?.value
    yield {
      accountId: accountId(account),
      month: isoMonth(until),
      mrr: mrrText(exact),
      exact,
      ownerId: owner === undefined ? null : sellerOf(owner).id,
      segment: segmentOf(valueAt(account.employees, until) ?? 1),
      products,
    }
  }
}

function* days(account: Account, steps: readonly Step[]): Generator<TrueMovement> {
  const byDay = new Map<string, Map<string, ExactMrr>>()
  for (const step of steps) {
    const day = isoDay(step.at)
    const totals = byDay.get(day) ?? new Map<string, ExactMrr>()
    byDay.set(day, totals)
    add(totals, step)
  }
  let before = 0n
  let wasCustomer = false
  for (const [day, totals] of byDay) {
    const { products, exact } = close(totals)
    const after = before + exact
    if (exact !== 0n) {
      const kind = movementKind(before, after, wasCustomer)
      yield { accountId: accountId(account), day, kind, change: mrrText(exact), exact, products }
    }
    wasCustomer = wasCustomer || after > 0n
    before = after
  }
}

function movementKind(before: bigint, after: bigint, wasCustomer: boolean): TrueMovement['kind'] {
  if (before === 0n) return wasCustomer ? 'reactivation' : 'new'
  if (after === 0n) return 'churn'
  return after > before ? 'expansion' : 'contraction'
}
