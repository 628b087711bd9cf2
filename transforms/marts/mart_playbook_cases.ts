/** What playbooks learn from and are measured on: past cases, and those of today that they score. */
import { sql } from 'kysely'
import { day, flag, integer, money, number, oneOf, text, texts } from '../../src/columns.ts'
import { unionByName } from '../../src/sql/union.ts'
import { place } from '../../src/sql/window.ts'
import { defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { type Case, knownAfter, playbooks, slices, testPoints } from './playbook/cases.ts'
import { crossSellCases } from './playbook/cross_sell_cases.ts'
import { dealCases } from './playbook/deal_cases.ts'
import { leadCases } from './playbook/lead_cases.ts'
import { messageCases } from './playbook/message_cases.ts'
import { renewalCases } from './playbook/renewal_cases.ts'
import { upsellCases } from './playbook/upsell_cases.ts'

export const martPlaybookCases = defineTable({
  name: 'mart_playbook_cases',
  description:
    'One row per playbook, what it may suggest and day on which it could have: today and every 30 days back, four years at most, with what was known on the day and, where the time is up, what came of it.',
  grain: ['case_number'],
  relations: [{ column: 'account_id', to: dimAccounts, unknown: 'unknown' }],
  columns: {
    case_number: integer('The number of the row.'),
    playbook: oneOf(playbooks, 'The playbook.'),
    subject_id: text('What it is about: an account, subscription, opportunity, lead or message.'),
    account_id: text('The account.'),
    person_id: text('The person; not_allocated where it is about none.'),
    product_id: text('The product on offer; not_allocated where there is none.'),
    owner_id: text('Of a case of today: who is to act; else null.').nullable(),
    slice: oneOf(
      slices,
      'today: to be scored; undecided: its time is not up; held_out: the last twelve days of scoring whose outcome is known, on which playbooks are measured; between: known too late for a score on those; before: known in time.',
    ),
    facts: text('Of a case of today: what is known of it, in sentences; else null.').nullable(),
    facts_parts: text('What the sentences are made of, as JSON; else null.').nullable(),
    features: texts('What was known of it on the day, by name, in bands.'),
    is_hit: flag(
      'Whether it came to what the playbook looks for; null while that is open.',
    ).nullable(),
    due_date: day('Of a case of today: by when to act; else null.').nullable(),
    points_back: integer('How many times 30 days the day is back from data_as_of.'),
    rule_order: number(
      'What the rule of one column goes by, the highest first; null is last.',
    ).nullable(),
    amount: money('Of a case of today: what is at stake; else null.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(
        unionByName<Case>(
          renewalCases(db).$castTo<Case>(),
          upsellCases(db).$castTo<Case>(),
          crossSellCases(db).$castTo<Case>(),
          dealCases(db).$castTo<Case>(),
          leadCases(db).$castTo<Case>(),
          messageCases(db).$castTo<Case>(),
        ).as('case'),
      )
      .select(({ ref }) => {
        const known = sql`case ${ref('case.playbook')} ${sql.join(
          playbooks.map((name) => sql`when ${sql.lit(name)} then ${sql.lit(knownAfter(name))}`),
          sql` `,
        )} end`
        const points = ref('case.points_back')
        return [
          place({
            by: [sql.lit(1)],
            order: [ref('case.playbook'), points, ref('case.subject_id'), ref('case.product_id')],
          }).as('case_number'),
          'case.playbook',
          'case.subject_id',
          'case.account_id',
          'case.person_id',
          'case.product_id',
          'case.owner_id',
          sql<
            (typeof slices)[number]
          >`case when ${points} = 0 then 'today' when ${points} < ${known} then 'undecided'
            when ${points} < ${known} + ${sql.lit(testPoints)} then 'held_out'
            when ${points} < 2 * ${known} + ${sql.lit(testPoints - 1)} then 'between' else 'before' end`.as(
            'slice',
          ),
          'case.facts',
          'case.facts_parts',
          'case.features',
          sql<boolean | null>`case when ${points} >= ${known} then ${ref('case.is_hit')} end`.as(
            'is_hit',
          ),
          'case.due_date',
          'case.points_back',
          sql<number | null>`cast(${ref('case.rule_order')} as double)`.as('rule_order'),
          'case.amount',
        ]
      }),
})
