// Tickets by year of creation, in their state on the last day.

import { END, type Instant, isoMinute, MINUTE } from '../../calendar.ts'
import type { Company, Ticket } from '../../company.ts'
import { RowDirt } from '../../dirt.ts'
import { Random } from '../../random.ts'
import { type Cell, YearFiles } from '../csv.ts'
import { type Agent, agentsOf } from './agents.ts'

const HEADER =
  'Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,First resolution time in minutes,First resolution time in minutes within business hours,Full resolution time in minutes,Full resolution time in minutes within business hours,Agent wait time in minutes,Agent wait time in minutes within business hours,Requester wait time in minutes,Requester wait time in minutes within business hours,On hold time in minutes,On hold time in minutes within business hours,Product area [list],Affected report [txt]'.split(
    ',',
  )

export function exportTickets(company: Company, dir: string): void {
  const dirt = new RowDirt(new Random(`rows/${company.seed}/zendesk/tickets`), company.dirt)
  const files = new YearFiles((year) => `${dir}/tickets_${year}.csv`, HEADER, dirt)
  const agents = agentsOf(company.seed)
  for (const ticket of company.tickets) files.of(ticket.createdAt).row(row(ticket, agents))
  files.close()
}

function row(ticket: Ticket, agents: readonly Agent[]): Cell[] {
  const { id, requester, createdAt, firstReplyAt, solvedAt } = ticket
  const random = new Random(`ticket/${id}`)
  const isBilling = ticket.subject.includes('invoice')
  const group = isBilling ? 'Billing' : 'Support'
  const agent = random.pick(agents.filter((candidate) => candidate.group === group))
  const minutes = (at: Instant | null) => (at === null ? '' : Math.round((at - createdAt) / MINUTE))
  const assignedAt = Math.min(createdAt + random.int(1, 40) * MINUTE, firstReplyAt ?? END)
  const updatedAt = solvedAt ?? firstReplyAt ?? createdAt
  const hours = solvedAt === null ? '' : Math.round((solvedAt - createdAt) / (60 * MINUTE))
  const first = minutes(firstReplyAt)
  const full = minutes(solvedAt)
  const name = requester?.name ?? ''
  const email = requester?.email ?? ''
  return [
    1,
    id,
    name,
    requester?.id ?? '',
    '',
    email,
    email.split('@')[1] ?? '',
    name,
    agent.name,
    group,
    ticket.subject,
    isBilling ? 'billing customer' : 'customer',
    statusOf(ticket),
    ticket.priority.replace(/^./, (letter) => letter.toUpperCase()),
    random.pick(['Mail', 'Mail', 'Web form', 'Chat']),
    random.pick(['Question', 'Incident', 'Problem']),
    isoMinute(createdAt),
    isoMinute(updatedAt),
    isoMinute(assignedAt),
    requester?.organization.name ?? '',
    '',
    isoMinute(assignedAt),
    solvedAt === null ? '' : isoMinute(solvedAt),
    hours,
    satisfactionOf(ticket),
    1,
    1,
    ticket.reopens,
    firstReplyAt === null ? 0 : 1 + ticket.reopens,
    first,
    first,
    full,
    full,
    full,
    full,
    '',
    '',
    first,
    first,
    0,
    0,
    isBilling ? 'Invoices' : 'Product',
    '',
  ]
}

/** Solved tickets are closed after four days. */
function statusOf({ solvedAt, firstReplyAt }: Ticket): string {
  if (solvedAt === null) return firstReplyAt === null ? 'New' : 'Open'
  return solvedAt < END - 4 * 24 * 60 * MINUTE ? 'Closed' : 'Solved'
}

function satisfactionOf({ satisfaction, solvedAt }: Ticket): string {
  if (satisfaction === null) return solvedAt === null ? 'Not Offered' : 'Offered'
  return satisfaction >= 4 ? 'Good' : 'Bad'
}
