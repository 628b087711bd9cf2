/** What the playbooks of customers look at, in bands, each as of the day of its row. */
import { sql } from 'kysely'
import { settings } from '../../../src/settings.ts'
import { bandOf } from '../../../src/sql/scoring.ts'
import type { Db } from '../../../src/table.ts'
import { martPlaybookCustomers } from '../mart_playbook_customers.ts'

/**
 * Customers whom we may offer more: nobody is at it, none of their subscriptions is cancelled, and
 * they have not signed for more from their next term on.
 */
export const willingCustomers = (db: Db) =>
  bandedCustomers(db)
    .where('customer.has_open_deal', '=', false)
    .where('customer.is_leaving', '=', false)
    .where(
      ({ ref }) =>
        sql<boolean>`coalesce(${ref('customer.signed_mrr')} <= ${ref('customer.mrr')} * (1 + ${sql.lit(settings.billingTolerance)}), true)`,
    )

export const bandedCustomers = (db: Db) =>
  db
    .selectFrom(martPlaybookCustomers.as('customer'))
    .selectAll('customer')
    .select(({ ref }) => {
      const today = ref('customer.scored_date')
      const bothOf = (one: unknown, other: unknown) => sql<string>`concat(${one}, ', ', ${other})`
      return [
        // A large customer asks more than a small one: only for its size are tickets many or few.
        bothOf(
          ref('customer.segment'),
          bandOf(ref('customer.ticket_count'), [0, 3, 9, 20], 'unknown'),
        ).as('tickets_band'),
        bandOf(ref('customer.complaint_count'), [0], 'unknown').as('ratings_band'),
        bandOf(
          sql<number | null>`(${today} - ${ref('customer.contacted_date')})`,
          [14, 30, 90, 360],

          'never',
        ).as('contact_band'),
        bandOf(
          ref('customer.failed_payment_count'),
          [0],

          'unknown',
        ).as('payments_band'),
        bandOf(ref('customer.expansion_count'), [0, 1], 'unknown').as('growth_band'),
        bandOf(
          ref('customer.contraction_count'),
          [0],

          'unknown',
        ).as('shrinking_band'),
        bandOf(
          sql<number | null>`(${today} - ${ref('customer.customer_since_date')})`,
          [180, 360, 720, 1440],

          'unknown',
        ).as('tenure_band'),
        bandOf(
          sql<number | null>`(${ref('customer.term_end_date')} - ${today})`,
          [30, 60, 90, 180],

          'no term of a year',
        ).as('term_band'),
        sql<string>`case ${ref('customer.renewal_type')} when 'won' then 'signed' when 'open' then 'open'
          when 'lost' then 'lost' else 'none' end`.as('renewal_band'),
      ]
    })
