/** The planted stories and the ways of a real business are there with the default arguments. */
import { describe, expect, test } from 'vitest'
import { DAY, END, isoDay, isoMonth } from '../../src/sample/calendar.ts'
import { groundTruth, simulate } from '../../src/sample/index.ts'
import { STORIES } from '../../src/sample/stories.ts'
import type { TrueOpportunity } from '../../src/sample/truth.ts'

const company = simulate()
const truth = groundTruth(company)

function story(name: string) {
  const account = truth.accounts.find((candidate) => candidate.story === name)
  if (account === undefined) throw new Error(`No story '${name}'`)
  const kinds = truth.movements
    .filter((move) => move.accountId === account.accountId)
    .map((move) => `${move.day} ${move.kind}`)
  return { account, kinds }
}

const labels = (deal: TrueOpportunity) => deal.visits.map((visit) => visit.stage)
const sales = truth.opportunities.filter((deal) => !deal.isRenewal && !deal.isInternal)
const STAGES = ['Discovery', 'Qualified', 'Demo', 'Proposal', 'Negotiation']

describe('accounts', () => {
  test('every story is told once', () => {
    for (const { name } of STORIES) {
      expect(truth.accounts.filter((account) => account.story === name)).toHaveLength(1)
    }
  })

  test('one of two subscriptions cancelled is contraction, a pause is churn and reactivation', () => {
    expect(story('one of two subscriptions cancelled').kinds).toEqual([
      '2023-03-20 new',
      '2023-09-11 expansion',
      '2024-10-08 contraction',
    ])
    expect(story('pause').kinds).toEqual([
      '2023-06-05 new',
      '2024-04-05 churn',
      '2024-06-05 reactivation',
    ])
    expect(story('comeback').kinds).toEqual([
      '2023-02-13 new',
      '2023-12-13 churn',
      '2024-06-18 reactivation',
    ])
    expect(story('switch within a day').kinds).toEqual(['2023-07-11 new', '2024-07-09 expansion'])
  })

  test('an account pays in two currencies as two Stripe customers', () => {
    const { account } = story('two currencies, two Stripe customers')
    const payers = company.customers.filter((payer) => account.stripeCustomerIds.includes(payer.id))
    expect(payers.map((payer) => payer.currency)).toEqual(['GBP', 'USD'])
  })

  test('dollars go out at the rate at which they came in', () => {
    const { account } = story('buys and leaves in dollars')
    const moves = truth.movements.filter((move) => move.accountId === account.accountId)
    expect(moves.map((move) => move.kind)).toEqual(['new', 'churn'])
    expect(moves.reduce((sum, move) => sum + move.exact, 0n)).toBe(0n)
  })

  test('customers change segment, up and down', () => {
    const paths = truth.accounts
      .filter((account) => truth.mrr.some((row) => row.accountId === account.accountId))
      .map((account) =>
        [
          ...new Set(
            truth.mrr
              .filter((row) => row.accountId === account.accountId)
              .map((row) => row.segment),
          ),
        ].join('>'),
      )
    for (const path of ['SMB>Mid-Market', 'Mid-Market>Enterprise', 'Mid-Market>SMB']) {
      expect(paths).toContain(path)
    }
  })

  test('the last customer of a country and of a product leaves', () => {
    const left = (id: string) => truth.mrr.filter((row) => row.accountId === id).at(-1)?.month
    expect(left(story('last customer of a country (Estonia)').account.accountId)).toBe('2024-04')
    expect(
      left(story('last customer of a segment in a country (Portugal)').account.accountId),
    ).toBe('2025-06')
    const classic = truth.mrr.filter((row) => 'Lumenfold Classic Reports' in row.products)
    expect(classic.at(-1)?.month).toBe('2024-08')
  })

  test('records are merged, repeated, internal and deleted', () => {
    expect(
      truth.accounts.filter((account) => account.mergedCompanyIds.length > 0).length,
    ).toBeGreaterThan(5)
    expect(
      truth.accounts.filter((account) => account.duplicateCompanyIds.length > 0).length,
    ).toBeGreaterThan(0)
    expect(truth.accounts.filter((account) => account.isInternal)).toHaveLength(4)
    expect(truth.accounts.filter((account) => account.isDeleted)).toHaveLength(5)
    expect(truth.opportunities.some((deal) => deal.mergedDealIds.length > 0)).toBe(true)
    const alone = truth.accounts.filter((account) => account.companyIds.length === 0)
    expect(alone.map((account) => account.stripeCustomerIds.length)).toEqual([1])
    expect(company.customers.filter((payer) => payer.record === null).length).toBeGreaterThan(2)
  })

  test('internal records are in no number', () => {
    const own = new Set(
      truth.accounts.filter((account) => account.isInternal).map((entry) => entry.accountId),
    )
    expect(truth.mrr.some((row) => own.has(row.accountId))).toBe(false)
    expect(company.subscriptions.some((entry) => entry.customer.account.kind === 'internal')).toBe(
      true,
    )
  })
})

describe('people who sell', () => {
  test('leavers hand over their accounts and open deals', () => {
    const leavers = truth.owners.filter((owner) => owner.leftAt !== null)
    expect(leavers.length).toBeGreaterThanOrEqual(3)
    for (const { ownerId, leftAt } of leavers) {
      const handed = truth.accounts.filter((account) => {
        const last = account.owners.filter((entry) => entry.from <= (leftAt ?? 0)).at(-1)
        const next = account.owners.find((entry) => entry.from > (leftAt ?? 0))
        return last?.ownerId === ownerId && (next?.from ?? END) < (leftAt ?? 0) + DAY
      })
      expect(handed.length).toBeGreaterThan(0)
    }
    const reassigned = company.deals.filter(
      (deal) => deal.events.filter((event) => event.field === 'owner').length > 1,
    )
    expect(reassigned.length).toBeGreaterThan(5)
  })

  test('teams change on a day of export', () => {
    const changes = truth.owners.flatMap((owner) =>
      owner.teams.slice(1).map((entry) => isoDay(entry.from)),
    )
    expect(changes.sort()).toEqual(['2024-01-31', '2024-06-30', '2025-01-31', '2025-06-30'])
  })
})

describe('deals', () => {
  test('skip, return, come back to life, and are won after all', () => {
    const order = (deal: TrueOpportunity) => labels(deal).map((label) => STAGES.indexOf(label))
    const skips = sales.filter((deal) =>
      order(deal).some((n, i, all) => n >= 0 && n > (all[i - 1] ?? n) + 1),
    )
    const returns = sales.filter((deal) =>
      order(deal).some((n, i, all) => n >= 0 && i > 0 && n < (all[i - 1] ?? 0)),
    )
    expect(skips.length).toBeGreaterThan(20)
    expect(returns.length).toBeGreaterThan(20)
    const reopened = sales.filter((deal) => deal.isReopened)
    expect(reopened.length).toBeGreaterThan(8)
    expect(reopened.some((deal) => deal.status === 'won')).toBe(true)
  })

  test('slip over the ends of months and quarters', () => {
    const over = (unit: (instant: number) => string) =>
      sales.filter((deal) => deal.slips.some((slip) => unit(slip.to) > unit(slip.from)))
    expect(over(isoMonth).length).toBeGreaterThan(200)
    const quarter = (instant: number) =>
      `${new Date(instant).getUTCFullYear()}${Math.floor(new Date(instant).getUTCMonth() / 3)}`
    expect(over(quarter).length).toBeGreaterThan(100)
  })

  test('end early, within a day, without an amount, or before they were typed in', () => {
    expect(sales.filter((deal) => deal.isDisqualified).length).toBeGreaterThan(50)
    const sameDay = sales.filter(
      (deal) => deal.status === 'won' && isoDay(deal.createdAt) === isoDay(deal.closedAt ?? 0),
    )
    expect(sameDay.length).toBeGreaterThan(3)
    const cleared = sales.filter((deal) => deal.status === 'lost' && deal.amount === null)
    expect(cleared.some((deal) => deal.amountEur > 0)).toBe(true)
    expect(cleared.some((deal) => deal.amountEur === 0)).toBe(true)
    expect(sales.filter((deal) => deal.isCreatedAfterClose)).toHaveLength(2)
  })

  test('renewals are renewed in time, late, or not', () => {
    const renewals = truth.opportunities.filter((deal) => deal.isRenewal)
    expect(renewals.filter((deal) => deal.status === 'won').length).toBeGreaterThan(100)
    expect(renewals.filter((deal) => deal.status === 'lost').length).toBeGreaterThan(10)
    expect(
      renewals.filter((deal) => deal.slips.length > 0 && deal.status === 'won').length,
    ).toBeGreaterThan(10)
  })
})

describe('money', () => {
  test('is failed, recovered, refunded, voided and given up', () => {
    const { invoices } = company
    const recovered = invoices.filter(
      (invoice) =>
        invoice.status === 'paid' && invoice.charges.some((charge) => charge.failure !== null),
    )
    expect(recovered.length).toBeGreaterThan(10)
    for (const status of ['open', 'void', 'uncollectible'] as const) {
      expect(invoices.some((invoice) => invoice.status === status)).toBe(true)
    }
    const charges = invoices.flatMap((invoice) => invoice.charges)
    expect(charges.some((charge) => charge.refunded === charge.amount)).toBe(true)
    expect(charges.some((charge) => charge.refunded > 0 && charge.refunded < charge.amount)).toBe(
      true,
    )
    expect(invoices.some((invoice) => invoice.tax > 0)).toBe(true)
    expect(invoices.some((invoice) => invoice.discount > 0)).toBe(true)
  })

  test('leaks where it was planted', () => {
    const types = new Map<string, number>()
    for (const leak of truth.leaks) types.set(leak.type, (types.get(leak.type) ?? 0) + 1)
    expect(types.get('unbilled_closed_won')).toBe(2)
    expect(types.get('under_billed')).toBe(2)
    expect(types.get('expired_discount')).toBe(2)
    expect(types.get('discount_beyond_limit')).toBe(1)
    expect(types.get('expired_renewal')).toBe(1)
    expect(types.get('failed_payment')).toBeGreaterThan(5)
  })

  test('campaigns work, or do not', () => {
    const brought = (name: string) =>
      company.contacts.filter((contact) => contact.source.campaign === name)
    for (const name of ['Awareness | Video | 2024', 'US Test | Search']) {
      expect(brought(name)).toHaveLength(0)
      expect(truth.adSpend.some((row) => row.campaign === name && row.spendEur > 0)).toBe(true)
    }
    const won = sales.filter(
      (deal) => deal.status === 'won' && deal.campaign === 'Brand | Search | EU',
    )
    expect(won.length).toBeGreaterThan(5)
  })
})

test('a CRO would believe the numbers', () => {
  const paying = (month: string) => truth.mrr.filter((row) => row.month === month)
  const customers = paying('2025-12').length
  expect(customers).toBeGreaterThan(250)
  expect(customers).toBeLessThan(340)
  expect(paying('2023-01').length).toBeLessThan(130)
  const { quarters } = truth.winLoss
  const sum = (key: 'won' | 'lost') => quarters.reduce((total, row) => total + row[key], 0)
  const rate = sum('won') / (sum('won') + sum('lost'))
  expect(rate).toBeGreaterThan(0.2)
  expect(rate).toBeLessThan(0.3)
})
