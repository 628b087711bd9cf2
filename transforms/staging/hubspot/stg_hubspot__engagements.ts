/** HubSpot’s activities of all kinds, each with what its kind tells. */
import { flag, number, text, timestamp } from '../../../src/columns.ts'
import { isOneOf } from '../../../src/sql/choice.ts'
import { minutesBetween } from '../../../src/sql/duration.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { unionByName, unionOf } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawHubspotEngagement,
  rawHubspotEngagementCall,
  rawHubspotEngagementCommunication,
  rawHubspotEngagementEmail,
  rawHubspotEngagementMeeting,
  rawHubspotEngagementNote,
  rawHubspotEngagementTask,
} from '../../sources/hubspot.ts'

export const stgHubspotEngagements = defineTable({
  name: 'stg_hubspot__engagements',
  description:
    'HubSpot’s activities, deleted ones included; those of which only the list of all tells, without details.',
  grain: ['source_instance', 'engagement_id'],
  columns: {
    source_instance: text('The portal; empty for the only one.'),
    engagement_id: text('HubSpot’s id of the activity.'),
    owner_id: text('HubSpot’s owner id.').nullable(),
    engagement_type: text('CALL, EMAIL, MEETING ….'),
    direction: text('As HubSpot writes it for the kind.').nullable(),
    outcome: text('As HubSpot writes it for the kind.').nullable(),
    source: text('What wrote it down.').nullable(),
    is_answered: flag('Whether the other side took part, where the outcome says it.').nullable(),
    is_deleted: flag('Whether it is gone.'),
    occurred_at: timestamp('When it was, or is due.').nullable(),
    duration_minutes: number('How long it took.').nullable(),
  },
  query: (db) =>
    db
      .with('detailed', () => detailed(db))
      .selectFrom((from) =>
        unionByName(
          from.selectFrom('detailed').selectAll('detailed'),
          from
            .selectFrom(listed(db).as('listed'))
            .selectAll('listed')
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('detailed as known')
                    .whereRef('known.source_instance', '=', 'listed.source_instance')
                    .whereRef('known.engagement_id', '=', 'listed.engagement_id')
                    .select('known.engagement_id'),
                ),
              ),
            ),
        ).as('engagement'),
      )
      .selectAll('engagement'),
})

/** The columns that kinds of activities have, or not. */
const detailColumns = {
  ...rawHubspotEngagementCall.columns,
  ...rawHubspotEngagementMeeting.columns,
}

/** Outcomes by which the other side took part: HubSpot’s number stands for Connected. */
const answers = ['Connected', 'f240bbac-87c9-4f6e-bf70-924b57d47db7', 'COMPLETED', 'Completed']

const ofKind = (db: Db, kind: string, table: Parameters<typeof details>[0]) =>
  db.selectFrom(details(table).as('engagement')).select(({ ref, eb, fn, val }) => [
    'engagement.source_instance',
    'engagement.engagement_id',
    'engagement.hubspot_owner_id as owner_id',
    val(kind).as('engagement_type'),
    'engagement.direction',
    'engagement.outcome',
    'engagement.source',
    eb
      .case()
      .when(
        eb.and([
          eb(val(kind), 'in', ['CALL', 'MEETING']),
          eb('engagement.outcome', 'is not', null),
        ]),
      )
      .then(isOneOf(ref('engagement.outcome'), answers))
      .end()
      .as('is_answered'),
    anyTrue(ref('engagement._fivetran_deleted'), ref('engagement.is_gone')).as('is_deleted'),
    fn.coalesce('engagement.occurred_at', 'engagement.created_at').as('occurred_at'),
    fn
      .coalesce(
        eb('engagement.duration_milliseconds', '/', 60_000).$castTo<number | null>(),
        minutesBetween(ref('engagement.started_at'), ref('engagement.ended_at')),
      )
      .as('duration_minutes'),
  ])

const details = (table: Parameters<typeof unionOf<typeof detailColumns>>[1]) =>
  unionOf(detailColumns, table)

const detailed = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        ofKind(db, 'CALL', rawHubspotEngagementCall),
        ofKind(db, 'MEETING', rawHubspotEngagementMeeting),
        ofKind(db, 'EMAIL', rawHubspotEngagementEmail),
        ofKind(db, 'TASK', rawHubspotEngagementTask),
        ofKind(db, 'NOTE', rawHubspotEngagementNote),
        ofKind(db, 'COMMUNICATION', rawHubspotEngagementCommunication),
      ).as('detail'),
    )
    .selectAll('detail')

/** All activities, as the list of them knows them. */
const listed = (db: Db) =>
  db
    .selectFrom(rawHubspotEngagement.as('engagement'))
    .select(({ ref, fn, val, lit }) => [
      'engagement.source_instance',
      'engagement.id as engagement_id',
      'engagement.owner_id',
      fn.coalesce('engagement.type', val('NOTE')).as('engagement_type'),
      fn.coalesce('engagement.type', val('')).$castTo<string | null>().as('direction'),
      lit(null).$castTo<string | null>().as('outcome'),
      lit(null).$castTo<string | null>().as('source'),
      lit(null).$castTo<boolean | null>().as('is_answered'),
      anyTrue(ref('engagement._fivetran_deleted'), ref('engagement.is_gone')).as('is_deleted'),
      'engagement.timestamp as occurred_at',
      lit(null).$castTo<number | null>().as('duration_minutes'),
    ])
