/** Upsell: customers who may take more of what they have. */
import { sql } from 'kysely'
import type { Recurring, Reporting } from '../../../src/columns.ts'
import { percentile } from '../../../src/sql/percentiles.ts'
import { featuresOf } from '../../../src/sql/scoring.ts'
import { aNumber, telling } from '../../../src/sql/told.ts'
import type { Db } from '../../../src/table.ts'
import { dimAccounts } from '../../conformed/dim_accounts.ts'
import { fctMrrMovements } from '../../conformed/fct_mrr_movements.ts'
import { willingCustomers } from './banded_customers.ts'
import { daysFrom, horizonDays, inMoney, ofToday } from './cases.ts'
import { playbookTold } from './sentences.ts'

/** A hit is an expansion of a product that the customer had. The rule: whose term ends next. */
export const upsellCases = (db: Db) =>
  db
    .selectFrom(willingCustomers(db).as('customer'))
    .leftJoin(dimAccounts.as('account'), 'account.account_id', 'customer.account_id')
    .leftJoin(usualExpansions(db).as('usual'), 'usual.segment', 'customer.segment')
    .select(({ ref, val }) => {
      const of = ref('customer.points_back')
      const today = ref('customer.scored_date')
      const annual = sql<Reporting>`cast(12 * ${ref('customer.mrr')} as decimal(18, 2))`
      const facts = telling(
        playbookTold('pays', {
          worth: inMoney(annual),
          expansions: aNumber(ref('customer.expansion_count')),
          tickets: aNumber(ref('customer.ticket_count')),
          contacts: aNumber(ref('customer.contact_count')),
        }),
      )
      return [
        val('upsell' as const).as('playbook'),
        'customer.account_id as subject_id',
        'customer.account_id',
        val('not_allocated').as('person_id'),
        val('not_allocated').as('product_id'),
        'customer.points_back',
        sql<boolean | null>`(${ref('customer.next_expansion_count')} > 0)`.as('is_hit'),
        sql<number | null>`-${daysFrom(today, ref('customer.term_end_date'))}`.as('rule_order'),
        featuresOf({
          'days to the end of the term': ref('customer.term_band'),
          'renewal deal': ref('customer.renewal_band'),
          'days since the last contact': ref('customer.contact_band'),
          'expansions in 360 days': ref('customer.growth_band'),
          'contractions in 360 days': ref('customer.shrinking_band'),
          'days as a customer': ref('customer.tenure_band'),
        }).as('features'),
        ofToday(of, ref('account.owner_id')).as('owner_id'),
        ofToday(
          of,
          sql<never>`cast(least(${today} + ${sql.lit(horizonDays)}, ${ref('customer.term_end_date')}) as date)`,
        ).as('due_date'),
        ofToday(of, ref('usual.amount')).as('amount'),
        ofToday(of, facts.words).as('facts'),
        ofToday(of, facts.parts).as('facts_parts'),
      ]
    })

/** What half of the expansions of a segment add a year at most. */
const usualExpansions = (db: Db) =>
  db
    .selectFrom(fctMrrMovements.as('movement'))
    .where('movement.movement_type', '=', 'expansion')
    .where('movement.is_new_product', '=', false)
    .where('movement.mrr_change', '>', sql<Recurring>`0`)
    .groupBy('movement.segment')
    .select(({ ref }) => [
      'movement.segment',
      sql<Reporting>`cast(12 * ${percentile(ref('movement.mrr_change').$castTo<number>(), 0.5)} as decimal(18, 2))`.as(
        'amount',
      ),
    ])
