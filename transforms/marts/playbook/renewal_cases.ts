/** Renewals at risk: terms that end within 90 days, neither cancelled nor renewed yet. */
import { sql } from 'kysely'
import type { Reporting } from '../../../src/columns.ts'
import { bandOf, featuresOf } from '../../../src/sql/scoring.ts'
import { aDay, aNumber, aText, telling } from '../../../src/sql/told.ts'
import type { Db } from '../../../src/table.ts'
import { dimAccounts } from '../../conformed/dim_accounts.ts'
import { fctRenewals } from '../../conformed/fct_renewals.ts'
import { fctSubscriptions } from '../../conformed/fct_subscriptions.ts'
import { bandedCustomers } from './banded_customers.ts'
import { ago, daysFrom, inMoney, ofToday } from './cases.ts'
import { endingTerms } from './ending_terms.ts'
import { playbookTold } from './sentences.ts'

/** A hit is a term of which nothing was renewed, not even late. The rule: longest without contact. */
export const renewalCases = (db: Db) =>
  db
    .selectFrom(endingTerms(db).as('term'))
    .innerJoin(bandedCustomers(db).as('customer'), (join) =>
      join
        .onRef('customer.account_id', '=', 'term.account_id')
        .onRef('customer.points_back', '=', 'term.points_back'),
    )
    .innerJoin(
      fctSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'term.subscription_id',
    )
    .leftJoin(fctRenewals.as('renewal'), (join) =>
      join
        .onRef('renewal.subscription_id', '=', 'term.subscription_id')
        .onRef('renewal.due_date', '=', 'term.term_end_date'),
    )
    .leftJoin(dimAccounts.as('account'), 'account.account_id', 'term.account_id')
    .where(({ ref }) => sql<boolean>`${ref('term.renewal_type')} is distinct from 'won'`)
    .where(
      ({ ref }) =>
        sql<boolean>`coalesce(${ref('subscription.canceled_date')} > ${ref('customer.scored_date')}, true)`,
    )
    .where(
      ({ ref }) =>
        sql<boolean>`(${ref('term.points_back')} > 0 or not ${ref('subscription.is_ending')})`,
    )
    .select(({ ref, val }) => {
      const of = ref('term.points_back')
      const today = ref('customer.scored_date')
      const days = bandOf(daysFrom(today, ref('term.term_end_date')), [30, 60], 'unknown')
      const annual = sql<Reporting>`cast(12 * ${ref('subscription.mrr')} as decimal(18, 2))`
      const facts = telling(
        playbookTold('term_ends', {
          worth: inMoney(annual),
          ends: aDay(ref('term.term_end_date')),
          contact: ago(ref('customer.contacted_date'), today),
          tickets: aNumber(ref('customer.ticket_count')),
        }),
        playbookTold(
          'renewal_deal',
          { stage: aText(ref('term.renewal_stage')) },
          sql<boolean>`${ref('term.renewal_stage')} is not null`,
        ),
        playbookTold('no_renewal_deal', {}, sql<boolean>`${ref('term.renewal_stage')} is null`),
      )
      return [
        val('renewals_at_risk' as const).as('playbook'),
        'term.subscription_id as subject_id',
        'term.account_id',
        val('not_allocated').as('person_id'),
        val('not_allocated').as('product_id'),
        'term.points_back',
        sql<boolean | null>`(${ref('renewal.renewed_mrr')} = 0)`.as('is_hit'),
        daysFrom(ref('customer.contacted_date'), today).as('rule_order'),
        featuresOf({
          'days to the end of the term': days,
          'renewal deal': sql<string>`concat(coalesce(${ref('term.renewal_stage')}, 'none'), ' with ', ${days}, ' days to go')`,
          'tickets in 360 days for the size': ref('customer.tickets_band'),
          'days since the last contact': ref('customer.contact_band'),
          'failed payments in 90 days': ref('customer.payments_band'),
          'bad ratings in 180 days': ref('customer.ratings_band'),
        }).as('features'),
        ofToday(of, ref('account.owner_id')).as('owner_id'),
        ofToday(of, ref('term.term_end_date')).as('due_date'),
        ofToday(of, annual).as('amount'),
        ofToday(of, facts.words).as('facts'),
        ofToday(of, facts.parts).as('facts_parts'),
      ]
    })
