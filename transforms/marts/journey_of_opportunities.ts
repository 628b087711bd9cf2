/** What became of an account’s opportunities, renewals included. */
import { withDetail } from '../../src/sql/text.ts'
import type { Db } from '../../src/table.ts'
import { dimStages } from '../conformed/dim_stages.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctOpportunityStages } from '../conformed/fct_opportunity_stages.ts'
import type { EventRow, JourneyEvent } from './journey_event.ts'
import { colleagues } from './journey_of_people.ts'

const opportunities = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .leftJoin(colleagues(db).as('colleague'), 'colleague.owner_id', 'opportunity.owner_id')
    .select([
      'opportunity.account_id',
      'opportunity.opportunity_id as record_id',
      'opportunity.opportunity_id',
      'opportunity.source_system',
      'colleague.owner_name as handled_by',
    ])

export const opportunitiesCreated = (db: Db) =>
  opportunities(db)
    .select(({ val }) => [
      val<JourneyEvent>('Opportunity created').as('event'),
      'opportunity.opportunity_name as title',
      'opportunity.created_date as date',
      'opportunity.created_at as occurred_at',
      'opportunity.amount',
    ])
    .$castTo<EventRow>()

export const opportunitiesClosed = (db: Db) =>
  opportunities(db)
    .where('opportunity.closed_at', 'is not', null)
    .select(({ eb, ref }) => [
      eb
        .case()
        .when('opportunity.outcome', '=', 'won')
        .then<JourneyEvent>('Opportunity won')
        .when('opportunity.outcome', '=', 'lost')
        .then<JourneyEvent>('Opportunity lost')
        .else<JourneyEvent>('Opportunity disqualified')
        .end()
        .as('event'),
      eb
        .case()
        .when('opportunity.outcome', '=', 'won')
        .then(ref('opportunity.opportunity_name'))
        .else(withDetail(ref('opportunity.opportunity_name'), ref('opportunity.lost_reason')))
        .end()
        .as('title'),
      'opportunity.closed_date as date',
      'opportunity.closed_at as occurred_at',
      'opportunity.amount',
    ])
    .$castTo<EventRow>()

/** Every visit to an open stage, coming back to one included. */
export const stagesEntered = (db: Db) =>
  opportunities(db)
    .innerJoin(
      fctOpportunityStages.as('visit'),
      'visit.opportunity_id',
      'opportunity.opportunity_id',
    )
    .innerJoin(dimStages.as('stage'), 'stage.stage_id', 'visit.stage_id')
    .where('visit.stage_type', '=', 'open')
    .select(({ ref, val }) => [
      val<JourneyEvent>('Stage entered').as('event'),
      withDetail(ref('opportunity.opportunity_name'), ref('stage.stage_name')).as('title'),
      'visit.entered_date as date',
      'visit.entered_at as occurred_at',
    ])
    .$castTo<EventRow>()
