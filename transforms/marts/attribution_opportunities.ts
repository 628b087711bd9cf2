/** What there is of opportunities to share among touches: pipeline created, and revenue won. */
import type { Day } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { startOf } from '../../src/sql/calendar.ts'
import { firstKnown } from '../../src/sql/latest.ts'
import { unionByName } from '../../src/sql/union.ts'
import type { Db } from '../../src/table.ts'
import { dimAccountVersions } from '../conformed/dim_account_versions.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimGrossMargins } from '../conformed/dim_gross_margins.ts'
import { dimOpportunityVersions } from '../conformed/dim_opportunity_versions.ts'
import { dimOwnerVersions } from '../conformed/dim_owner_versions.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctOpportunityPeople } from '../conformed/fct_opportunity_people.ts'

/** Something of an opportunity that is worth its amount. */
interface Happening {
  readonly kind: 'pipeline' | 'revenue'
  readonly opportunity_id: string
  readonly at: Date
  readonly date: Day
}

/**
 * One row per opportunity that counts and kind, with the attributes of the day: pipeline when it was
 * created, revenue when it was won.
 */
export const attributedOpportunities = (db: Db) =>
  db
    .selectFrom(unionByName<Happening>(created(db), won(db)).as('event'))
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'event.opportunity_id',
    )
    .leftJoin(dimAccounts.as('company'), 'company.account_id', 'opportunity.account_id')
    .leftJoin(dimOpportunityVersions.as('version'), (join) =>
      join
        .onRef('version.opportunity_id', '=', 'event.opportunity_id')
        .onRef('version.valid_from', '<=', 'event.at')
        .onRef('version.valid_to', '>', 'event.at'),
    )
    .leftJoin(dimOwnerVersions.as('owner'), (join) =>
      join
        .onRef('owner.owner_id', '=', 'version.owner_id')
        .onRef('owner.valid_from', '<=', 'event.date')
        .onRef('owner.valid_to', '>', 'event.date'),
    )
    .leftJoin(dimAccountVersions.as('account'), (join) =>
      join
        .onRef('account.account_id', '=', 'opportunity.account_id')
        .onRef('account.valid_from', '<=', 'event.date')
        .onRef('account.valid_to', '>', 'event.date'),
    )
    .leftJoin(dimGrossMargins.as('margin'), (join) =>
      join
        .onRef('margin.segment', '=', 'account.segment')
        .on(({ eb, ref }) =>
          eb('margin.month_start_date', '=', startOf('month', ref('event.date'))),
        ),
    )
    .leftJoin(answers(db).as('answer'), 'answer.opportunity_id', 'event.opportunity_id')
    .select(({ fn, lit, ref, val }) => [
      'event.kind',
      'event.opportunity_id',
      'event.date',
      'opportunity.account_id',
      fn.coalesce('version.owner_id', val('unknown')).as('owner_id'),
      fn.coalesce('owner.team', val('Unknown')).as('team'),
      fn.coalesce('account.segment', val('Unknown')).as('segment'),
      ref('company.country_name').$castTo<string>().as('country_name'),
      ref('company.region').$castTo<string>().as('region'),
      'opportunity.opportunity_name',
      ref('opportunity.deal_type').$castTo<string>().as('deal_type'),
      'opportunity.lead_source',
      'opportunity.source_system',
      'opportunity.custom_fields',
      fn.coalesce('answer.self_reported_source', val('Unknown')).as('self_reported_source'),
      'opportunity.amount as worth',
      fn
        .coalesce('margin.gross_margin_rate', lit(settings.grossMargin))
        .$castTo<number>()
        .as('gross_margin_rate'),
    ])

const created = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .where('opportunity.is_counted', '=', true)
    .select(({ val }) => [
      val<Happening['kind']>('pipeline').as('kind'),
      'opportunity.opportunity_id',
      'opportunity.created_at as at',
      'opportunity.created_date as date',
    ])

const won = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .where('opportunity.is_counted', '=', true)
    .where('opportunity.outcome', '=', 'won')
    .select(({ ref, val }) => [
      val<Happening['kind']>('revenue').as('kind'),
      'opportunity.opportunity_id',
      ref('opportunity.closed_at').$castTo<Date>().as('at'),
      ref('opportunity.closed_date').$castTo<Day>().as('date'),
    ])

/** What somebody of the opportunity said: whom the CRM names first, before the others. */
const answers = (db: Db) =>
  db
    .selectFrom(fctOpportunityPeople.as('person'))
    .groupBy('person.opportunity_id')
    .select(({ eb, ref }) => [
      'person.opportunity_id',
      firstKnown(ref('person.self_reported_source'), [
        eb('person.is_primary', '=', false),
        ref('person.person_id'),
      ]).as('self_reported_source'),
    ])
