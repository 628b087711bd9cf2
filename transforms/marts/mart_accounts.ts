/** All that is known of each account, in one row. */
import type { Expression } from 'kysely'
import {
  type Day,
  day,
  exactMoney,
  flag,
  integer,
  money,
  number,
  oneOf,
  type Recurring,
  recurring,
  text,
} from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { daysSince } from '../../src/sql/days.ts'
import { listing } from '../../src/sql/listing.ts'
import { idsOf } from '../../src/sql/source_keys.ts'
import { dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { fctActivities } from '../conformed/fct_activities.ts'
import { fctTickets } from '../conformed/fct_tickets.ts'
import { mapAccounts } from '../conformed/map_accounts.ts'
import { lastActivities, lastTouchpoints, nextActivities, peopleKnown } from './account_contacts.ts'
import { customerLives, recurringNow, renewals } from './account_contracts.ts'
import { healthParts, healthScore } from './account_health.ts'
import { pipelineNow, wonSoFar } from './account_sales.ts'
import { billsNow, ticketsNow } from './account_service.ts'

const lifecycles = [
  'Customer',
  'Churned',
  'Signed',
  'Open opportunity',
  'Prospect',
  'Unknown',
] as const
type Lifecycle = (typeof lifecycles)[number]

const score = (what: string) =>
  integer(`Of a customer, from 0 to 100: ${what}; null for others, and where nothing is known.`)

export const martAccounts = defineTable({
  name: 'mart_accounts',
  description:
    'One row per account, and one for `unknown`, with all that is known of it as of data_as_of.',
  grain: ['account_id'],
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
  ],
  columns: {
    account_id: text('The account.'),
    owner_id: text('The current owner.'),
    team: text('The owner’s current team.'),
    segment: text('The current segment.'),
    lifecycle: oneOf(
      lifecycles,
      'Customer with MRR now, Churned with MRR before; Signed where a subscription is agreed or an opportunity won and no MRR came of it yet; Open opportunity; Prospect for all others.',
    ),
    products: text('The products with MRR now, by name; null without.').nullable(),
    plans: text('The plans with MRR now; null without.').nullable(),
    source_systems: text('The systems that have records of it.'),
    source_ids: text('The ids of its records, scoped by source, with ; in between.'),
    date: day('When it became a customer, else when its first record was created.'),
    created_date: dimAccounts.columns.created_date,
    customer_since_date: day('Its first day with MRR; null for who never had any.').nullable(),
    churned_date: day('When its MRR ended; null while it has any, or never had.').nullable(),
    renewal_date: day('When the next of its terms ends; null where none does.').nullable(),
    next_close_date: day(
      'When the first of its open opportunities is expected to close; null without one.',
    ).nullable(),
    next_activity_date: day('The next planned activity; null without one.').nullable(),
    last_touch_date: day('The later of the last activity and touchpoint.').nullable(),
    last_activity_date: day(
      'The last call, e-mail, meeting or message that no machine made, from either side.',
    ).nullable(),
    last_outreach_date: day('The last one by which one of us turned to it.').nullable(),
    last_inbound_date: day('The last one by which it turned to us.').nullable(),
    last_touchpoint_date: day('The last contact with marketing.').nullable(),
    is_ending: flag('Whether a subscription that it pays for is cancelled for its end.'),
    is_at_risk: flag('Whether it is a customer whose health is below the one of the settings.'),
    days_to_renewal: integer('From data_as_of to renewal_date.').nullable(),
    days_since_touch: integer('From last_touch_date to data_as_of.').nullable(),
    mrr: recurring('Now.'),
    mrr_12_before: recurring(
      'At the month end 12 months before; null where that is before the company’s first.',
    ).nullable(),
    base_mrr: recurring(
      'That 12 months ago, or the first one of a customer for less; null for who never had any.',
    ).nullable(),
    ending_mrr: recurring('What of it is cancelled for its end.'),
    renewal_mrr: recurring('What of it comes up on renewal_date.'),
    product_count: integer('The products with MRR now.'),
    open_opportunity_count: integer('Its open opportunities, without renewals.'),
    open_amount: money('What they are worth.'),
    weighted_amount: exactMoney('The same × the probability of their stages.'),
    won_count: integer('The opportunities ever won, without renewals.'),
    won_amount: money('What was ever won, renewals included.'),
    open_ticket_count: integer('Tickets that are not solved.'),
    ticket_90_count: integer('Tickets opened in the last 90 days.'),
    csat: number('The mean rating of the last 365 days, from 0 to 1; null without.').nullable(),
    overdue_invoice_count: integer('Open invoices that are past due.'),
    overdue_amount: money('What is left to pay of them, tax included.'),
    judged_invoice_count: integer(
      'Bills of the last 365 days, but for those that are open and not due yet.',
    ),
    clean_invoice_count: integer('Those of them that were paid by their due date, at once.'),
    people_count: integer('The people whom we know there.'),
    contact_count: integer('Those of them who were in an activity of the last 365 days.'),
    opted_out_count: integer('Those of them who want no e-mail.'),
    engagement_score: score('how lately we were in touch').nullable(),
    support_score: score('few tickets and good ratings').nullable(),
    payment_score: score('bills paid in time and at once').nullable(),
    contract_score: score('MRR against that of 12 months ago').nullable(),
    contact_score: score('with how many people we are in touch').nullable(),
    health_score: score('the weighted mean of the parts').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(withHealth(db).as('account'))
      .selectAll('account')
      .select(({ eb, fn, lit }) =>
        fn
          .coalesce(eb('account.health_score', '<', settings.accountHealth.atRiskBelow), lit(false))
          .$castTo<boolean>()
          .as('is_at_risk'),
      ),
})

const withHealth = (db: Db) =>
  db
    .selectFrom(withParts(db).as('account'))
    .selectAll('account')
    .select(({ ref }) =>
      healthScore({
        engagement: ref('account.engagement_score'),
        support: ref('account.support_score'),
        payment: ref('account.payment_score'),
        contract: ref('account.contract_score'),
        contacts: ref('account.contact_score'),
      }).as('health_score'),
    )

const withParts = (db: Db) =>
  db
    .selectFrom(known(db).as('account'))
    .innerJoin(knowledge(db).as('knowledge'), (join) => join.onTrue())
    .selectAll('account')
    .select(healthParts)

/** What the warehouse knows of at all: else that an account has none of it tells nothing. */
const knowledge = (db: Db) =>
  db.selectNoFrom(({ exists, selectFrom }) => [
    exists(selectFrom(fctActivities.as('activity')).select('activity.activity_id'))
      .$castTo<boolean>()
      .as('has_activities'),
    exists(selectFrom(fctTickets.as('ticket')).select('ticket.ticket_id'))
      .$castTo<boolean>()
      .as('has_tickets'),
  ])

const known = (db: Db) =>
  db
    .selectFrom(dimAccounts.as('account'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .leftJoin(dimOwners.as('owner'), 'owner.owner_id', 'account.owner_id')
    .leftJoin(records(db).as('record'), 'record.account_id', 'account.account_id')
    .leftJoin(recurringNow(db).as('recurring'), 'recurring.account_id', 'account.account_id')
    .leftJoin(customerLives(db).as('life'), 'life.account_id', 'account.account_id')
    .leftJoin(renewals(db).as('renewal'), 'renewal.account_id', 'account.account_id')
    .leftJoin(pipelineNow(db).as('open'), 'open.account_id', 'account.account_id')
    .leftJoin(wonSoFar(db).as('won'), 'won.account_id', 'account.account_id')
    .leftJoin(peopleKnown(db).as('people'), 'people.account_id', 'account.account_id')
    .leftJoin(lastTouchpoints(db).as('touch'), 'touch.account_id', 'account.account_id')
    .leftJoin(lastActivities(db).as('activity'), 'activity.account_id', 'account.account_id')
    .leftJoin(nextActivities(db).as('planned'), 'planned.account_id', 'account.account_id')
    .leftJoin(ticketsNow(db).as('ticket'), 'ticket.account_id', 'account.account_id')
    .leftJoin(billsNow(db).as('bill'), 'bill.account_id', 'account.account_id')
    // As of an earlier day, an account that came later is none yet, unless something is known of it.
    .where(({ eb, or, ref }) =>
      or([
        eb('account.created_date', 'is', null),
        eb('account.created_date', '<=', dayOf(ref('run.as_of'))),
        eb('life.customer_since_date', 'is not', null),
        eb('open.account_id', 'is not', null),
        eb('won.account_id', 'is not', null),
      ]),
    )
    .select(({ eb, fn, lit, or, ref, val }) => {
      const today = dayOf(ref('run.as_of'))
      const orNone = <T>(value: Expression<T | null>) => fn.coalesce(value, lit(0).$castTo<T>())
      const lastTouch = fn<Day | null>('greatest', ['touch.date', 'activity.date'])
      const isCustomer = eb('recurring.mrr', '>', lit(0).$castTo<Recurring>())
      return [
        'account.account_id',
        'account.owner_id',
        fn.coalesce('owner.team', val('Unknown')).as('team'),
        'account.segment',
        eb
          .case()
          .when(isCustomer)
          .then<Lifecycle>('Customer')
          .when('account.account_id', '=', 'unknown')
          .then<Lifecycle>('Unknown')
          .when('life.customer_since_date', 'is not', null)
          .then<Lifecycle>('Churned')
          .when(or([eb('won.account_id', 'is not', null), eb('renewal.has_signed', '=', true)]))
          .then<Lifecycle>('Signed')
          .when('open.account_id', 'is not', null)
          .then<Lifecycle>('Open opportunity')
          .else<Lifecycle>('Prospect')
          .end()
          .as('lifecycle'),
        'recurring.products',
        'recurring.plans',
        fn.coalesce('record.source_systems', 'account.source_system').as('source_systems'),
        fn.coalesce('record.source_ids', 'account.account_id').as('source_ids'),
        fn
          .coalesce(
            'life.customer_since_date',
            fn<Day | null>('least', ['account.created_date', today]),
            today,
          )
          .as('date'),
        'account.created_date',
        'life.customer_since_date',
        eb
          .case()
          .when(isCustomer)
          .then(null)
          .else(ref('life.churned_date'))
          .end()
          .as('churned_date'),
        'renewal.renewal_date',
        'open.next_close_date',
        'planned.date as next_activity_date',
        lastTouch.as('last_touch_date'),
        'activity.date as last_activity_date',
        'activity.outreach_date as last_outreach_date',
        'activity.inbound_date as last_inbound_date',
        'touch.date as last_touchpoint_date',
        eb(orNone(ref('renewal.ending_mrr')), '>', lit(0).$castTo<Recurring>())
          .$castTo<boolean>()
          .as('is_ending'),
        daysSince(today, ref('renewal.renewal_date')).as('days_to_renewal'),
        daysSince(lastTouch, today).as('days_since_touch'),
        orNone(ref('recurring.mrr')).as('mrr'),
        'recurring.mrr_12_before',
        'life.base_mrr',
        orNone(ref('renewal.ending_mrr')).as('ending_mrr'),
        orNone(ref('renewal.renewal_mrr')).as('renewal_mrr'),
        orNone(ref('recurring.product_count')).as('product_count'),
        orNone(ref('open.open_count')).as('open_opportunity_count'),
        orNone(ref('open.open_amount')).as('open_amount'),
        orNone(ref('open.weighted_amount')).as('weighted_amount'),
        orNone(ref('won.won_count')).as('won_count'),
        orNone(ref('won.won_amount')).as('won_amount'),
        orNone(ref('ticket.open_ticket_count')).as('open_ticket_count'),
        orNone(ref('ticket.ticket_90_count')).as('ticket_90_count'),
        'ticket.csat',
        orNone(ref('bill.overdue_invoice_count')).as('overdue_invoice_count'),
        orNone(ref('bill.overdue_amount')).as('overdue_amount'),
        orNone(ref('bill.judged_count')).as('judged_invoice_count'),
        orNone(ref('bill.clean_count')).as('clean_invoice_count'),
        orNone(ref('people.people_count')).as('people_count'),
        orNone(ref('activity.people_count')).as('contact_count'),
        orNone(ref('people.opted_out_count')).as('opted_out_count'),
      ]
    })

/** The records of each account that are in their systems. */
const records = (db: Db) =>
  db
    .selectFrom(mapAccounts.as('map'))
    .where('map.is_living', '=', true)
    .groupBy('map.account_id')
    .select(({ ref }) => [
      'map.account_id',
      listing(ref('map.source_system')).as('source_systems'),
      idsOf(ref('map.source_key')).as('source_ids'),
    ])
