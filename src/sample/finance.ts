// What finance plans and books: quotas, targets and costs by month.

import type { Rep } from './account.ts'
import {
  DAY,
  endOfMonth,
  type Instant,
  MONTHS,
  monthIndex,
  season,
  startOfDay,
  startOfMonth,
} from './calendar.ts'
import type { Company, Cost, Forecast } from './company.ts'
import { dealAt, inEuro, isOpen, isWon } from './deal_state.ts'
import { sellerOf } from './firm.ts'
import { major } from './money.ts'
import type { Random } from './random.ts'
import { isEmployed, ramp, team, teamAt } from './reps.ts'

/** A year's quota in EUR cents when fully ramped. */
const QUOTA: Record<Rep['role'], number> = {
  ae: 24_000_000,
  csm: 42_000_000,
  sdr: 14_000_000,
  vp: 0,
}

export function plan(company: Company): void {
  const { targets, scale } = company
  MONTHS.forEach((month, i) => {
    const middle = startOfMonth(month) + 14 * DAY
    const shape = (season(middle) * 100) / 98
    const add = (
      metric: string,
      amount: string,
      currency = 'EUR',
      teamName = '',
      owner: Rep | null = null,
    ) => targets.push({ month, metric, team: teamName, owner, amount, currency })
    const teams = new Map<string, number>()
    for (const rep of company.reps) {
      const seller =
        rep.role === 'ae' || rep.role === 'csm' || teamAt(rep, middle) === 'international'
      if (!seller || rep.sameAs !== null || !isEmployed(rep, middle)) continue
      const boost = teamAt(rep, middle) === 'enterprise' ? 1.25 : 1
      const quota = round((QUOTA[rep.role] / 12) * boost * ramp(rep, middle) * shape, 50_000)
      const name = team(teamAt(rep, middle)).name
      add('bookings_quota', major(quota), 'EUR', name, rep)
      if (rep.role !== 'csm') teams.set(name, (teams.get(name) ?? 0) + quota)
    }
    for (const [name, quota] of teams)
      add('new_arr', major(round(quota * 0.72, 10_000)), 'EUR', name)
    const growth = scale * 1.4 * (1 + i * 0.012)
    add('new_arr', major(round(6_900_000 * growth * shape, 100_000)))
    add('pipeline_created', major(round(33_000_000 * growth * shape, 100_000)))
    add('mqls', String(Math.round(44 * growth * shape)), '')
    add('opportunities_created', String(Math.round(21 * growth * shape)), '')
    add('marketing_spend', major(round(1_150_000 * growth, 10_000)))
    add('net_revenue_retention', '1.04', '')
    add('logo_churn_rate', '0.012', '')
    add('win_rate', '0.27', '')
  })
}

const round = (amount: number, step: number) => Math.round(amount / step) * step

/** Fully loaded EUR cents a month. */
const SALARY: Record<Rep['role'], number> = {
  vp: 1_350_000,
  ae: 690_000,
  csm: 560_000,
  sdr: 440_000,
}

export function spend(random: Random, company: Company): void {
  const { costs, scale } = company
  const won = wonByMonth(company)
  for (const month of MONTHS) {
    const stream = random.fork(month)
    const day = startOfDay(endOfMonth(month))
    const raise = 1 + 0.035 * Math.floor((month - (MONTHS[0] ?? 0)) / 12)
    const book = (
      department: Cost['department'],
      category: string,
      description: string,
      amount: number,
      currency = 'EUR',
    ) => {
      const exact = Math.round(amount * stream.between(0.97, 1.03))
      costs.push({ day, department, category, description, amount: exact, currency })
    }
    for (const [role, department] of [
      ['ae', 'sales'],
      ['sdr', 'sales'],
      ['vp', 'sales'],
      ['csm', 'customer success'],
    ] as const) {
      const heads = company.reps.filter(
        (rep) => rep.role === role && rep.sameAs === null && isEmployed(rep, day - 10 * DAY),
      ).length
      if (heads > 0)
        book(
          department,
          'salaries',
          `Payroll ${role.toUpperCase()}, ${heads} people`,
          heads * SALARY[role] * raise,
        )
    }
    book('sales', 'commissions', 'Commissions on bookings', (won.get(month) ?? 0) * 0.09)
    book('sales', 'software', 'CRM and sales tools', 310_000 * scale * raise)
    book('sales', 'travel', 'Customer visits', 240_000 * scale * season(day))
    book('marketing', 'salaries', 'Payroll marketing', 1_480_000 * scale * raise)
    book('marketing', 'software', 'Marketing tools', 190_000 * scale * raise)
    book('marketing', 'agency', 'Content and design agency', 260_000 * scale)
    const isFair = [2, 9].includes(month % 12)
    if (isFair)
      book(
        'marketing',
        'events',
        month % 12 === 9 ? 'Revenue Summit Berlin' : 'Spring fairs',
        2_900_000 * scale,
      )
    if (month % 12 === 9) book('marketing', 'events', 'Stockholm meet-up', 8_400_000 * scale, 'SEK')
    book('customer success', 'software', 'Help desk and onboarding tools', 120_000 * scale)
    book('r&d', 'salaries', 'Payroll product, Berlin', 3_900_000 * scale * raise)
    book('r&d', 'salaries', 'Payroll engineering, Cluj-Napoca', 15_500_000 * scale * raise, 'RON')
    book(
      'r&d',
      'software',
      'Cloud hosting',
      620_000 * scale * (0.8 + 0.02 * (month - (MONTHS[0] ?? 0))),
      'USD',
    )
    if (month % 12 === 5) book('marketing', 'agency', 'Credit note of the agency', -84_000 * scale)
  }
}

function wonByMonth(company: Company): Map<number, number> {
  const won = new Map<number, number>()
  for (const deal of company.deals) {
    if (deal.pipeline !== 'sales' || deal.isInternal || deal.mergedInto !== null) continue
    const state = dealAt(deal, Number.POSITIVE_INFINITY)
    if (!isWon(deal, state.stage) || state.amount === null) continue
    const month = monthIndex(state.closeDate)
    const amount = inEuro(deal, state.amount, company.fx.rate(deal.currency, deal.createdAt))
    won.set(month, (won.get(month) ?? 0) + amount)
  }
  return won
}

const CATEGORY = { COMMIT: 'commit', BEST_CASE: 'best_case', PIPELINE: 'pipeline' } as const

/** On the first morning of a month every seller says what will come in. */
export function forecast(random: Random, company: Company): void {
  const submitted = new Map<string, Forecast>()
  for (const month of MONTHS) {
    const at: Instant = startOfMonth(month) - 1
    for (const deal of company.deals) {
      if (deal.createdAt > at || deal.isInternal || (deal.mergedAt !== null && deal.mergedAt <= at))
        continue
      const state = dealAt(deal, at)
      if (!isOpen(deal, state.stage) || state.owner === null || state.amount === null) continue
      if (monthIndex(state.closeDate) !== month) continue
      if (state.forecast === 'OMIT' || state.forecast === 'CLOSED') continue
      const category = CATEGORY[state.forecast]
      const owner = sellerOf(state.owner)
      const key = `${month}/${owner.id}/${category}`
      const entry = submitted.get(key) ?? {
        month,
        submittedAt: at + 1 + 8 * 3_600_000 + random.fork(key).int(0, 7_000) * 1000,
        owner,
        category,
        amount: 0,
      }
      entry.amount += inEuro(deal, state.amount, company.fx.rate(deal.currency, deal.createdAt))
      submitted.set(key, entry)
    }
  }
  for (const entry of submitted.values()) {
    const mood = random.fork(`${entry.owner.id}/${entry.month}/mood`).spread(1, 0.12)
    company.forecasts.push({ ...entry, amount: round(entry.amount * mood, 10_000) })
  }
}
