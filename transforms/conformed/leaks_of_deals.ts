/** Won opportunities that were not billed, or with less than was sold: what fct_leaks makes findings of. */
import { type Expression, sql } from 'kysely'
import type { Day, Local, Reporting } from '../../src/columns.ts'
import { aDay, aMoney, aText, someDays, telling } from '../../src/sql/told.ts'
import type { Db } from '../../src/table.ts'
import { billedDeals, leastShare } from './deal_billing.ts'
import type { Leak } from './leak.ts'
import { leakTold } from './leak_sentences.ts'
import { graceDays } from './sold_deals.ts'

/**
 * Of new business alone: what more business with a customer adds to a subscription cannot be told
 * from what the customer does. A company that bills without subscriptions has bills: then nothing
 * tells whether they come to what was sold.
 */
export const leaksOfDeals = (db: Db) =>
  db
    .selectFrom(billedDeals(db).as('deal'))
    .where(
      ({ ref }) => sql<boolean>`if(${ref('deal.is_recurring')},
        ${ref('deal.is_comparable')} and ${ref('deal.billed')} < ${ref('deal.acv')} * ${leastShare}
          and ${ref('deal.closed_date')} + ${ref('deal.wait_days')} < ${ref('deal.told_date')},
        not ${ref('deal.is_billed')})`,
    )
    .select(({ ref }) => {
      const isUnder = ref('deal.is_recurring')
      const type = sql<Leak['leak_type']>`if(${isUnder}, 'under_billed', 'unbilled_closed_won')`
      const days = sql<number>`if(${isUnder}, ${ref('deal.wait_days')}, ${sql.lit(graceDays)})`
      const billed = sql<Reporting>`if(${isUnder}, ${ref('deal.billed')}, 0)`
      const missing = sql<Reporting>`cast(${ref('deal.acv')} - ${billed} as decimal(18, 2))`
      const recovered = sql<Day | null>`least(${ref('deal.reached_date')}, if(${isUnder}, null, ${ref('deal.late_bill_date')}))`
      const local = (amount: Expression<Reporting>) =>
        sql<Local>`cast(${amount} / ${ref('deal.exchange_rate')} as decimal(18, 2))`
      const inMoney = (amount: Expression<Reporting>) =>
        aMoney(local(amount), ref('deal.currency_code'))
      const sold = {
        deal: aText(ref('deal.opportunity_name')),
        won: aDay(ref('deal.closed_date')),
        worth: inMoney(ref('deal.acv')),
        wait: someDays(days),
      }
      const reason = telling(
        leakTold('not_billed', sold, sql<boolean>`not ${isUnder}`),
        leakTold('billed_too_little', { ...sold, billed: inMoney(billed) }, isUnder),
        leakTold(
          'billed_since',
          { day: aDay(recovered as Expression<Day>) },
          sql<boolean>`${recovered} is not null`,
        ),
      )
      return [
        sql<string>`${type} || ':' || ${ref('deal.opportunity_id')}`.as('leak_id'),
        type.as('leak_type'),
        'deal.account_id',
        'deal.owner_id',
        'deal.team',
        'deal.segment',
        'deal.opportunity_id',
        'deal.subscription_id',
        'deal.source_system',
        'deal.currency_code',
        sql<Leak['leak_status']>`if(${recovered} is null, 'open', 'recovered')`.as('leak_status'),
        reason.words.as('reason'),
        reason.parts.as('reason_parts'),
        'deal.closed_date as since_date',
        sql<Day>`${ref('deal.closed_date')} + ${days} + 1`.as('first_seen_date'),
        recovered.as('recovered_date'),
        local(missing).as('amount_local'),
        missing.as('amount'),
      ]
    })
