/** Salesforce's exports of opportunities for tests: empty until a test gives rows, then staged. */
import { sql } from 'kysely'
import { beforeEach } from 'vitest'
import { createEmpty, type TestDatabase } from '../../../../src/testing.ts'
import * as histories from '../../../../transforms/sources/salesforce_histories.ts'
import * as raw from '../../../../transforms/sources/salesforce_opportunities.ts'
import * as other from '../../../../transforms/sources/salesforce_other.ts'
import { stgSalesforceOpportunities } from '../../../../transforms/staging/salesforce/stg_salesforce__opportunities.ts'
import { stgSalesforceOpportunityHistory } from '../../../../transforms/staging/salesforce/stg_salesforce__opportunity_history.ts'
import { stgSalesforceReportedOpportunities } from '../../../../transforms/staging/salesforce/stg_salesforce__reported_opportunities.ts'
import { stgSalesforceStages } from '../../../../transforms/staging/salesforce/stg_salesforce__stages.ts'
import { make, openMemory } from '../../chain.ts'

/** The id of an opportunity, and as reports write it. */
export const deal = '006000000000001AAA'
export const shortDeal = '006000000000001'
export const anna = '005000000000001AAA'
export const ben = '005000000000002AAA'

/** An instant: `2024-01-31` or `2024-01-31 09:00`. */
export const at = (instant: string) =>
  new Date(`${instant.length === 10 ? `${instant} 00:00` : instant}Z`.replace(' ', 'T'))

/** A database of the exports, empty before each test. */
export function openExports(): { readonly db: TestDatabase } {
  const opened: { db: TestDatabase } = { db: undefined as never }
  beforeEach(async () => {
    opened.db = await openMemory()
    for (const table of [
      raw.rawSalesforceOpportunities,
      raw.rawSalesforceOpportunityVersions,
      histories.rawSalesforceOpportunityHistory,
      histories.rawSalesforceOpportunityHistoryReport,
      histories.rawSalesforceOpportunityFieldHistory,
      histories.rawSalesforceOpportunityFieldHistoryReport,
      raw.rawSalesforceOpportunityStages,
      other.rawSalesforceOpportunityPartners,
      other.rawSalesforcePartners,
    ])
      await createEmpty(opened.db, table)
    return () => opened.db.destroy()
  })
  return opened
}

/** Makes what is staged of opportunities, their histories and stages. */
export const stage = (db: TestDatabase) =>
  make(db, [
    stgSalesforceOpportunities,
    stgSalesforceReportedOpportunities,
    stgSalesforceOpportunityHistory,
    stgSalesforceStages,
  ])

/** The history of a property as `instant value` lines: instants by the minute. */
export async function historyOf(db: TestDatabase, property: string): Promise<string[]> {
  await stage(db)
  const { rows } = await sql<{ line: string }>`
    select strftime(changed_at, '%Y-%m-%d %H:%M') || ' ' || coalesce(value, '–') as line
    from stg_salesforce__opportunity_history where property = ${property}
    order by opportunity_id, changed_at`.execute(db)
  return rows.map(({ line }) => line)
}
