// What the company spends on winning customers, and what they ask of its help desk.
import { isoDay } from '../calendar.ts'
import type { Company, Cost } from '../company.ts'
import { convert } from '../money.ts'
import { accountId } from './accounts.ts'

export interface TrueEconomics {
  /** Finance’s bookings, which have no paid media among them. */
  costs: TrueCost[]
  /** Every ticket, in the state of the last day. */
  tickets: TrueTicket[]
}

interface TrueCost {
  day: string
  department: Cost['department']
  category: string
  costEur: number
}

export interface TrueTicket {
  ticketId: string
  accountId: string
  openedAt: number
  firstReplyAt: number | null
  solvedAt: number | null
  /** Four or five of five stars; null without a rating. */
  isContent: boolean | null
}

export function economicsOf(company: Company): TrueEconomics {
  return {
    costs: company.costs.map(({ day, department, category, amount, currency }) => ({
      day: isoDay(day),
      department,
      category,
      costEur: convert(amount, company.fx.rate(currency, day)),
    })),
    tickets: company.tickets.map((ticket) => ({
      ticketId: ticket.id,
      // Who works for two firms asks for the one that the help desk knows.
      accountId: accountId(ticket.requester?.organization.account ?? ticket.account),
      openedAt: ticket.createdAt,
      firstReplyAt: ticket.firstReplyAt,
      solvedAt: ticket.solvedAt,
      isContent: ticket.satisfaction === null ? null : ticket.satisfaction >= 4,
    })),
  }
}
