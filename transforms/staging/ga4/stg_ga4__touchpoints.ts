/** GA4’s sessions as touchpoints. */
import { pick } from '../../../src/columns.ts'
import { isOneOf } from '../../../src/sql/choice.ts'
import { earliest, firstKnown } from '../../../src/sql/known.ts'
import { holdsForAny } from '../../../src/sql/latest.ts'
import { serial, sourceKey } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { handRaises, pageViews } from '../../sources/ga4.ts'
import { touchpointColumns } from '../objects/touchpoints.ts'
import { stgGa4Events } from './stg_ga4__events.ts'

export const stgGa4Touchpoints = defineTable({
  name: 'stg_ga4__touchpoints',
  description:
    'The sessions of visitors, with the first source that their events name; direct where none does, since the first source of a visitor is that of the first session only.',
  grain: ['touchpoint_id'],
  columns: pick(
    touchpointColumns,
    'touchpoint_id',
    'source_system',
    'source_instance',
    'person_id',
    'touchpoint_type',
    'traffic_source',
    'traffic_medium',
    'campaign_name',
    'landing_page',
    'is_hand_raise',
    'occurred_at',
    'page_view_count',
  ),
  query: (db) =>
    db.selectFrom(sessions(db).as('session')).select(({ eb, ref, val }) => {
      const instance = ref('session.source_instance')
      const isAd = eb('session.click_id', 'is not', null)
      const source = eb
        .case()
        .when('session.source', 'is not', null)
        .then(ref('session.source').$castTo<string>())
        .when(isAd)
        .then('google')
        .else('(direct)')
        .end()
      const medium = eb
        .case()
        .when('session.medium', 'is not', null)
        .then(ref('session.medium').$castTo<string>())
        .when(isAd)
        .then('cpc')
        .when('session.source', 'is', null)
        .then('(none)')
        .end()
      return [
        sourceKey('ga4', instance, serial(ref('session.visitor_id'), ref('session.session_id'))).as(
          'touchpoint_id',
        ),
        val('ga4').as('source_system'),
        'session.source_instance',
        sourceKey('ga4', instance, ref('session.visitor_id')).as('person_id'),
        val('session' as const).as('touchpoint_type'),
        source.as('traffic_source'),
        medium.as('traffic_medium'),
        'session.campaign as campaign_name',
        'session.landing_page',
        'session.is_hand_raise',
        'session.occurred_at',
        'session.page_view_count',
      ]
    }),
})

/** One row a session: the first value of what its events say. */
const sessions = (db: Db) =>
  db
    .selectFrom(stgGa4Events.as('event'))
    .groupBy(['event.source_instance', 'event.visitor_id', 'event.session_id'])
    .select(({ eb, fn, ref }) => {
      const at = ref('event.occurred_at')
      // What first brought the visitor brought the first session.
      const orFirst = (own: 'source' | 'medium' | 'campaign') =>
        firstKnown<string | null>(
          earliest(ref(`event.${own}`), at),
          earliest(
            eb
              .case()
              .when('event.session_number', '=', 1)
              .then(ref(`event.first_${own}`))
              .end(),
            at,
          ),
        ).as(own)
      return [
        'event.source_instance',
        'event.visitor_id',
        'event.session_id',
        orFirst('source'),
        orFirst('medium'),
        orFirst('campaign'),
        earliest(ref('event.click_id'), at).as('click_id'),
        earliest(ref('event.page'), at).as('landing_page'),
        holdsForAny(isOneOf(ref('event.event_name'), handRaises)).as('is_hand_raise'),
        fn.min('event.occurred_at').as('occurred_at'),
        fn
          .countAll<number>()
          .filterWhere('event.event_name', 'in', pageViews)
          .as('page_view_count'),
      ]
    })
