/** A HubSpot portal for tests: its raw tables, empty until a test fills some, and staging over them. */
import { beforeEach } from 'vitest'
import { inOrder } from '../../../../src/lineage.ts'
import type { AnyTable } from '../../../../src/table.ts'
import { createEmpty, given, type TestDatabase } from '../../../../src/testing.ts'
import * as hubspot from '../../../../transforms/sources/hubspot.ts'
import { stgHubspotActivities } from '../../../../transforms/staging/hubspot/stg_hubspot__activities.ts'
import { stgHubspotDealChanges } from '../../../../transforms/staging/hubspot/stg_hubspot__deal_changes.ts'
import { stgHubspotDealVersions } from '../../../../transforms/staging/hubspot/stg_hubspot__deal_versions.ts'
import { stgHubspotEngagements } from '../../../../transforms/staging/hubspot/stg_hubspot__engagements.ts'
import { stgHubspotOpportunityHistory } from '../../../../transforms/staging/hubspot/stg_hubspot__opportunity_history.ts'
import { stgHubspotOpportunityStages } from '../../../../transforms/staging/hubspot/stg_hubspot__opportunity_stages.ts'
import { stgHubspotStageColumns } from '../../../../transforms/staging/hubspot/stg_hubspot__stage_columns.ts'
import { stgHubspotStages } from '../../../../transforms/staging/hubspot/stg_hubspot__stages.ts'
import { make, openMemory } from '../../chain.ts'

const contracts: readonly AnyTable[] = Object.values(hubspot)
/** The staging tables that others read. */
const steps: readonly AnyTable[] = [
  stgHubspotStageColumns,
  stgHubspotStages,
  stgHubspotDealChanges,
  stgHubspotDealVersions,
  stgHubspotOpportunityHistory,
  stgHubspotOpportunityStages,
  stgHubspotEngagements,
  stgHubspotActivities,
]

/** Opens a database with all raw tables of HubSpot before each test. */
export function withPortal(): { readonly db: TestDatabase; stage(): Promise<void> } {
  let db: TestDatabase
  beforeEach(async () => {
    db = await openMemory()
    for (const contract of contracts) await createEmpty(db, contract)
    return () => db.destroy()
  })
  return {
    get db() {
      return db
    },
    /** Makes the staging tables that others read. */
    stage: () =>
      make(
        db,
        inOrder([...contracts, ...steps]).filter((table) => steps.includes(table)),
      ),
  }
}

export const at = (instant: string) => new Date(`${instant.replace(' ', 'T')}Z`)

type Deal = Omit<
  Parameters<typeof given<typeof hubspot.rawHubspotDeals.columns>>[2][number],
  'version_at'
>

/** Deals, each in one state unless their `last_modified_date` differ. */
export const givenDeals = (db: TestDatabase, deals: readonly Deal[]) =>
  given(
    db,
    hubspot.rawHubspotDeals,
    deals.map((deal) => ({
      ...deal,
      version_at: deal.last_modified_date ?? at('1970-01-01 00:00'),
    })),
  )
