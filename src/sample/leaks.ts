// Revenue that gets lost, found from what really happened: the answers to leakage checks.

import { periodAt } from './book.ts'
import { DAY, END, START } from './calendar.ts'
import { annualValue } from './catalogue.ts'
import type { Company, Leak } from './company.ts'
import type { Deal } from './deal.ts'
import { dealAt, isWon } from './deal_state.ts'
import { offerValue } from './deal_terms.ts'
import type { Subscription } from './subscription.ts'

const BILLED_WITHIN = 45 * DAY
const DISCOUNT_LIMIT = 30

export function findLeaks(company: Company): Leak[] {
  const bySubscription = new Map<string, Subscription[]>()
  for (const subscription of company.subscriptions) {
    const key = subscription.customer.account.key
    bySubscription.set(key, [...(bySubscription.get(key) ?? []), subscription])
  }
  const leaks: Leak[] = []
  for (const deal of company.deals) {
    const leak = billing(deal, bySubscription.get(deal.account.key) ?? [])
    if (leak !== null) leaks.push(leak)
  }
  for (const subscription of company.subscriptions)
    leaks.push(...discounts(subscription), ...renewals(subscription))
  for (const invoice of company.invoices) {
    const { customer, subscription, status, charges } = invoice
    const failed = charges.length > 0 && charges.every((charge) => charge.failure !== null)
    if (customer.account.kind === 'internal' || !failed || status === 'paid' || status === 'void')
      continue
    leaks.push({
      type: 'failed_payment',
      account: customer.account,
      deal: null,
      subscription,
      since: charges[0]?.createdAt ?? invoice.createdAt,
      amount: invoice.total,
      currency: customer.currency,
      note: `invoice ${invoice.number} was never paid`,
    })
  }
  return leaks.sort((a, b) => a.since - b.since)
}

/** A new customer's contract against the first subscription that bills it. */
function billing(deal: Deal, subscriptions: readonly Subscription[]): Leak | null {
  const { account, offer, currency } = deal
  const state = dealAt(deal, END)
  if (deal.type !== 'New Business' || deal.isInternal || offer === null || deal.mergedInto !== null)
    return null
  if (!isWon(deal, state.stage) || state.closeDate < START || state.closeDate > END - BILLED_WITHIN)
    return null
  const since = state.closeDate
  const sold = offerValue(offer)
  const billed = subscriptions.filter(
    (subscription) =>
      subscription.createdAt > since - 5 * DAY && subscription.createdAt < since + BILLED_WITHIN,
  )
  const value = (billed[0]?.items ?? [])
    .filter((item) => item.createdAt === billed[0]?.createdAt)
    .reduce((sum, item) => sum + annualValue(item.price, item.quantities[0]?.value ?? 0), 0)
  if (value >= sold) return null
  const type = value === 0 ? 'unbilled_closed_won' : 'under_billed'
  const note = `${deal.name}: sold ${sold}, billed ${value} minor units a year`
  return {
    type,
    account,
    deal,
    subscription: billed[0] ?? null,
    since,
    amount: sold - value,
    currency,
    note,
  }
}

function annual(subscription: Subscription): number {
  return subscription.items
    .filter((item) => item.endedAt === null)
    .reduce((sum, item) => sum + annualValue(item.price, item.quantities.at(-1)?.value ?? 0), 0)
}

function discounts(subscription: Subscription): Leak[] {
  const { discount, customer } = subscription
  if (discount === null) return []
  const leak = (type: Leak['type'], since: number, note: string): Leak => ({
    type,
    account: customer.account,
    deal: null,
    subscription,
    since,
    amount: Math.round((annual(subscription) * discount.percent) / 100),
    currency: customer.currency,
    note,
  })
  const found: Leak[] = []
  if (discount.endedAt === null)
    found.push(leak('expired_discount', discount.until, `${discount.percent} % goes on`))
  if (discount.percent > DISCOUNT_LIMIT) {
    found.push(leak('discount_beyond_limit', subscription.createdAt, `${discount.percent} % off`))
  }
  return found
}

function renewals(subscription: Subscription): Leak[] {
  if (subscription.unbilledFrom === null) return []
  return [
    {
      type: 'expired_renewal',
      account: subscription.customer.account,
      deal: null,
      subscription,
      since: periodAt(subscription, subscription.unbilledFrom).to,
      amount: annual(subscription),
      currency: subscription.customer.currency,
      note: 'the term ran out, the subscription goes on, no invoice was made',
    },
  ]
}
