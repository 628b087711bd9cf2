/** Which channel traffic is, by where it came from. */
import { text } from '../../src/columns.ts'
import { defineTable } from '../../src/table.ts'
import { stgTouchpoints } from '../staging/stg_touchpoints.ts'
import { channelOf } from './channel_rules.ts'

export const mapChannels = defineTable({
  name: 'map_channels',
  description:
    'Every source, medium and campaign by which touchpoints came, and the channel that it is by the rules of GA4; without touchpoints of which neither source nor medium is known.',
  grain: ['traffic_source', 'traffic_medium', 'campaign_name'],
  columns: {
    traffic_source: text('As the system names it; empty where it does not.'),
    traffic_medium: text('As the system names it; empty where it does not.'),
    campaign_name: text('As the system names it; empty where it does not.'),
    channel: text('The channel.'),
  },
  query: (db) =>
    db
      .selectFrom(
        db
          .selectFrom(stgTouchpoints.as('touch'))
          .where(({ eb, or }) =>
            or([
              eb('touch.traffic_source', 'is not', null),
              eb('touch.traffic_medium', 'is not', null),
            ]),
          )
          .select(({ fn, val }) => [
            fn.coalesce('touch.traffic_source', val('')).as('traffic_source'),
            fn.coalesce('touch.traffic_medium', val('')).as('traffic_medium'),
            fn.coalesce('touch.campaign_name', val('')).as('campaign_name'),
          ])
          .distinct()
          .as('traffic'),
      )
      .select((eb) => [
        'traffic.traffic_source',
        'traffic.traffic_medium',
        'traffic.campaign_name',
        channelOf(eb, {
          source: eb.ref('traffic.traffic_source'),
          medium: eb.ref('traffic.traffic_medium'),
          campaign: eb.ref('traffic.campaign_name'),
        })
          .$castTo<string>()
          .as('channel'),
      ]),
})
