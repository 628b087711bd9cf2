// Tickets of customers: more when the fit is poor, slower at night and in August.

import type { Account } from './account.ts'
import { businessHours, DAY, END, HOUR, MINUTE, START, season } from './calendar.ts'
import type { Company, Ticket } from './company.ts'
import type { Random } from './random.ts'

const SUBJECTS = [
  'Import of opportunities fails',
  'Forecast differs from CRM',
  'Question about an invoice',
  'Add users',
  'Dashboard is slow',
  'SSO set-up',
  'How do I change a quota?',
  'Export to Excel',
] as const

export function support(random: Random, company: Company): void {
  for (const account of company.accounts) {
    if (account.kind !== 'regular') continue
    for (const [i, stay] of account.stays.entries()) {
      tickets(
        random.fork(`${account.key}/${i}`),
        company,
        account,
        stay.from,
        Math.min(stay.to ?? END, END),
      )
    }
  }
  company.tickets.sort((a, b) => a.createdAt - b.createdAt)
  company.tickets.forEach((ticket, i) => {
    ticket.id = String(10_001 + i)
  })
}

function tickets(
  random: Random,
  company: Company,
  account: Account,
  from: number,
  to: number,
): void {
  const size = account.employees[0]?.value ?? 10
  const rate = (size < 50 ? 0.35 : size < 500 ? 0.8 : 2.2) * (2 - account.fit)
  const begin = Math.max(from, START)
  const count = random.poisson(Math.max(0, (rate * (to - begin)) / (30 * DAY)))
  for (let i = 0; i < count; i++) company.tickets.push(ticket(random.fork(i), account, begin, to))
}

function ticket(random: Random, account: Account, from: number, to: number): Ticket {
  const createdAt = Math.min(businessHours(random, random.between(from, to)), END - MINUTE)
  const priority = random.weighted(
    ['low', 'normal', 'high', 'urgent'] as const,
    (name) => ({ low: 3, normal: 9, high: 3, urgent: 1 })[name],
  )
  const haste = { low: 2, normal: 1, high: 0.5, urgent: 0.2 }[priority] / season(createdAt)
  const firstReplyAt = createdAt + Math.floor(random.spread(95, 0.9) * haste * MINUTE)
  const solvedAt = firstReplyAt + Math.floor(random.spread(14, 1.1) * haste * HOUR)
  const isSolved = solvedAt <= END && random.chance(0.985)
  const happy = Math.round(
    random.spread(4.4, 0.12) * (0.85 + 0.15 * account.fit) - (solvedAt - createdAt) / (9 * DAY),
  )
  return {
    id: '',
    account,
    requester: null,
    createdAt,
    firstReplyAt: firstReplyAt <= END ? firstReplyAt : null,
    solvedAt: isSolved ? solvedAt : null,
    reopens: random.poisson(0.08),
    priority,
    subject: random.pick(SUBJECTS),
    satisfaction: isSolved && random.chance(0.34) ? Math.max(1, Math.min(5, happy)) : null,
  }
}
