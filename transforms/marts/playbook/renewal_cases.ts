/** Renewals at risk: terms that end within 90 days and that nobody has cancelled yet. */
import { sql } from 'kysely'
import type { Day, Reporting } from '../../../src/columns.ts'
import { dataAsOf } from '../../../src/run_tables.ts'
import { settings } from '../../../src/settings.ts'
import { bandOf, featuresOf } from '../../../src/sql/scoring.ts'
import { pointsWithin } from '../../../src/sql/scoring_points.ts'
import { countWords, sentence } from '../../../src/sql/sentences.ts'
import { dayOf } from '../../../src/sql/time.ts'
import type { Db } from '../../../src/table.ts'
import { dimAccounts } from '../../conformed/dim_accounts.ts'
import { fctRenewals } from '../../conformed/fct_renewals.ts'
import { fctSubscriptionTerms } from '../../conformed/fct_subscription_terms.ts'
import { fctSubscriptions } from '../../conformed/fct_subscriptions.ts'
import { bandedCustomers } from './banded_customers.ts'
import { ago, daysFrom, horizonDays, inMoney, ofToday } from './cases.ts'

/** A hit is a term of which nothing was renewed, not even late. The rule: longest without contact. */
export const renewalCases = (db: Db) =>
  db
    .selectFrom(ending(db).as('term'))
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
      const annual = sql<Reporting>`cast(12 * ${ref('subscription.mrr')} as decimal(18, 2))`
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
          'days to the end of the term': bandOf(
            daysFrom(today, ref('term.term_end_date')),
            [30, 60],

            'unknown',
          ),
          'tickets in 360 days for the size': ref('customer.tickets_band'),
          'days since the last contact': ref('customer.contact_band'),
          products: ref('customer.products_band'),
          'failed payments in 90 days': ref('customer.payments_band'),
          'expansions in 360 days': ref('customer.growth_band'),
          'bad ratings in 180 days': ref('customer.ratings_band'),
          'days as a customer': ref('customer.tenure_band'),
        }).as('features'),
        ofToday(of, ref('account.owner_id')).as('owner_id'),
        ofToday(of, ref('term.term_end_date')).as('due_date'),
        ofToday(of, annual).as('amount'),
        ofToday(
          of,
          sentence(
            'A term worth ',
            inMoney(annual),
            ' a year ends on ',
            ref('term.term_end_date'),
            '; last contact ',
            ago(ref('customer.contacted_date'), today),
            ', ',
            countWords(ref('customer.ticket_count'), 'ticket'),
            ' in 360 days',
          ),
        ).as('facts'),
      ]
    })

/** Terms on the days of scoring on which they were to end within the horizon. */
const ending = (db: Db) =>
  db
    .selectFrom(fctSubscriptionTerms.as('term'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('term.term_months', '>=', settings.renewalTermMonths)
    .select(({ ref }) => {
      const ends = ref('term.term_end_date')
      const begins = sql<Day>`greatest(${ref('term.term_start_date')}, cast(${ends} - ${sql.lit(horizonDays)} as date))`
      return [
        'term.subscription_id',
        'term.account_id',
        'term.term_end_date',
        pointsWithin(begins, ends, dayOf(ref('run.as_of'))).as('points_back'),
      ]
    })
