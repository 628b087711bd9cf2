/** Cross-sell: customers and the product that they may take next. */
import { sql } from 'kysely'
import type { Day, Recurring, Reporting } from '../../../src/columns.ts'
import { dataAsOf } from '../../../src/run_tables.ts'
import { percentile } from '../../../src/sql/percentiles.ts'
import { bandOf, featuresOf } from '../../../src/sql/scoring.ts'
import { pointOf } from '../../../src/sql/scoring_points.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { aNumber, aText, telling } from '../../../src/sql/told.ts'
import type { Db } from '../../../src/table.ts'
import { dimAccounts } from '../../conformed/dim_accounts.ts'
import { dimProducts } from '../../conformed/dim_products.ts'
import { fctMrrMovements } from '../../conformed/fct_mrr_movements.ts'
import { willingCustomers } from './banded_customers.ts'
import { daysFrom, heldProducts, horizonDays, inMoney, knownAfter, ofToday } from './cases.ts'
import { playbookTold } from './sentences.ts'

/** How many products are offered at most, the ones that were added most often, and how often at least. */
const mostProducts = 5
const leastAdditions = 5

/**
 * A hit is that product’s first MRR within the horizon. The rule: whom we spoke to last. What the
 * customer holds and the product make one feature: what those who held the same bought next.
 */
export const crossSellCases = (db: Db) =>
  db
    .selectFrom(willingCustomers(db).as('customer'))
    .innerJoin(addable(db).as('offer'), (join) => join.onTrue())
    .leftJoin(additions(db).as('addition'), (join) =>
      join
        .onRef('addition.account_id', '=', 'customer.account_id')
        .onRef('addition.product_id', '=', 'offer.product_id'),
    )
    .leftJoin(dimAccounts.as('account'), 'account.account_id', 'customer.account_id')
    .where(
      ({ ref }) =>
        sql<boolean>`not list_contains(${ref('customer.product_ids')}, ${ref('offer.product_id')})
          and coalesce(${ref('addition.points_back')} < ${ref('customer.points_back')}, true)`,
    )
    .select(({ ref, val }) => {
      const of = ref('customer.points_back')
      const today = ref('customer.scored_date')
      const annual = sql<Reporting>`cast(12 * ${ref('customer.mrr')} as decimal(18, 2))`
      const facts = telling(
        playbookTold('offer', {
          product: aText(ref('offer.product_name')),
          worth: inMoney(annual),
          contacts: aNumber(ref('customer.contact_count')),
        }),
      )
      return [
        val('cross_sell' as const).as('playbook'),
        'customer.account_id as subject_id',
        'customer.account_id',
        val('not_allocated').as('person_id'),
        'offer.product_id',
        'customer.points_back',
        sql<
          boolean | null
        >`coalesce(${ref('addition.points_back')} >= ${of} - ${sql.lit(knownAfter('cross_sell'))}, false)`.as(
          'is_hit',
        ),
        sql<number | null>`-${daysFrom(ref('customer.contacted_date'), today)}`.as('rule_order'),
        featuresOf({
          [heldProducts]: sql<string>`concat(${ref('offer.product_name')}, ' after ', array_to_string(${ref('customer.product_names')}, ' + '))`,
          'days to the end of the term': ref('customer.term_band'),
          'tickets in 360 days': bandOf(ref('customer.ticket_count'), [0, 3, 9, 20], 'unknown'),
          'days since the last contact': ref('customer.contact_band'),
          'days as a customer': ref('customer.tenure_band'),
        }).as('features'),
        ofToday(of, ref('account.owner_id')).as('owner_id'),
        ofToday(of, sql<Day>`cast(${today} + ${sql.lit(horizonDays)} as date)`).as('due_date'),
        ofToday(of, ref('offer.amount')).as('amount'),
        ofToday(of, facts.words).as('facts'),
        ofToday(of, facts.parts).as('facts_parts'),
      ]
    })

/** The day on which an account first had a product that it did not begin with. */
const additions = (db: Db) =>
  db
    .selectFrom(fctMrrMovements.as('movement'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('movement.is_new_product', '=', true)
    .where('movement.movement_type', '<>', 'new')
    .where('movement.mrr_change', '>', sql<Recurring>`0`)
    .groupBy(['movement.account_id', 'movement.product_id'])
    .select(({ ref }) => [
      'movement.account_id',
      'movement.product_id',
      sql<Recurring>`sum(${ref('movement.mrr_change')})`.as('mrr_change'),
      sql<number>`max(${pointOf(ref('movement.movement_date'), dayOf(ref('run.as_of')))})`.as(
        'points_back',
      ),
    ])

/** The products that customers added most often, with what half of them paid for it a year at most. */
const addable = (db: Db) =>
  db
    .selectFrom(additions(db).as('addition'))
    .innerJoin(dimProducts.as('product'), 'product.product_id', 'addition.product_id')
    .groupBy(['addition.product_id', 'product.product_name'])
    .having(({ fn, eb }) => eb(fn.countAll<number>(), '>=', leastAdditions))
    .orderBy(({ fn }) => fn.countAll(), 'desc')
    .orderBy('addition.product_id')
    .limit(mostProducts)
    .select(({ ref }) => [
      'addition.product_id',
      'product.product_name',
      sql<Reporting>`cast(12 * ${percentile(ref('addition.mrr_change').$castTo<number>(), 0.5)} as decimal(18, 2))`.as(
        'amount',
      ),
    ])
