/** Stages of several CRMs and instances, found by key and by label. */
import { beforeEach, expect, test } from 'vitest'
import { dataAsOf } from '../../../src/run_tables.ts'
import { createEmpty, given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimOpportunityVersions } from '../../../transforms/conformed/dim_opportunity_versions.ts'
import { dimOwners } from '../../../transforms/conformed/dim_owners.ts'
import { dimStages } from '../../../transforms/conformed/dim_stages.ts'
import { fctOpportunityStages } from '../../../transforms/conformed/fct_opportunity_stages.ts'
import { mapAccounts } from '../../../transforms/conformed/map_accounts.ts'
import { mapOpportunities } from '../../../transforms/conformed/map_opportunities.ts'
import { mapOwners } from '../../../transforms/conformed/map_owners.ts'
import { stgOpportunities } from '../../../transforms/staging/stg_opportunities.ts'
import { stgOpportunityHistory } from '../../../transforms/staging/stg_opportunity_history.ts'
import { stgOpportunityStages } from '../../../transforms/staging/stg_opportunity_stages.ts'
import { stgStages } from '../../../transforms/staging/stg_stages.ts'
import { make, openMemory } from '../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

type Opportunity = NonNullable<Parameters<typeof given<typeof stgOpportunities.columns>>[2]>[number]

const at = (day: string) => new Date(`${day}T12:00:00Z`)
const sourceOf = (key: string) => {
  const [source_system, source_instance = ''] = key.split(':')[0]!.split('.') as [string, string?]
  return { source_system, source_instance, source_id: key.split(':')[1]! }
}

/** Stages as `key of pipeline`, each open, under the label that follows the last slash of its key. */
async function stages(...keys: readonly `${string} of ${string}`[]) {
  await given(
    db,
    stgStages,
    keys.map((written) => {
      const [stage_id, pipeline] = written.split(' of ') as [string, string]
      const { source_system, source_instance } = sourceOf(stage_id)
      return {
        stage_id,
        pipeline_id: `${stage_id.split(':')[0]}:${pipeline}`,
        pipeline_name: pipeline,
        source_system,
        source_instance,
        stage_name: stage_id.split('/').at(-1)!,
        stage_type: 'open',
        is_in_use: !stage_id.includes('old'),
      }
    }),
  )
}

/** The stage that each opportunity, by key, is found in: first by its versions, then by its visits. */
async function found(
  opportunities: Readonly<Record<string, Opportunity>>,
  entries: NonNullable<Parameters<typeof given<typeof stgOpportunityStages.columns>>[2]> = [],
) {
  await given(db, dataAsOf, [{ as_of: at('2024-06-30') }])
  await given(
    db,
    stgOpportunities,
    Object.entries(opportunities).map(([key, opportunity]) => ({
      opportunity_id: key,
      ...sourceOf(key),
      is_deleted: false,
      created_at: at('2024-01-01'),
      ...opportunity,
    })),
  )
  for (const table of [mapAccounts, mapOwners, dimOwners, stgOpportunityHistory])
    await createEmpty(db, table)
  await given(db, stgOpportunityStages, entries)
  await make(db, [dimStages, mapOpportunities])
  const versions = await rowsOf(db, dimOpportunityVersions)
  const visits = (await rowsOf(db, fctOpportunityStages)).toSorted(
    (a, b) => a.visit_number - b.visit_number,
  )
  return Object.fromEntries(
    Object.keys(opportunities).map((key) => [
      key,
      [
        versions.find(({ opportunity_id }) => opportunity_id === key)?.stage_id,
        ...visits
          .filter(({ opportunity_id }) => opportunity_id === key)
          .map(({ stage_id }) => stage_id),
      ],
    ]),
  )
}

test('a key says the stage, whatever the label', async () => {
  await stages('salesforce:a/Demo of Sales', 'salesforce:b/Won of Sales')
  expect(
    await found({
      'salesforce:1': { stage_id: 'salesforce:b/Won', stage_name: 'Demo', pipeline_name: 'Sales' },
      'salesforce:2': { stage_id: 'salesforce:gone' },
    }),
  ).toEqual({
    'salesforce:1': ['salesforce:b/Won', 'salesforce:b/Won'],
    'salesforce:2': ['unknown', 'unknown'],
  })
})

test('a label is that of the own instance and pipeline, of a stage in use before an old one', async () => {
  await stages(
    'hubspot:a-old/Demo of Sales',
    'hubspot:b/Demo of Sales',
    'hubspot:c/Demo of Renewals',
    'hubspot.emea:d/Demo of Sales',
  )
  expect(
    await found({
      'hubspot:1': { stage_name: 'Demo', pipeline_name: 'Sales' },
      'hubspot:2': { stage_name: 'Demo', pipeline_name: 'Renewals' },
      'hubspot.emea:1': { stage_name: 'Demo', pipeline_name: 'Sales' },
      'salesforce:1': { stage_name: 'Demo', pipeline_name: 'Sales' },
    }),
  ).toEqual({
    'hubspot:1': ['hubspot:b/Demo', 'hubspot:b/Demo'],
    'hubspot:2': ['hubspot:c/Demo', 'hubspot:c/Demo'],
    'hubspot.emea:1': ['hubspot.emea:d/Demo', 'hubspot.emea:d/Demo'],
    'salesforce:1': ['unknown', 'unknown'],
  })
})

test('without a pipeline a label is known where only one pipeline has it', async () => {
  await stages('generic:a/Demo of Sales', 'generic:b/Offer of Sales', 'generic:c/Demo of Renewals')
  expect(
    await found({
      'generic:1': { stage_name: 'Offer' },
      'generic:2': { stage_name: 'Demo' },
    }),
  ).toEqual({
    'generic:1': ['generic:b/Offer', 'generic:b/Offer'],
    'generic:2': ['unknown', 'unknown'],
  })
})

test('the stage of the last export is no second visit where a column tells when it was entered', async () => {
  await stages('hubspot:a/Demo of Sales', 'hubspot:b/Offer of Sales')
  const entry = (stage_name: string, day: string) => ({
    opportunity_id: 'hubspot:1',
    source_system: 'hubspot',
    pipeline_name: 'Sales',
    stage_name,
    entered_at: at(day),
  })
  expect(
    await found({ 'hubspot:1': { stage_id: 'hubspot:b/Offer' } }, [
      entry('Demo', '2024-02-01'),
      entry('Offer', '2024-03-01'),
    ]),
  ).toEqual({ 'hubspot:1': ['hubspot:b/Offer', 'hubspot:a/Demo', 'hubspot:b/Offer'] })
})

test('an opportunity without any instant is where it is as of the data', async () => {
  await stages('generic:a/Demo of Sales')
  await found({ 'generic:1': { stage_name: 'Demo', created_at: null } })
  expect(await rowsOf(db, fctOpportunityStages)).toMatchObject([
    { stage_id: 'generic:a/Demo', entered_at: at('2024-06-30'), has_history: false },
  ])
})
