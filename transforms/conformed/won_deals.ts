/** Won opportunities under the owner and the team that they closed with: what forecasts and quotas are held to. */
import { sql } from 'kysely'
import type { Day, Reporting } from '../../src/columns.ts'
import type { Db } from '../../src/table.ts'
import { dimOpportunityVersions } from './dim_opportunity_versions.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'
import { fctOpportunities } from './fct_opportunities.ts'

/** One row per won opportunity, renewals included; `amount` is 0 where nobody said. */
export const wonDeals = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .leftJoin(dimOpportunityVersions.as('version'), (join) =>
      join
        .onRef('version.opportunity_id', '=', 'opportunity.opportunity_id')
        .onRef('version.valid_from', '<=', 'opportunity.closed_at')
        .onRef('version.valid_to', '>', 'opportunity.closed_at'),
    )
    .leftJoin(dimOwnerVersions.as('owner'), (join) =>
      join
        .onRef('owner.owner_id', '=', 'version.owner_id')
        .onRef('owner.valid_from', '<=', 'opportunity.closed_date')
        .onRef('owner.valid_to', '>', 'opportunity.closed_date'),
    )
    .where('opportunity.outcome', '=', 'won')
    .select(({ fn, ref, val }) => [
      'opportunity.opportunity_id',
      'opportunity.account_id',
      'opportunity.opportunity_name',
      'opportunity.deal_type',
      'opportunity.is_counted',
      fn.coalesce('version.owner_id', val('unknown')).as('owner_id'),
      fn.coalesce('owner.team', val('Unknown')).as('team'),
      ref('opportunity.closed_date').$castTo<Day>().as('closed_date'),
      sql<Reporting>`coalesce(${ref('opportunity.amount')}, 0)`.as('amount'),
    ])
