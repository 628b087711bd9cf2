// What a firm of a given size would buy, and the Stripe customer it would buy as.

import type { Account, Contact, Segment } from './account.ts'
import type { Instant } from './calendar.ts'
import { addMonths, MINUTE } from './calendar.ts'
import type { Catalogue, Interval, Plan } from './catalogue.ts'
import type { Company } from './company.ts'
import type { Offer } from './deal.ts'
import type { Currency } from './money.ts'
import type { Random } from './random.ts'
import type { Discount, StripeCustomer } from './subscription.ts'

/** Billing systems count whole seconds. */
export const second = (instant: Instant): Instant => Math.floor(instant / 1000) * 1000

const SEATS: Record<Segment, [number, number]> = {
  SMB: [7, 0.4],
  'Mid-Market': [17, 0.4],
  Enterprise: [44, 0.38],
}
const PLANS: Record<Segment, [Plan, number][]> = {
  SMB: [
    ['essential', 7],
    ['professional', 3],
  ],
  'Mid-Market': [
    ['essential', 2],
    ['professional', 7],
    ['enterprise', 1],
  ],
  Enterprise: [
    ['professional', 3],
    ['enterprise', 7],
  ],
}
const INTERVALS: Record<Segment, [Interval, number][]> = {
  SMB: [
    [1, 55],
    [3, 15],
    [12, 30],
  ],
  'Mid-Market': [
    [1, 16],
    [3, 14],
    [12, 70],
  ],
  Enterprise: [
    [3, 6],
    [12, 94],
  ],
}

export function makeOffer(
  random: Random,
  catalogue: Catalogue,
  segment: Segment,
  currency: Currency,
): Offer {
  const [plan] = random.weighted(PLANS[segment], (entry) => entry[1])
  const [interval] = random.weighted(INTERVALS[segment], (entry) => entry[1])
  const seats = Math.max(3, Math.round(random.spread(...SEATS[segment])))
  const lines = [{ price: catalogue.price('core', plan, interval, currency), quantity: seats }]
  if (random.chance(segment === 'SMB' ? 0.12 : 0.34)) {
    const workspaces = segment === 'Enterprise' ? random.int(2, 5) : random.int(1, 2)
    lines.push({
      price: catalogue.price('analytics', 'standard', interval, currency),
      quantity: workspaces,
    })
  }
  if (random.chance(segment === 'SMB' ? 0.05 : 0.25)) {
    lines.push({ price: catalogue.price('support', 'standard', interval, currency), quantity: 1 })
  }
  const services = []
  if (random.chance(segment === 'SMB' ? 0.3 : 0.75)) {
    const days = segment === 'Enterprise' ? random.int(2, 5) : 1
    services.push({ price: catalogue.price('onboarding', 'standard', 0, currency), quantity: days })
  }
  if (segment !== 'SMB' && random.chance(0.3)) {
    services.push({
      price: catalogue.price('training', 'standard', 0, currency),
      quantity: random.int(1, 2),
    })
  }
  const termMonths =
    interval === 12 ? (segment === 'Enterprise' && random.chance(0.25) ? 24 : 12) : 12
  return { lines, services, termMonths }
}

/** About one contract in nine starts with a discount on its first year. */
export function maybeDiscount(random: Random, at: Instant): Discount | null {
  if (!random.chance(0.11)) return null
  const until = addMonths(at, 12)
  return { percent: random.pick([10, 10, 15, 20]), until, endedAt: until }
}

export function makeCustomer(
  random: Random,
  company: Company,
  account: Account,
  at: Instant,
  currency: Currency,
  contact: Contact | undefined,
): StripeCustomer {
  const size = account.employees[0]?.value ?? 10
  const customer: StripeCustomer = {
    id: `cus_${random.token(14)}`,
    account,
    email:
      random.chance(0.45) && contact !== undefined ? contact.email : `billing@${account.domain}`,
    name: account.name,
    createdAt: second(at - random.int(2, 40) * MINUTE),
    currency,
    record: account.records[0] ?? null,
    payer: random.chance(size < 50 ? 0.12 : size < 500 ? 0.5 : 0.9) ? 'transfer' : 'card',
    risk: random.chance(0.12) ? 0.12 : 0.022,
    taxPercent: account.country.code === 'DE' ? 19 : 0,
  }
  account.customers.push(customer)
  company.customers.push(customer)
  return customer
}
