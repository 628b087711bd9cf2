/** What was known of every customer on each day on which playbooks score. */
import { sql } from 'kysely'
import {
  day,
  flag,
  integer,
  list,
  oneOf,
  type Recurring,
  recurring,
  text,
} from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import {
  dayOfPoint,
  greatestUntil,
  sumOfNextPoints,
  sumOfPoints,
} from '../../src/sql/scoring_points.ts'
import { dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { mapAccountAttributes } from '../conformed/map_account_attributes.ts'
import { customerFacts } from './playbook/customer_facts.ts'
import { renewalTypes } from './playbook/ending_terms.ts'

export const martPlaybookCustomers = defineTable({
  name: 'mart_playbook_customers',
  description:
    'One row per account and day of scoring on which it had MRR: today and every 30 days back, four years at most, with what was known on that day.',
  grain: ['account_id', 'points_back'],
  columns: {
    account_id: text('The account.'),
    segment: text('Its segment on the day.'),
    product_ids: list('The products that it had.'),
    product_names: list('Their names.'),
    has_open_deal: flag('Whether a deal for more business with it was open.'),
    is_leaving: flag('Whether a subscription of it was cancelled and had not ended.'),
    renewal_type: oneOf(
      renewalTypes,
      'Of the term that ends within 90 days: whether its renewal deal is open, won or lost; null without one.',
    ).nullable(),
    points_back: integer('How many times 30 days the day is back from data_as_of.'),
    scored_date: day('The day.'),
    term_end_date: day(
      'When the term ends that ends next, of those a year or longer; null without one.',
    ).nullable(),
    customer_since_date: day('When it first had MRR; null where nothing tells.').nullable(),
    contacted_date: day('The last contact of ours until then; null before any.').nullable(),
    mrr: recurring('On the day.'),
    signed_mrr: recurring(
      'What a renewal deal that was won is worth a month, from its term on; null without one.',
    ).nullable(),
    ticket_count: integer('Tickets opened in the last 360 days.'),
    complaint_count: integer('Tickets rated bad that were solved in the last 180 days.'),
    failed_payment_count: integer('Payments that failed in the last 90 days.'),
    contact_count: integer('Contacts of ours, either way, in the last 90 days.'),
    expansion_count: integer('Expansions of products that it had, in the last 360 days.'),
    contraction_count: integer('Contractions in the last 360 days.'),
    next_expansion_count: integer(
      'The same expansions in the 90 days after; what a playbook learns from, and never looks at.',
    ),
  },
  query: (db) =>
    db
      .selectFrom(told(db).as('customer'))
      .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
      .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
        join
          .onRef('attributes.account_id', '=', 'customer.account_id')
          .onRef('attributes.valid_from', '<=', 'customer.scored_date')
          .onRef('attributes.valid_to', '>', 'customer.scored_date'),
      )
      .where('customer.mrr', '>', sql<Recurring>`0`)
      .select(({ fn, val }) => [
        'customer.account_id',
        fn.coalesce('attributes.segment', val('Unknown')).as('segment'),
        'customer.product_ids',
        'customer.product_names',
        'customer.has_open_deal',
        'customer.is_leaving',
        'customer.renewal_type',
        'customer.points_back',
        'customer.scored_date',
        'customer.term_end_date',
        'customer.customer_since_date',
        'customer.contacted_date',
        'customer.mrr',
        'customer.signed_mrr',
        'customer.ticket_count',
        'customer.complaint_count',
        'customer.failed_payment_count',
        'customer.contact_count',
        'customer.expansion_count',
        'customer.contraction_count',
        'customer.next_expansion_count',
      ]),
})

/** Accounts at points, with sums over the points before them. */
const told = (db: Db) =>
  db
    .selectFrom(customerFacts(db).as('at'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .select(({ ref }) => {
      const points = { of: [ref('at.account_id')], by: ref('at.points_back') }
      return [
        'at.account_id',
        'at.points_back',
        'at.product_ids',
        'at.product_names',
        'at.has_open_deal',
        'at.is_leaving',
        'at.renewal_type',
        'at.mrr',
        'at.signed_mrr',
        'at.term_end_date',
        dayOfPoint(ref('at.points_back'), dayOf(ref('run.as_of'))).as('scored_date'),
        greatestUntil(ref('at.customer_since_date'), points).as('customer_since_date'),
        greatestUntil(ref('at.contacted_date'), points).as('contacted_date'),
        sumOfPoints(ref('at.ticket_count'), 12, points).as('ticket_count'),
        sumOfPoints(ref('at.complaint_count'), 6, points).as('complaint_count'),
        sumOfPoints(ref('at.failed_payment_count'), 3, points).as('failed_payment_count'),
        sumOfPoints(ref('at.contact_count'), 3, points).as('contact_count'),
        sumOfPoints(ref('at.expansion_count'), 12, points).as('expansion_count'),
        sumOfPoints(ref('at.contraction_count'), 12, points).as('contraction_count'),
        sumOfNextPoints(ref('at.expansion_count'), 3, points).as('next_expansion_count'),
      ]
    })
