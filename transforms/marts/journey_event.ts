/** What a row of the journey of an account is, whatever it tells of. */
import { day, exactMoney, oneOf, type RowOf, text, timestamp } from '../../src/columns.ts'

/** By what it is about, what can happen, in the order in which things of one instant did. */
const eventsOf = {
  Marketing: [
    'Website session',
    'Form',
    'Marketing e-mail',
    'Marketing event',
    'Advertisement',
    'Campaign response',
    'Other touchpoint',
  ],
  Lead: ['Lead stage'],
  Activity: ['Call', 'E-mail', 'Meeting', 'Message', 'Task', 'Note'],
  Opportunity: [
    'Opportunity created',
    'Stage entered',
    'Opportunity won',
    'Opportunity lost',
    'Opportunity disqualified',
  ],
  Contract: [
    'Subscription started',
    'Subscription restarted',
    'Subscription expanded',
    'Subscription reduced',
    'Cancellation asked for',
    'Subscription ended',
    'Renewed',
    'Not renewed',
  ],
  Billing: ['Invoice', 'Payment', 'Payment failed', 'Refund'],
  Support: ['Ticket opened', 'Ticket solved'],
} as const

type Group = keyof typeof eventsOf
export type JourneyEvent = (typeof eventsOf)[Group][number]

export const journeyEvents = Object.values(eventsOf).flat() as [JourneyEvent, ...JourneyEvent[]]
export const journeyGroups = Object.keys(eventsOf) as [Group, ...Group[]]

/** The columns that each kind of event fills, as far as it has them; null where it has not. */
export const eventColumns = {
  account_id: text('The account.'),
  event: oneOf(journeyEvents, 'What happened.'),
  record_id: text('The record that tells of it, scoped by source.'),
  person_id: text('Who it was with; null where nobody is named.').nullable(),
  opportunity_id: text('Of which opportunity; null for what is of none.').nullable(),
  title: text('What it was, in the words of its system; null where it has none.').nullable(),
  source_system: text('The system that tells of it.'),
  channel: text('Of a contact with marketing: its channel; else null.').nullable(),
  handled_by: text(
    'Who of us did it, or owns the opportunity; null where the system does not say.',
  ).nullable(),
  date: day('The day of occurred_at.'),
  occurred_at: timestamp('When; what has a day only stands at its first instant.'),
  amount: exactMoney(
    'Of an opportunity its worth, of a subscription what the event added to or took from MRR, of a renewal the MRR renewed or lost, of a bill or payment what it is over; else null.',
  ).nullable(),
}
export type EventRow = RowOf<typeof eventColumns>

/** Which group an event is of, by the list above. */
export const groupByEvent = Object.entries(eventsOf).flatMap(([group, events]) =>
  events.map((event) => [event, group] as const),
)
