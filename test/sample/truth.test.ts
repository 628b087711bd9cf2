/** What holds of the truth itself: movements add up, visits follow each other, periods are billed. */
import { describe, expect, test } from 'vitest'
import { END, START } from '../../src/sample/calendar.ts'
import { groundTruth, simulate } from '../../src/sample/index.ts'
import { mrrText } from '../../src/sample/money.ts'
import { rowsOf, withExports } from './exported.ts'

const company = simulate({ scale: 0.3, seed: 3 })
const truth = groundTruth(company)

/** The last month before the exports, then theirs. */
const months = [...new Set(truth.mrr.map((row) => row.month))].sort()

describe('MRR', () => {
  test('of an account and month end is what it was plus its movements', () => {
    const mrr = new Map(truth.mrr.map((row) => [`${row.accountId}/${row.month}`, row.exact]))
    for (const { accountId } of truth.accounts) {
      const moves = truth.movements.filter((move) => move.accountId === accountId)
      for (const month of months) {
        const moved = moves
          .filter((move) => move.day.slice(0, 7) <= month)
          .reduce((sum, move) => sum + move.exact, 0n)
        expect(mrr.get(`${accountId}/${month}`) ?? 0n).toBe(moved)
      }
    }
  })

  test('of the products of an account adds up to its own', () => {
    for (const row of [...truth.mrr, ...truth.movements]) {
      const sum = Object.values(row.products).reduce((total, value) => total + value, 0n)
      expect(sum).toBe(row.exact)
    }
  })

  test('begins with new, ends with churn, and only comes back as reactivation', () => {
    for (const { accountId } of truth.accounts) {
      const kinds = truth.movements
        .filter((move) => move.accountId === accountId)
        .map((move) => move.kind)
      expect(kinds.indexOf('new')).toBeLessThanOrEqual(0)
      expect(kinds.lastIndexOf('new')).toBeLessThanOrEqual(0)
      kinds.forEach((kind, i) => {
        if (kind === 'reactivation') expect(kinds[i - 1]).toBe('churn')
        if (kind === 'churn' && i + 1 < kinds.length) expect(kinds[i + 1]).toBe('reactivation')
      })
    }
  })

  test('of 1,000.00 a year is 83.33333333 a month', () => {
    expect(mrrText(100_000n * 1_000_000n)).toBe('83.33333333')
    expect(mrrText(-100_000n * 1_000_000n)).toBe('-83.33333333')
    expect(mrrText(1n)).toBe('0.00000000')
  })

  test('can be worked out from the exported events and prices, to the last digit', async () => {
    const { events, prices } = await withExports(company, (dir) => ({
      events: rowsOf(dir, 'stripe/subscription_item_change_events'),
      prices: new Map(rowsOf(dir, 'stripe/prices').map((row) => [row['id'], row])),
    }))
    const accounts = new Map(
      truth.accounts.flatMap((account) => account.stripeCustomerIds.map((id) => [id, account])),
    )
    const local = new Map<string, number>()
    const seen = new Set<string>()
    for (const event of events) {
      const price = prices.get(event['price_id'])
      const account = accounts.get(event['customer_id'] ?? '')
      const line = Object.values(event).join()
      if (account === undefined || account.isInternal || event['currency'] !== 'eur') continue
      if (seen.has(line)) continue
      seen.add(line)
      const year = price?.['recurring_interval'] === 'year'
      const times = year ? 1 : 12 / Number(price?.['recurring_interval_count'])
      const twelfths = Number(event['quantity_change']) * Number(price?.['unit_amount']) * times
      local.set(account.accountId, (local.get(account.accountId) ?? 0) + twelfths)
    }
    const euros = new Set(
      company.accounts
        .filter((account) => account.customers.every((customer) => customer.currency === 'EUR'))
        .flatMap((account) => account.customers.map((customer) => customer.id)),
    )
    let compared = 0
    for (const account of truth.accounts) {
      if (account.isInternal || !account.stripeCustomerIds.every((id) => euros.has(id))) continue
      const last = truth.mrr.find(
        (row) => row.accountId === account.accountId && row.month === '2025-12',
      )
      expect(BigInt(local.get(account.accountId) ?? 0) * 1_000_000n).toBe(last?.exact ?? 0n)
      compared++
    }
    expect(compared).toBeGreaterThan(50)
  })
})

describe('opportunities', () => {
  test('visit their stages one after the other, from creation to the end', () => {
    for (const deal of truth.opportunities) {
      expect(deal.visits[0]?.from).toBe(deal.createdAt)
      deal.visits.forEach((visit, i) => {
        const next = deal.visits[i + 1]
        expect(visit.to).toBe(next?.from ?? null)
        if (next !== undefined) expect(next.from).toBeGreaterThan(visit.from)
        expect(visit.from).toBeLessThanOrEqual(END)
      })
    }
  })

  test('close on the day of their terminal stage, unless typed in late', () => {
    for (const deal of truth.opportunities) {
      if (deal.status === 'open' || deal.isCreatedAfterClose) continue
      expect(deal.closedAt).toBe(deal.terminalAt)
    }
  })

  test('are those of the win and loss table', () => {
    const counted = truth.opportunities.filter(
      (deal) =>
        !deal.isInternal &&
        !deal.isRenewal &&
        deal.status !== 'open' &&
        (deal.closedAt ?? 0) >= START,
    )
    const { months: byMonth, quarters } = truth.winLoss
    for (const rows of [byMonth, quarters]) {
      const sum = rows.reduce((total, row) => total + row.won + row.lost + row.disqualified, 0)
      expect(sum).toBe(counted.length)
    }
  })
})

describe('billing', () => {
  test('every live period of a subscription has an invoice, but for pauses and the planted gap', () => {
    for (const subscription of company.subscriptions) {
      if (subscription.unbilledFrom !== null) continue
      const periods = company.invoices
        .filter(
          (invoice) =>
            invoice.subscription === subscription && invoice.reason !== 'subscription_update',
        )
        .sort((a, b) => a.periodStart - b.periodStart)
      const until = Math.min(subscription.endedAt ?? END, END)
      periods.forEach((period, i) => {
        const next = periods[i + 1]
        if (next === undefined) {
          const paused = subscription.pauses.some((pause) => pause.to === null)
          if (!paused) expect(period.periodEnd).toBeGreaterThanOrEqual(until)
        } else if (next.periodStart !== period.periodEnd) {
          const pause = subscription.pauses.find((entry) => entry.from === period.periodEnd)
          expect(pause?.to).toBe(next.periodStart)
        }
      })
      if (subscription.createdAt >= START && until > subscription.createdAt) {
        expect(periods[0]?.periodStart).toBe(subscription.createdAt)
      }
    }
  })

  test('a paid invoice has one charge that succeeded, for its total', () => {
    for (const invoice of company.invoices) {
      const paid = invoice.charges.filter((charge) => charge.failure === null)
      expect(paid.length).toBe(invoice.status === 'paid' ? 1 : 0)
      if (invoice.status === 'paid') expect(paid[0]?.amount).toBe(invoice.total)
    }
  })
})

test('nothing was seen after the last instant', () => {
  const instants = [
    ...company.deals.flatMap((deal) => [deal.createdAt, ...deal.events.map((event) => event.at)]),
    ...company.contacts.flatMap((contact) => [contact.createdAt, ...contact.contactedAt]),
    ...company.contacts.flatMap((contact) => contact.lifecycle.map((change) => change.at)),
    ...company.invoices.flatMap((invoice) => [invoice.createdAt, invoice.paidAt ?? 0]),
    ...company.subscriptions.flatMap((entry) => entry.events.map((event) => event.at)),
    ...company.tickets.flatMap((ticket) => [ticket.createdAt, ticket.solvedAt ?? 0]),
    ...company.activities.map((activity) => activity.at),
  ]
  expect(instants.every(Number.isInteger)).toBe(true)
  const last = instants.reduce((max, instant) => Math.max(max, instant), 0)
  expect(new Date(last).toISOString()).toBe('2025-12-31T22:59:00.000Z')
})
