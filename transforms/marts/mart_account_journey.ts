/** Whatever happened with each account, in the order of time. */
import { integer, oneOf } from '../../src/columns.ts'
import { chosen, placeAmong } from '../../src/sql/choice.ts'
import { unionByName } from '../../src/sql/union.ts'
import { place } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimPeople } from '../conformed/dim_people.ts'
import {
  type EventRow,
  eventColumns,
  groupByEvent,
  journeyEvents,
  journeyGroups,
} from './journey_event.ts'
import {
  cancellations,
  invoices,
  movements,
  payments,
  renewals,
  ticketsOpened,
  ticketsSolved,
} from './journey_of_customers.ts'
import {
  opportunitiesClosed,
  opportunitiesCreated,
  stagesEntered,
} from './journey_of_opportunities.ts'
import { activities, leadStages, touchpoints } from './journey_of_people.ts'

export const martAccountJourney = defineTable({
  name: 'mart_account_journey',
  description:
    'One row per contact with marketing, stage of a lead, activity, event of an opportunity, change of a subscription, renewal, invoice, payment and ticket of an account, until data_as_of; what is of no account that we know is out.',
  grain: ['account_id', 'sequence_number'],
  relations: [
    { column: 'account_id', to: dimAccounts },
    { column: 'person_id', to: dimPeople, unknown: 'unknown' },
  ],
  columns: {
    ...eventColumns,
    event_group: oneOf(journeyGroups, 'What the event is about.'),
    sequence_number: integer('The place of the event in the account’s journey, from 1.'),
  },
  query: (db) =>
    db
      .selectFrom(events(db).as('event'))
      .where('event.account_id', '!=', 'unknown')
      .selectAll('event')
      .select(({ ref, lit }) => [
        chosen(ref('event.event'), groupByEvent, lit(null))
          .$castTo<(typeof journeyGroups)[number]>()
          .as('event_group'),
        place({
          by: [ref('event.account_id')],
          order: [
            ref('event.date'),
            ref('event.occurred_at'),
            placeAmong(ref('event.event'), journeyEvents),
            ref('event.record_id'),
            ref('event.title'),
          ],
        }).as('sequence_number'),
      ]),
})

/** What an event lacks is null: the union goes by name, and the audit holds it to the columns. */
const events = (db: Db) =>
  unionByName<EventRow>(
    touchpoints(db),
    leadStages(db),
    activities(db),
    opportunitiesCreated(db),
    stagesEntered(db),
    opportunitiesClosed(db),
    movements(db),
    cancellations(db),
    renewals(db),
    invoices(db),
    payments(db),
    ticketsOpened(db),
    ticketsSolved(db),
  )
