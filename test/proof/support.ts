/** View `support`, over tickets and over the customers at month ends. */
import { accountColumns, ofAccount } from './attributes.ts'
import { customers } from './mrr_days.ts'
import type { Proof } from './proof.ts'

const ticketsOn = (event: string, date: string) => `
  select '${event}' as event, ${date} as date, ticket.first_response_minutes,
    ticket.resolution_minutes, ticket.csat_score, ticket.priority, ${accountColumns}
  from fct_tickets as ticket ${ofAccount('ticket.account_id', date)}
  where ${date} is not null`

const tickets = [
  ticketsOn('opened', 'ticket.opened_date'),
  ticketsOn('answered', 'ticket.answered_date'),
  ticketsOn('solved', 'ticket.solved_date'),
  ticketsOn('rated', 'coalesce(ticket.solved_date, ticket.opened_date)'),
].join(' union all by name ')

export const support: readonly Proof[] = [
  {
    view: 'support',
    of: 'period',
    rows: tickets,
    slices: ['segment', 'priority'],
    measures: {
      tickets: "count(*) filter (where event = 'opened')",
      median_first_response_minutes:
        "median(first_response_minutes) filter (where event = 'answered')",
      median_resolution_hours: "median(resolution_minutes) filter (where event = 'solved') / 60",
      csat: "avg(csat_score) filter (where event = 'rated')",
    },
  },
  {
    view: 'support',
    of: 'period',
    rows: `
      from (${ticketsOn('opened', 'ticket.opened_date')})
      union all by name (${customers})`,
    slices: ['segment', 'owner'],
    measures: {
      tickets_per_customer: `nullif(count(*) filter (where event = 'opened'), 0)
        / nullif(count(distinct account_id) filter (where event = 'customer' and is_end), 0)`,
    },
  },
]
