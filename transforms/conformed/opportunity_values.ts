/** What became of opportunities, and what they are worth in their own currency: what fct_opportunities converts. */

import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { chosen } from '../../src/sql/choice.ts'
import { comparable, containsWord } from '../../src/sql/text.ts'
import { atMoment, dateOf } from '../../src/sql/time.ts'
import { endInstant } from '../../src/sql/versions.ts'
import type { Db } from '../../src/table.ts'
import { stgOpportunities } from '../staging/stg_opportunities.ts'
import { stgOpportunityHistory } from '../staging/stg_opportunity_history.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimOpportunityVersions } from './dim_opportunity_versions.ts'
import { dimPartners } from './dim_partners.ts'
import { fctOpportunityOutcomes } from './fct_opportunity_outcomes.ts'
import { mapCampaigns } from './map_campaigns.ts'
import { mapOpportunities } from './map_opportunities.ts'

export const outcomes = ['open', 'won', 'lost', 'disqualified'] as const
export const dealTypes = ['New Business', 'Existing Business', 'Renewal', 'Unknown'] as const

const dealTypesByName = [
  ['new business', 'New Business'],
  ['newbusiness', 'New Business'],
  ['existing business', 'Existing Business'],
  ['existingbusiness', 'Existing Business'],
  ['renewal', 'Renewal'],
] as const

type DealType = (typeof dealTypes)[number]

/** One row per opportunity that counts, with what it is worth in its own currency, before rates and lengths. */
export const valuedOpportunities = (db: Db) =>
  db
    .selectFrom(stgOpportunities.as('opportunity'))
    .innerJoin(mapOpportunities.as('map'), 'map.opportunity_id', 'opportunity.opportunity_id')
    .leftJoin(
      fctOpportunityOutcomes.as('outcome'),
      'outcome.opportunity_id',
      'opportunity.opportunity_id',
    )
    .leftJoin(dimOpportunityVersions.as('current'), (join) =>
      join
        .onRef('current.opportunity_id', '=', 'opportunity.opportunity_id')
        .on('current.valid_to', '=', endInstant),
    )
    .leftJoin(dimOpportunityVersions.as('qualified'), (join) =>
      join
        .onRef('qualified.opportunity_id', '=', 'opportunity.opportunity_id')
        .onRef('qualified.valid_from', '<=', 'outcome.qualified_at')
        .onRef('qualified.valid_to', '>', 'outcome.qualified_at'),
    )
    .leftJoin(closeDatesSet(db).as('dated'), 'dated.opportunity_id', 'opportunity.opportunity_id')
    .leftJoin(mapCampaigns.as('keyed'), 'keyed.source_key', 'opportunity.campaign_id')
    .leftJoin(dimCampaigns.as('named'), (join) =>
      join.on(({ eb, ref }) =>
        eb('named.campaign_key', '=', comparable(ref('opportunity.campaign_name'))),
      ),
    )
    .leftJoin(dimPartners.as('partner'), 'partner.partner_id', 'opportunity.partner_id')
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('map.is_in_facts', '=', true)
    .select(({ eb, fn, lit, ref, val }) => [
      'opportunity.opportunity_id',
      'map.account_id',
      fn.coalesce('current.owner_id', val('unknown')).as('owner_id'),
      eb
        .case()
        .when(
          eb.and([
            eb('opportunity.campaign_id', 'is', null),
            eb('opportunity.campaign_name', 'is', null),
          ]),
        )
        .then('not_allocated')
        .else(fn.coalesce('keyed.campaign_id', 'named.campaign_id', val('unknown')))
        .end()
        .as('campaign_id'),
      eb
        .case()
        .when('opportunity.partner_id', 'is', null)
        .then('not_allocated')
        .else(fn.coalesce('partner.partner_id', val('unknown')))
        .end()
        .as('partner_id'),
      fn.coalesce('outcome.stage_id', val('unknown')).as('stage_id'),
      'opportunity.source_system',
      fn
        .coalesce('opportunity.opportunity_name', 'opportunity.opportunity_id')
        .as('opportunity_name'),
      'opportunity.custom_fields',
      eb
        .case()
        .when(
          eb.and([
            eb('opportunity.deal_type', 'is', null),
            containsWord(ref('opportunity.pipeline_name'), 'renewal'),
          ]),
        )
        .then<DealType>('Renewal')
        .else(
          fn.coalesce(
            chosen(
              comparable(ref('opportunity.deal_type')),
              dealTypesByName,
              val('Unknown'),
            ).$castTo<DealType | null>(),
            val('Unknown').$castTo<DealType>(),
          ),
        )
        .end()
        .as('deal_type'),
      fn
        .coalesce('outcome.outcome', val('open').$castTo<(typeof outcomes)[number]>())
        .as('outcome'),
      fn.coalesce('outcome.is_reopened', lit(false)).as('is_reopened'),
      fn.coalesce('outcome.has_history', lit(false)).as('has_history'),
      'opportunity.lost_reason',
      fn.coalesce('opportunity.lead_source', val('Unknown')).as('lead_source'),
      fn.coalesce('opportunity.channel', val('Unknown')).as('channel'),
      fn.coalesce('opportunity.currency_code', val(settings.reportingCurrency)).as('currency_code'),
      fn
        .coalesce(
          'opportunity.created_at',
          'outcome.first_entered_at',
          'opportunity.modified_at',
          'run.as_of',
        )
        .$castTo<Date>()
        .as('created_at'),
      eb
        .case()
        .when('outcome.terminal_at', 'is', null)
        .then(lit(null).$castTo<Date | null>())
        .when('dated.changed_at', '>=', ref('outcome.terminal_at'))
        .then(
          fn.coalesce(
            atMoment(ref('current.closes_at'), ref('outcome.terminal_at')),
            'outcome.terminal_at',
          ),
        )
        .when('dated.changed_at', 'is', null)
        .then(
          fn<Date | null>('least', [
            atMoment(ref('current.closes_at'), ref('outcome.terminal_at')),
            'outcome.terminal_at',
          ]),
        )
        .else(ref('outcome.terminal_at'))
        .end()
        .as('closed_at'),
      dateOf(ref('current.closes_at')).as('due_date'),
      fn.coalesce('outcome.closed_before_seconds', lit(0)).as('closed_before_seconds'),
      eb
        .case()
        .when('outcome.terminal_at', 'is', null)
        .then(ref('current.amount_local'))
        .else(fn.coalesce('current.amount_local', 'qualified.amount_local'))
        .end()
        .as('amount_local'),
    ])

/** When the close date of an opportunity was last set; none where the CRM has no history of it. */
const closeDatesSet = (db: Db) =>
  db
    .selectFrom(stgOpportunityHistory.as('history'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'history.changed_at'))
    .where('history.property', '=', 'close_date')
    .select(({ fn }) => ['history.opportunity_id', fn.max('history.changed_at').as('changed_at')])
    .groupBy('history.opportunity_id')
