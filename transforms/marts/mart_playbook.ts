/** Work lists with a reason and a score, beside how good such lists were. */
import { sql } from 'kysely'
import { day, integer, money, number, oneOf, type RowOf, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { serial } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { dimPeople } from '../conformed/dim_people.ts'
import { dimProducts } from '../conformed/dim_products.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { type Playbook, playbooks } from './playbook/cases.ts'
import { featureWords } from './playbook/features.ts'
import { measuredLists } from './playbook/measured_lists.ts'
import { playbookSentences } from './playbook/sentences.ts'
import { suggestions } from './playbook/suggestions.ts'
import { weekdays, writingTimes } from './playbook/writing_times.ts'

const rowKinds = ['suggestion', 'measurement'] as const

const columns = {
  row_id: text('The playbook and the subject, or the playbook and the day measured.'),
  row_kind: oneOf(
    rowKinds,
    'What the row is: a suggestion of today, or how a list of a past day came out.',
  ),
  playbook: oneOf(playbooks, 'The playbook.'),
  subject_type: oneOf(
    ['account', 'subscription', 'opportunity', 'person', 'none'],
    'What the suggestion is about; none of a measurement.',
  ),
  subject_id: text('Its id; not_allocated of a measurement.'),
  account_id: text('The account; unknown of a measurement.'),
  person_id: text('The person; not_allocated where it is about none.'),
  product_id: text('The product to offer; not_allocated where there is none.'),
  owner_id: text('Who is to act: the owner of the opportunity or person, else of the account.'),
  team: text('The present team of the owner; `Not allocated` of a measurement.'),
  segment: text('The present segment of the account; likewise.'),
  opportunity_name: text('Of a deal its name; else `Not allocated`.'),
  reason: text('Why, in sentences with figures; empty of a measurement.'),
  reason_parts: text('What the sentences are made of, as JSON; likewise.', {
    known: Object.keys(playbookSentences),
  }),
  features: text('All that the score is made of, with the factor of each on the odds; likewise.', {
    known: featureWords,
  }),
  best_weekday: text('Of a time to write: the weekday; else `Not allocated`.', { known: weekdays }),
  best_hour: text('The hour, as clocks of the person show it; likewise.'),
  time_zone: text('The time zone of the person; likewise.'),
  date: day('The day of data_as_of, or the day measured.'),
  due_date: day('By when to act; null of a measurement.').nullable(),
  rank_number: integer('The place on the list, from 1; null of a measurement.').nullable(),
  score: number('The chance of what the playbook looks for; null of a measurement.').nullable(),
  amount: money('What is at stake; null where that is not known, and of a measurement.').nullable(),
  support_count: integer(
    'Customers with the same products who took the product next; null without a product.',
  ).nullable(),
  confidence: number('Their share among those with the same products; likewise.').nullable(),
  candidate_count: integer('Of a measurement: the cases of the day; else null.').nullable(),
  candidate_hit_count: integer('Those of them that were hits; likewise.').nullable(),
  listed_count: integer('The cases on the list; likewise.').nullable(),
  listed_hit_count: integer('Those of them that were hits; likewise.').nullable(),
  rule_hit_count: integer(
    'The hits on a list of that length by the rule of one column; likewise.',
  ).nullable(),
}
type Row = RowOf<typeof columns>
type Part = Partial<Row> & { readonly playbook: Playbook }

export const martPlaybook = defineTable({
  name: 'mart_playbook',
  description:
    'One row per suggestion of a playbook, the best scores of today; and one per playbook and day of the last twelve days of scoring whose outcome is known, with how the lists of that day came out. Who wants no mail or no calls from us is on no list.',
  grain: ['row_id'],
  columns,
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'product_id', to: dimProducts, unknown: 'unknown' },
  ],
  audits: (self) => [
    {
      name: 'nobody is on a list who wants no mail or no calls',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('row'))
          .innerJoin(dimPeople.as('person'), 'person.person_id', 'row.person_id')
          .where(({ eb, or }) =>
            or([eb('person.is_opted_out', '=', true), eb('person.is_call_refused', '=', true)]),
          )
          .select(['row.playbook', 'row.person_id']),
    },
  ],
  query: (db) => unionByName<Row>(listed(db).$castTo<Row>(), measured(db).$castTo<Row>()),
})

const subjectTypes: Readonly<Record<Playbook, Row['subject_type']>> = {
  renewals_at_risk: 'subscription',
  upsell: 'account',
  cross_sell: 'account',
  stalled_deals: 'opportunity',
  leads_to_call: 'person',
  best_time_to_write: 'person',
}

const notAllocated = sql<string>`'Not allocated'`

/** The suggestions of today, under whom it is up to. */
const listed = (db: Db) =>
  db
    .selectFrom(
      unionByName<Part>(suggestions(db).$castTo<Part>(), writingTimes(db).$castTo<Part>()).as(
        'suggestion',
      ),
    )
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .leftJoin(dimAccounts.as('account'), 'account.account_id', 'suggestion.account_id')
    .leftJoin(dimOwners.as('owner'), 'owner.owner_id', 'suggestion.owner_id')
    .leftJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'suggestion.subject_id',
    )
    .select(({ fn, ref, val }) => [
      serial(ref('suggestion.playbook'), ref('suggestion.subject_id').$notNull()).as('row_id'),
      val('suggestion' as const).as('row_kind'),
      'suggestion.playbook',
      sql<Row['subject_type']>`case ${ref('suggestion.playbook')} ${sql.join(
        Object.entries(subjectTypes).map(
          ([playbook, type]) => sql`when ${sql.lit(playbook)} then ${sql.lit(type)}`,
        ),
        sql` `,
      )} end`.as('subject_type'),
      'suggestion.subject_id',
      fn.coalesce('account.account_id', val('unknown')).as('account_id'),
      'suggestion.person_id',
      'suggestion.product_id',
      fn.coalesce('owner.owner_id', val('unknown')).as('owner_id'),
      fn.coalesce('owner.team', val('Unknown')).as('team'),
      fn.coalesce('account.segment', val('Unknown')).as('segment'),
      fn.coalesce('opportunity.opportunity_name', notAllocated).as('opportunity_name'),
      'suggestion.reason',
      'suggestion.reason_parts',
      'suggestion.features',
      fn.coalesce('suggestion.best_weekday', notAllocated).as('best_weekday'),
      fn.coalesce('suggestion.best_hour', notAllocated).as('best_hour'),
      fn.coalesce('suggestion.time_zone', notAllocated).as('time_zone'),
      dayOf(ref('run.as_of')).as('date'),
      'suggestion.due_date',
      'suggestion.rank_number',
      'suggestion.score',
      'suggestion.amount',
      'suggestion.support_count',
      'suggestion.confidence',
    ])

const measured = (db: Db) =>
  db
    .selectFrom(measuredLists(db).as('list'))
    .select(({ ref, val }) => [
      serial(ref('list.playbook'), sql<string>`cast(${ref('list.date')} as varchar)`).as('row_id'),
      val('measurement' as const).as('row_kind'),
      'list.playbook',
      val('none' as const).as('subject_type'),
      val('not_allocated').as('subject_id'),
      val('unknown').as('account_id'),
      val('not_allocated').as('person_id'),
      val('not_allocated').as('product_id'),
      val('not_allocated').as('owner_id'),
      notAllocated.as('team'),
      notAllocated.as('segment'),
      notAllocated.as('opportunity_name'),
      val('').as('reason'),
      val('').as('reason_parts'),
      val('').as('features'),
      notAllocated.as('best_weekday'),
      notAllocated.as('best_hour'),
      notAllocated.as('time_zone'),
      'list.date',
      'list.candidate_count',
      'list.candidate_hit_count',
      'list.listed_count',
      'list.listed_hit_count',
      'list.rule_hit_count',
    ])
