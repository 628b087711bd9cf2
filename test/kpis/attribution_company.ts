/** Companies with ways to leads and opportunities, from the facts to the answers of view `attribution`. */
import { afterAll, beforeAll } from 'vitest'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimAttributionModels } from '../../transforms/conformed/dim_attribution_models.ts'
import { dimCampaigns } from '../../transforms/conformed/dim_campaigns.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { dimPeople } from '../../transforms/conformed/dim_people.ts'
import { martAttribution } from '../../transforms/marts/mart_attribution.ts'
import { martAttributionChannels } from '../../transforms/marts/mart_attribution_channels.ts'
import { martAttributionLeadChannels } from '../../transforms/marts/mart_attribution_lead_channels.ts'
import { makeAttribution, type Ways } from '../transforms/attribution_inputs.ts'
import { openMemory } from '../transforms/chain.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

/** The model over the tables that ways make; to be called where tests are described. */
export function company(ways: Ways) {
  let served: ServedCase
  let channels: readonly object[]
  let leadChannels: readonly object[]
  beforeAll(async () => {
    const db = await openMemory()
    await makeAttribution(db, ways)
    channels = await db
      .selectFrom(martAttributionChannels.as('channel'))
      .selectAll()
      .orderBy('channel.channel')
      .execute()
    leadChannels = await db
      .selectFrom(martAttributionLeadChannels.as('channel'))
      .selectAll()
      .orderBy('channel.channel')
      .execute()
    served = await serve(
      db,
      [
        martAttribution,
        dimAttributionModels,
        dimAccounts,
        dimOwners,
        dimPeople,
        dimCampaigns,
        dimDates,
      ],
      '2024-12-31T12:00:00Z',
    )
    await db.destroy()
  })
  afterAll(() => served.close())
  const ask = (measures: readonly string[], question?: Question) =>
    answer(served.semantic, 'attribution', measures, question)
  return {
    ask,
    /** One measure by what was asked for. */
    one: async (measure: string, question?: Question) =>
      Object.fromEntries(
        Object.entries(await ask([measure], question)).map(([key, of]) => [key, of[measure]]),
      ),
    load: (query: object, context: object = { role: 'admin' }) =>
      served.semantic.load(query, context as never),
    channels: () => channels,
    leadChannels: () => leadChannels,
  }
}
