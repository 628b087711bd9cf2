/** Won new business whose days of grace are over. */
import { sql } from 'kysely'
import type { Day, Reporting } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { unionByName } from '../../src/sql/union.ts'
import { endDay } from '../../src/sql/versions.ts'
import type { Db } from '../../src/table.ts'
import { stgOpportunities } from '../staging/stg_opportunities.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimPeople } from './dim_people.ts'
import { fctBookings } from './fct_bookings.ts'
import { fctInvoices } from './fct_invoices.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctOpportunityPeople } from './fct_opportunity_people.ts'
import { subscriptionDays } from './subscription_days.ts'

export const graceDays = settings.billingGraceDays
/** Services are billed when they are done, mostly weeks after the subscription began. */
export const servicesDays = Math.max(graceDays, settings.servicesGraceDays)

/**
 * For as long as billing tells of anything: exports that begin later, or end earlier, than those of
 * the CRM are no leak.
 */
export const soldDeals = (db: Db) =>
  db
    .selectFrom(booked(db).as('deal'))
    .innerJoin(fctOpportunities.as('named'), 'named.opportunity_id', 'deal.opportunity_id')
    .innerJoin(stgOpportunities.as('kept'), 'kept.opportunity_id', 'deal.opportunity_id')
    .innerJoin(told(db).as('told'), (join) => join.onTrue())
    .innerJoin(dimExchangeRates.as('rate'), (join) =>
      join
        .onRef('rate.currency_code', '=', 'deal.currency_code')
        .onRef('rate.rate_date', '=', 'named.created_date'),
    )
    .where('deal.account_id', 'is not', null)
    .where('deal.acv', '>', sql<Reporting>`0`)
    .whereRef('deal.closed_date', '>=', 'told.first_date')
    .where(
      ({ ref }) =>
        sql<boolean>`${ref('deal.closed_date')} + ${sql.lit(graceDays)} < ${ref('told.last_date')}`,
    )
    .select(({ ref }) => {
      const hasYearValue = sql<boolean>`(${ref('kept.acv_local')} is not null or ${ref('kept.tcv_local')} is not null)`
      return [
        'deal.opportunity_id',
        ref('deal.account_id').$castTo<string>().as('account_id'),
        'deal.owner_id',
        'deal.team',
        'deal.segment',
        'deal.source_system',
        'deal.currency_code',
        'deal.closed_date',
        'deal.acv',
        'named.opportunity_name',
        'named.created_date',
        'rate.exchange_rate',
        'told.last_date as told_date',
        hasYearValue.as('has_year_value'),
        sql<boolean>`coalesce(${hasYearValue} or ${ref('deal.closed_date')} >= ${ref('told.first_bill_date')}, false)`.as(
          'is_comparable',
        ),
        sql<number>`if(${hasYearValue}, ${sql.lit(graceDays)}, ${sql.lit(servicesDays)})`.as(
          'wait_days',
        ),
        sql<Day>`lead(${ref('deal.closed_date')}, 1, ${endDay}) over (partition by ${ref('deal.account_id')} order by ${ref('deal.closed_date')}, ${ref('deal.opportunity_id')})`.as(
          'next_closed_date',
        ),
      ]
    })

/** A record of an opportunity may have lost its company: then it is of that of its people, if they have one. */
const booked = (db: Db) =>
  db
    .selectFrom(fctBookings.as('deal'))
    .leftJoin(companiesOfPeople(db).as('people'), 'people.opportunity_id', 'deal.opportunity_id')
    .where('deal.deal_type', '=', 'New Business')
    .select(({ eb, fn, ref, val }) => [
      'deal.opportunity_id',
      'deal.owner_id',
      'deal.team',
      'deal.source_system',
      'deal.currency_code',
      'deal.closed_date',
      'deal.acv',
      fn
        .coalesce(
          eb.fn<string | null>('nullif', ['deal.account_id', val('unknown')]),
          'people.account_id',
        )
        .as('account_id'),
      eb
        .case()
        .when('deal.account_id', '!=', 'unknown')
        .then(ref('deal.segment'))
        .end()
        .as('segment'),
    ])

const companiesOfPeople = (db: Db) =>
  db
    .selectFrom(fctOpportunityPeople.as('link'))
    .innerJoin(dimPeople.as('person'), 'person.person_id', 'link.person_id')
    .where('person.account_id', '!=', 'unknown')
    .groupBy('link.opportunity_id')
    .having(({ eb, fn }) => eb(fn.count('person.account_id').distinct(), '=', 1))
    .select(({ fn }) => ['link.opportunity_id', fn.min('person.account_id').as('account_id')])

const told = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(subscriptionDays(db).as('day'))
          .select(['day.date', sql<Day | null>`null`.as('bill_date')]),
        db
          .selectFrom(fctInvoices.as('bill'))
          .select(({ ref }) => [
            'bill.issued_date as date',
            ref('bill.issued_date').$castTo<Day | null>().as('bill_date'),
          ]),
      ).as('day'),
    )
    .select(({ ref }) => [
      sql<Day>`min(${ref('day.date')})`.as('first_date'),
      sql<Day>`max(${ref('day.date')})`.as('last_date'),
      sql<Day | null>`min(${ref('day.bill_date')})`.as('first_bill_date'),
    ])
