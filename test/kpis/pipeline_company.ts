/** Serves what the views `pipeline` and `pipeline_waterfall` make of a small CRM. */
import { afterAll, beforeAll } from 'vitest'
import { type Given, given } from '../../src/testing.ts'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimCampaigns } from '../../transforms/conformed/dim_campaigns.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { dimPartners } from '../../transforms/conformed/dim_partners.ts'
import { fctActivities } from '../../transforms/conformed/fct_activities.ts'
import { fctOpportunityPeople } from '../../transforms/conformed/fct_opportunity_people.ts'
import { fctOpportunityTouches } from '../../transforms/conformed/fct_opportunity_touches.ts'
import { martPipeline } from '../../transforms/marts/mart_pipeline.ts'
import { martPipelineWaterfall } from '../../transforms/marts/mart_pipeline_waterfall.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { type Crm, crmTables, givenCrm, pipelineTables } from '../transforms/crm_inputs.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

/** What marketing and sales did for opportunities before they were created. */
export interface Deeds {
  readonly touches?: readonly Given<typeof fctOpportunityTouches.columns>[]
  readonly people?: readonly Given<typeof fctOpportunityPeople.columns>[]
  readonly activities?: readonly Given<typeof fctActivities.columns>[]
}

/** Serves a CRM before the tests of its block. */
export function company(crm: Crm, view = 'pipeline', deeds: Deeds = {}) {
  let served: ServedCase
  beforeAll(async () => {
    const db = await openMemory()
    await givenCrm(db, crm)
    await given(db, fctOpportunityTouches, deeds.touches ?? [])
    await given(db, fctOpportunityPeople, deeds.people ?? [])
    await given(db, fctActivities, deeds.activities ?? [])
    await make(db, [...crmTables, ...pipelineTables, martPipeline, martPipelineWaterfall])
    served = await serve(
      db,
      [
        martPipeline,
        martPipelineWaterfall,
        dimAccounts,
        dimOwners,
        dimCampaigns,
        dimPartners,
        dimDates,
      ],
      `${(crm.asOf ?? '2024-12-31 12:00').replace(' ', 'T')}Z`,
    )
    await db.destroy()
  })
  afterAll(() => served.close())
  const ask = (measures: readonly string[], question?: Question) =>
    answer(served.semantic, view, measures, question)
  return {
    ask,
    /** One measure, by the values of what was asked for. */
    one: async (measure: string, question?: Question) =>
      Object.fromEntries(
        Object.entries(await ask([measure], question)).map(([key, values]) => [
          key,
          values[measure],
        ]),
      ),
    as: (context: { role: string; user?: string; team?: string }, query: object) =>
      served.semantic.load(query, context as never),
  }
}
