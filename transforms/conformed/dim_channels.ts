/** The channels by which people come. */
import { flag, oneOf } from '../../src/columns.ts'
import { unionByName } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { type Channel, channelNames, channels } from './channel_rules.ts'

export const dimChannels = defineTable({
  name: 'dim_channels',
  description:
    'The channels of GA4’s default channel group, `Offline`, `Other`, `Unknown` and `Not allocated`.',
  grain: ['channel'],
  columns: {
    channel: oneOf(channelNames, 'The channel.'),
    is_paid: flag('Whether what it brings is paid for by click, view or sale.'),
  },
  query: (db) => {
    const [first, ...others] = channels.map(([channel, isPaid]) =>
      db.selectNoFrom(({ lit, val }) => [
        val<Channel>(channel).as('channel'),
        lit(isPaid).$castTo<boolean>().as('is_paid'),
      ]),
    )
    return db.selectFrom(unionByName(first!, ...others).as('listed')).selectAll('listed')
  },
})
