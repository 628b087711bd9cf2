/** The last state of each of Stripe’s subscriptions, from whichever export tells of it. */
import { sql } from 'kysely'
import { latestOf } from '../../../src/sql/latest_versions.ts'
import { unionOf } from '../../../src/sql/union.ts'
import type { Db } from '../../../src/table.ts'
import { rawStripeSubscriptionHistory, rawStripeSubscriptions } from '../../sources/stripe.ts'

/** The exported subscriptions, and those that only the history of subscriptions has. */
export const latestSubscriptions = (db: Db) =>
  unionOf(rawStripeSubscriptions.columns, rawStripeSubscriptions, {
    columns: rawStripeSubscriptionHistory.columns,
    as: (alias) => sql<never>`(${onlyInHistory(db)})`.as(alias),
  })

const onlyInHistory = (db: Db) =>
  db
    .selectFrom(latestOf(db, rawStripeSubscriptionHistory).as('state'))
    .selectAll('state')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(rawStripeSubscriptions.as('known'))
            .whereRef('known.source_instance', '=', 'state.source_instance')
            .whereRef('known.id', '=', 'state.id')
            .select('known.id'),
        ),
      ),
    )
