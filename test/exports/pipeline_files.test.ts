/**
 * One set of deals in four layouts gives one stage history four times: HubSpot's stage columns, the
 * report on OpportunityHistory, that on OpportunityFieldHistory, and a log of stages.
 *
 * A stage column knows the last entry only. So what HubSpot's layout can know of a deal that came
 * back to a stage is the last visit to each, and that is what it is held to.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { dependenciesOf } from '../../src/lineage.ts'
import { projectRoot } from '../../src/settings.ts'
import type { AnyTable } from '../../src/table.ts'
import { build } from '../../src/warehouse/index.ts'
import { readManifest } from '../../src/warehouse/manifest.ts'
import { connectReader, openBuild } from '../../src/warehouse/open.ts'
import { fctOpportunityStages } from '../../transforms/conformed/fct_opportunity_stages.ts'
import { tables } from '../../transforms/index.ts'

type Visit = readonly [stage: string, entered: string]

const stages = [
  'Discovery',
  'Qualified',
  'Demo',
  'Proposal',
  'Negotiation',
  'Closed Won',
  'Closed Lost',
]
const deals: Record<string, readonly Visit[]> = {
  'all the way': [
    ['Discovery', '2025-01-05'],
    ['Qualified', '2025-01-13'],
    ['Demo', '2025-01-22'],
    ['Proposal', '2025-02-03'],
    ['Negotiation', '2025-02-20'],
    ['Closed Won', '2025-03-01'],
  ],
  'skips stages': [
    ['Discovery', '2025-01-07'],
    ['Proposal', '2025-01-31'],
    ['Closed Lost', '2025-02-02'],
  ],
  'still in the first stage': [['Discovery', '2025-03-09']],
  'reopened in a later stage': [
    ['Discovery', '2025-02-01'],
    ['Demo', '2025-02-14'],
    ['Closed Lost', '2025-02-28'],
    ['Negotiation', '2025-04-01'],
    ['Closed Won', '2025-04-30'],
  ],
  'reopened in its old stage': [
    ['Discovery', '2025-02-05'],
    ['Demo', '2025-02-15'],
    ['Closed Lost', '2025-03-01'],
    ['Demo', '2025-04-02'],
    ['Closed Won', '2025-05-01'],
  ],
  'set back': [
    ['Discovery', '2025-03-01'],
    ['Demo', '2025-03-04'],
    ['Proposal', '2025-03-15'],
    ['Demo', '2025-03-20'],
    ['Closed Lost', '2025-04-09'],
  ],
}

const names = Object.keys(deals)
const salesforceId = (name: string) => `0065000000000${names.indexOf(name) + 10}`
const american = (day: string) => {
  const [year, month, date] = day.split('-').map(Number)
  return `${month}/${date}/${year}`
}
const csv = (...rows: (readonly string[])[]) =>
  rows
    .map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`)
    .join('')
const changesOf = (visits: readonly Visit[]) =>
  visits.slice(1).map(([stage, day], index) => [visits[index]![0], stage, day] as const)

const layouts: Record<string, { file: string; content: string }> = {
  'HubSpot’s stage columns': {
    file: 'hubspot/deals.csv',
    content: csv(
      [
        'Record ID,Deal Name,Pipeline,Deal Stage,Amount,Create Date,Close Date',
        ...stages.map((stage) => `Date entered "${stage} (Sales Pipeline)"`),
      ].flatMap((header) => (header.includes('"') ? [header] : header.split(','))),
      ...Object.entries(deals).map(([name, visits], index) => [
        `${40100000 + index}`,
        name,
        'Sales Pipeline',
        visits.at(-1)![0],
        '1000',
        `${visits[0]![1]} 00:00`,
        `${visits.at(-1)![1]} 00:00`,
        ...stages.map((stage) => {
          const last = visits.findLast(([entered]) => entered === stage)
          return last ? `${last[1]} 00:00` : ''
        }),
      ]),
    ),
  },
  OpportunityHistory: {
    file: 'salesforce/report1711000000001.csv',
    content: csv(
      'Opportunity ID,Opportunity Name,From Stage,To Stage,Stage Duration,Last Modified,Amount,Close Date,Stage,Created Date'.split(
        ',',
      ),
      ...Object.entries(deals).flatMap(([name, visits]) => {
        const row = (from: string, to: string, day: string) => [
          salesforceId(name),
          name,
          from,
          to,
          '',
          american(day),
          '1000',
          american(visits.at(-1)![1]),
          visits.at(-1)![0],
          american(visits[0]![1]),
        ]
        return [
          row('', ...visits[0]!),
          ...changesOf(visits).map(([from, to, day]) => row(from, to, day)),
        ]
      }),
    ),
  },
  OpportunityFieldHistory: {
    file: 'salesforce/report1711000000002.csv',
    content: csv(
      'Opportunity ID,Opportunity Name,Stage,Amount,Created Date,Close Date,Field / Event,Old Value,New Value,Edit Date'.split(
        ',',
      ),
      ...Object.entries(deals).flatMap(([name, visits]) => {
        const row = (field: string, from: string, to: string, day: string) => [
          salesforceId(name),
          name,
          visits.at(-1)![0],
          '1000',
          american(visits[0]![1]),
          american(visits.at(-1)![1]),
          field,
          from,
          to,
          american(day),
        ]
        return [
          row('Created.', '', '', visits[0]![1]),
          ...changesOf(visits).map(([from, to, day]) => row('Stage', from, to, day)),
        ]
      }),
    ),
  },
  'a log of stages': {
    file: 'generic/stage_log.csv',
    content: csv(
      ['deal_id', 'stage', 'date_entered', 'amount'],
      ...Object.entries(deals).flatMap(([name, visits]) =>
        visits.map(([stage, day]) => [name, stage, day, '1000']),
      ),
    ),
  },
}

/** A table and all that it depends on. */
function withUpstream(table: AnyTable): readonly AnyTable[] {
  const needed = new Set<string>()
  const need = (one: AnyTable) => {
    if (needed.has(one.name)) return
    needed.add(one.name)
    for (const name of dependenciesOf(one)) need(tables.find((other) => other.name === name)!)
  }
  need(table)
  return tables.filter(({ name }) => needed.has(name))
}

const folder = () => {
  const root = mkdtempSync(join(tmpdir(), 'revops-pipeline-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'model'))
  writeFileSync(join(root, 'model', 'none.yml'), 'cubes: []\n')
  return root
}

/** Builds an exports folder up to the visits of stages, and gives rows of it. */
async function built<R>(
  root: string,
  query: string,
): Promise<{ rows: R[]; report: Awaited<ReturnType<typeof build>> }> {
  const warehouse = join(root, 'warehouse')
  const report = await build({
    exports: join(root, 'exports'),
    warehouse,
    model: join(root, 'model'),
    tables: withUpstream(fctOpportunityStages),
    asOf: '2026-12-31',
    retainedBuilds: 1,
  })
  const instance = await openBuild(warehouse, readManifest(warehouse, report.build).tables)
  const connection = await connectReader(instance)
  try {
    const result = await connection.runAndReadAll(query)
    return { rows: result.getRowObjectsJson() as R[], report }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const visitsOf = async (root: string) => {
  const { rows } = await built<{ name: string; stage: string; day: string }>(
    root,
    `select coalesce(opportunity.opportunity_name, opportunity.source_id) as name, stage.stage_name as stage,
       cast(visit.entered_date as varchar) as day
     from fct_opportunity_stages as visit
     join dim_stages as stage using (stage_id)
     join stg_opportunities as opportunity using (opportunity_id)
     order by name, visit.visit_number`,
  )
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ name }) => name)].map(([name, visits]) => [
      name,
      visits.map(({ stage, day }) => [stage, day]),
    ]),
  )
}

/** Of each stage the last visit, in the order of those. */
const lastVisits = (visits: readonly Visit[]) =>
  visits.filter(
    ([stage], index) => visits.findLastIndex(([entered]) => entered === stage) === index,
  )

describe('one set of deals', () => {
  test.each(Object.entries(layouts))(
    'gives its stage history from %s',
    async (layout, { file, content }) => {
      const root = folder()
      mkdirSync(dirname(join(root, 'exports', file)), { recursive: true })
      writeFileSync(join(root, 'exports', file), content)
      const known = layout.startsWith('HubSpot')
        ? Object.fromEntries(
            Object.entries(deals).map(([name, visits]) => [name, lastVisits(visits)]),
          )
        : deals
      expect(await visitsOf(root)).toEqual(known)
    },
  )
})

const data = join(projectRoot, '../shared/data/pipeline_files')

describe.skipIf(!existsSync(data))(
  'the public files, as they are (skipped where ../shared/data is absent)',
  () => {
    test.each([
      ['hubspot', 'test1_hubspot_clean.csv', 1600, 5545],
      ['salesforce', 'test2_salesforce_history.csv', 1600, 5396],
      ['salesforce', 'test4_salesforce_field_history.csv', 600, 600 + 1429],
      ['generic', 'test6_stage_log.csv', 500, 1726],
    ])('%s/%s has all of its deals', async (system, file, count, visits) => {
      const root = folder()
      cpSync(join(data, file), join(root, 'exports', system, file))
      const { rows, report } = await built<{ deals: string; visits: string }>(
        root,
        'select count(distinct opportunity_id) as deals, count(*) as visits from fct_opportunity_stages',
      )
      expect(report.files).toMatchObject([{ quarantined: 0, superseded: 0 }])
      expect([Number(rows[0]!.deals), Number(rows[0]!.visits)]).toEqual([count, visits])
    })
  },
)
