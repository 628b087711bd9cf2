// Deals with customers: upsell and cross-sell that was won, and what was tried in vain.

import { type Source, valueAt } from './account.ts'
import { businessHours, DAY, END, HOUR, type Instant, MINUTE, START } from './calendar.ts'
import type { Offer } from './deal.ts'
import { playDeal } from './deals.ts'
import type { Journey } from './journey.ts'

export function sellMore(journey: Journey): void {
  const { random } = journey
  journey.moves.forEach((move, i) => {
    const stream = random.fork(`move/${i}`)
    if (move.at < START || !stream.chance(0.62)) return
    const closedAt = move.at - stream.int(20, 180) * MINUTE
    const sameDay = stream.chance(0.14)
    const createdAt = sameDay
      ? closedAt - stream.int(25, 110) * MINUTE
      : businessHours(stream, closedAt - stream.int(9, 48) * DAY)
    const offer = {
      lines: [{ price: move.price, quantity: move.quantity }],
      services: [],
      termMonths: 12,
    }
    play(journey, `m${i}`, move.kind, createdAt, offer, true, closedAt)
  })
  for (const [i, stay] of journey.stays.entries()) {
    const until = Math.min(stay.to ?? END, END)
    const stream = random.fork(`tries/${i}`)
    const count = stream.poisson((0.7 * (until - Math.max(START, stay.from))) / (365 * DAY))
    for (let n = 0; n < count; n++) {
      const from = Math.max(START, stay.from + 40 * DAY)
      if (from + 30 * DAY > until) continue
      const createdAt = businessHours(stream, stream.between(from, until - 20 * DAY))
      const closedAt = businessHours(stream, createdAt + stream.int(12, 75) * DAY)
      const line = tried(journey, createdAt, stream.chance(0.5))
      if (createdAt > END || line === undefined) continue
      const offer = { lines: [line], services: [], termMonths: 12 }
      play(journey, `t${i}.${n}`, 'Expansion', createdAt, offer, false, closedAt)
    }
  }
}

function tried(
  journey: Journey,
  at: Instant,
  isSeats: boolean,
): Offer['lines'][number] | undefined {
  const item = journey.book.subscriptions
    .flatMap((subscription) => subscription.items)
    .find((candidate) => candidate.createdAt < at)
  if (item === undefined) return undefined
  const { interval, currency } = item.price
  if (isSeats)
    return {
      price: item.price,
      quantity: Math.max(2, Math.round((item.quantities[0]?.value ?? 4) * 0.3)),
    }
  return {
    price: journey.company.catalogue.price('analytics', 'standard', interval, currency),
    quantity: 1,
  }
}

function play(
  journey: Journey,
  key: string,
  label: string,
  createdAt: Instant,
  offer: Offer,
  isWon: boolean,
  closedAt: Instant,
): void {
  const { random, account } = journey
  const stream = random.fork(`expansion/${key}`)
  const source: Source = { channel: 'offline', campaign: null, detail: 'CRM_UI' }
  const seller = (valueAt(account.employees, createdAt) ?? 1) >= 50
  const played = playDeal(stream, {
    key: `${account.key}/${key}`,
    account,
    type: 'Existing Business',
    label,
    createdAt,
    source,
    offer,
    contacts: account.contacts.slice(0, 1),
    owners: seller ? account.sellers : account.successManagers,
    cycleDays: Math.max(1, (closedAt - createdAt) / DAY),
    winChance: 0,
    disqualifyChance: 0,
    fixed: { isWon, closedAt: Math.max(closedAt, createdAt + HOUR / 3) },
  })
  account.deals.push(played.deal)
}
