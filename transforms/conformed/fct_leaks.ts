/** Revenue that gets lost between what was sold, what is billed and what is paid. */
import { sql } from 'kysely'
import { day, type Local, localMoney, money, oneOf, text } from '../../src/columns.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimOwners } from './dim_owners.ts'
import { type Leak, leakStatuses, leakTypes } from './leak.ts'
import { leakSentences } from './leak_sentences.ts'
import { leaksOfDeals } from './leaks_of_deals.ts'
import { leaksOfDiscounts } from './leaks_of_discounts.ts'
import { leaksOfPayments } from './leaks_of_payments.ts'
import { leaksOfTerms } from './leaks_of_terms.ts'
import { leaksOfUsage } from './leaks_of_usage.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'

export const fctLeaks = defineTable({
  name: 'fct_leaks',
  description:
    'One row per finding of leakage, recovered ones and those that leak no more included; internal accounts, and what retries and days of grace settled, are out.',
  grain: ['leak_id'],
  columns: {
    leak_id: text('The type and what it was found in: the same as long as the finding lasts.'),
    account_id: text('The account; unknown where the customer is none of ours.'),
    owner_id: text(
      'Who owned the account on first_seen_date; of an opportunity, who owned that when it closed.',
    ),
    team: text('The owner’s team on that day.'),
    segment: text('The account’s segment on that day.'),
    opportunity_id: text('The opportunity that was won; null for others.').nullable(),
    subscription_id: text(
      'The subscription, scoped by source; null where none is known.',
    ).nullable(),
    invoice_id: text('The invoice, where it is one that leaks, scoped by source.').nullable(),
    source_system: text('The billing system; of an opportunity, the CRM.'),
    currency_code: text('The currency of amount_local, ISO 4217.'),
    leak_type: oneOf(
      leakTypes,
      'unbilled_closed_won and under_billed: new business against the subscriptions that began with it; expired_renewal: a term that began anew without an invoice.',
    ),
    leak_status: oneOf(
      leakStatuses,
      'open: it leaks still, or was not paid; recovered: billed or paid since; ended: it leaks no more, and what leaked is lost.',
    ),
    reason: text('Sentences with the figures.'),
    reason_parts: text(
      'What the sentences are made of, as JSON: of each the name of its template, and its figures with their units.',
      { known: Object.keys(leakSentences) },
    ),
    since_date: day('Since when it leaks.'),
    first_seen_date: day('The first day on which the data showed it, days of grace included.'),
    recovered_date: day('When it was billed or paid after all; null where it was not.').nullable(),
    amount_local: localMoney(
      'What is lost: of a payment what is due, tax included; of a term what it is worth; of all others what is lost a year.',
    ),
    amount: money('The same in the reporting currency.'),
  },
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
  ],
  audits: (self) => [
    {
      name: 'what leaks is worth something',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('leak'))
          .where(({ eb, or, ref }) =>
            or([
              eb('leak.amount_local', '<=', sql<Local>`0`),
              eb(ref('leak.leak_status'), '=', 'recovered').and('leak.recovered_date', 'is', null),
            ]),
          )
          .select('leak.leak_id'),
    },
  ],
  query: (db) =>
    db
      .selectFrom(found(db).as('leak'))
      .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
        join
          .onRef('attributes.account_id', '=', 'leak.account_id')
          .onRef('attributes.valid_from', '<=', 'leak.first_seen_date')
          .onRef('attributes.valid_to', '>', 'leak.first_seen_date'),
      )
      .select(({ fn }) => [
        'leak.leak_id',
        'leak.account_id',
        fn.coalesce('leak.owner_id', 'attributes.owner_id').as('owner_id'),
        fn.coalesce('leak.team', 'attributes.team').as('team'),
        fn.coalesce('leak.segment', 'attributes.segment').as('segment'),
        'leak.opportunity_id',
        'leak.subscription_id',
        'leak.invoice_id',
        'leak.source_system',
        'leak.currency_code',
        'leak.leak_type',
        'leak.leak_status',
        'leak.reason',
        'leak.reason_parts',
        'leak.since_date',
        'leak.first_seen_date',
        'leak.recovered_date',
        'leak.amount_local',
        'leak.amount',
      ])
      .$narrowType<{ owner_id: string; team: string; segment: string }>(),
})

const found = (db: Db) =>
  unionByName<Leak>(
    leaksOfDeals(db).$castTo<Leak>(),
    leaksOfPayments(db).$castTo<Leak>(),
    db.selectFrom(leaksOfDiscounts(db).as('leak')).selectAll('leak'),
    leaksOfTerms(db).$castTo<Leak>(),
    leaksOfUsage(db).$castTo<Leak>(),
  )
