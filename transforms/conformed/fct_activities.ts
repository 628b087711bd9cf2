/** What our people did for whom. */
import { day, flag, number, oneOf, text, timestamp } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { firstKnown } from '../../src/sql/known.ts'
import { dateOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { activityDirections, activityTypes } from '../staging/objects/activities.ts'
import { stgActivities } from '../staging/stg_activities.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimOwners } from './dim_owners.ts'
import { dimPeople } from './dim_people.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { mapAccounts } from './map_accounts.ts'
import { mapOpportunities } from './map_opportunities.ts'
import { mapOwners } from './map_owners.ts'
import { mapPeople } from './map_people.ts'

export const fctActivities = defineTable({
  name: 'fct_activities',
  description:
    'One row per call, e-mail, meeting, message, task and note until data_as_of; without those with our own people and those without an instant.',
  grain: ['activity_id'],
  relations: [
    { column: 'person_id', to: dimPeople, unknown: 'unknown' },
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
  ],
  columns: {
    activity_id: text('The activity, scoped by source.'),
    person_id: text('With whom; `unknown` where the record is missing or deleted.'),
    account_id: text(
      'The account that the system names, else the opportunity’s, else the person’s.',
    ),
    opportunity_id: text('For which opportunity; null where for none that counts.').nullable(),
    owner_id: text('Who did it; `unknown` where nobody is named.'),
    source_system: text('The system.'),
    activity_type: oneOf(activityTypes, 'What it was.'),
    direction: oneOf(
      activityDirections,
      'Who began; null where the system does not say.',
    ).nullable(),
    outcome: text('As the system names it.').nullable(),
    is_answered: flag(
      'Whether the other side answered; null where the system does not say.',
    ).nullable(),
    is_automatic: flag('Whether a machine did it.'),
    is_outreach: flag(
      'Whether one of us turned to the other side: a call, e-mail, meeting or message that no machine made and that is not said to be inbound.',
    ),
    occurred_at: timestamp('When.'),
    occurred_date: day('The day of occurred_at.'),
    duration_minutes: number('How long it took.').nullable(),
  },
  query: (db) =>
    toldActivities(db).innerJoin(dataAsOf.as('run'), (join) =>
      join.onRef('run.as_of', '>=', 'activity.occurred_at'),
    ),
})

/** Whatever is told of, what is yet to come too, with people, accounts and owners over all systems. */
export const toldActivities = (db: Db) =>
  db
    .selectFrom(stgActivities.as('activity'))
    .leftJoin(mapPeople.as('map'), 'map.source_key', 'activity.person_id')
    .leftJoin(dimPeople.as('person'), 'person.person_id', 'map.person_id')
    .leftJoin(mapAccounts.as('company'), 'company.source_key', 'activity.account_id')
    .leftJoin(mapOpportunities.as('deal'), 'deal.opportunity_id', 'activity.opportunity_id')
    .leftJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'activity.opportunity_id',
    )
    .leftJoin(mapOwners.as('owner'), 'owner.source_key', 'activity.owner_id')
    .where(({ eb, fn, lit }) => eb(fn.coalesce('map.is_internal', lit(false)), '=', false))
    .where(({ eb, fn, lit }) => eb(fn.coalesce('company.is_internal', lit(false)), '=', false))
    .where(({ eb, fn, lit }) => eb(fn.coalesce('deal.is_internal', lit(false)), '=', false))
    .select(({ and, eb, fn, ref, val }) => [
      'activity.activity_id',
      fn.coalesce('person.person_id', val('unknown')).as('person_id'),
      firstKnown(
        fn<string | null>('nullif', ['company.account_id', val('unknown')]),
        fn<string | null>('nullif', ['opportunity.account_id', val('unknown')]),
        ref('person.account_id'),
        val('unknown'),
      ).as('account_id'),
      'opportunity.opportunity_id',
      fn.coalesce('owner.owner_id', val('unknown')).as('owner_id'),
      'activity.source_system',
      'activity.activity_type',
      'activity.direction',
      'activity.outcome',
      'activity.is_answered',
      'activity.is_automatic',
      and([
        eb('activity.is_automatic', '=', false),
        eb('activity.activity_type', 'in', ['call', 'email', 'meeting', 'message']),
        eb(fn.coalesce('activity.direction', val('outbound' as const)), '=', 'outbound'),
      ])
        .$castTo<boolean>()
        .as('is_outreach'),
      ref('activity.occurred_at').$castTo<Date>().as('occurred_at'),
      dateOf(ref('activity.occurred_at').$castTo<Date>()).as('occurred_date'),
      'activity.duration_minutes',
    ])
