/** The generic files: the examples of docs/generic.md are loaded, so that they are right. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'
import { tables } from '../../transforms/index.ts'
import { Adapter } from './adapter_build.ts'

const page = readFileSync(join(projectRoot, 'docs/generic.md'), 'utf8')
const examples = [...page.matchAll(/^### (\w+)\n(?:(?!^###)[\s\S])*?```csv\n([\s\S]*?)```/gm)].map(
  ([, object, csv]) => [object!, csv!] as const,
)

test('every generic file has an example, and every example is of a generic file', () => {
  const contracts = tables.flatMap(({ name }) => name.match(/^raw_generic__(.*)$/)?.[1] ?? [])
  expect(examples.map(([object]) => object).sort()).toEqual(contracts.sort())
})

describe('the examples', () => {
  test('load whole, with every header known, and reach staging row by row', async () => {
    const adapter = new Adapter('generic')
    for (const [object, csv] of examples) adapter.write(`generic/${object}.csv`, csv)
    const report = await adapter.build()
    expect(report.files.map(({ read, accepted }) => read - accepted)).toEqual(examples.map(() => 0))
    expect(report.files.map(({ file }) => file).sort()).toEqual(
      examples.map(([object]) => `generic/${object}.csv`).sort(),
    )
    const unread = report.warnings.filter((warning) => warning.includes('does not read'))
    expect(unread).toEqual([])
    const counts = await adapter.rows(
      report,
      examples
        .map(
          ([object], place) =>
            `select ${place} as place, count(*)::integer as rows from stg_generic__${object}`,
        )
        .join(' union all ')
        .concat(' order by place'),
    )
    const lines = examples.map(([, csv]) => csv.trimEnd().split('\n').length - 1)
    expect(counts.map(({ rows }) => rows)).toEqual(lines)
  })

  test('load with the columns of the key alone, file by file', async () => {
    const adapter = new Adapter('generic')
    for (const [object, csv] of examples) {
      const [header, first] = csv.split('\n').map((line) => line.split(','))
      const { grain } = tables.find(({ name }) => name === `raw_generic__${object}`)!
      const places = header!.flatMap((name, place) => (grain.includes(name) ? [place] : []))
      const key = (cells: readonly string[]) => places.map((place) => cells[place]).join(',')
      adapter.write(`generic/${object}.csv`, `${key(header!)}\n${key(first!)}\n`)
    }
    const { files } = await adapter.build()
    expect(files.map(({ read, accepted }) => [read, accepted])).toEqual(examples.map(() => [1, 1]))
  })
})

test('short words stand for our names', async () => {
  const adapter = new Adapter('generic')
  adapter.write(
    'generic/deals_2024-03-31.csv',
    'ID,Name,Stage,Amount,Currency,Close Date\n1,Rollout,Demo,"1,200.50",usd,2024-05-01\n',
  )
  adapter.write('generic/emea/opportunities.csv', 'deal_id,stage,account_id\n1,Won,hubspot:7\n')
  const report = await adapter.build()
  expect(
    await adapter.rows(
      report,
      `select opportunity_id, opportunity_name, stage_name, amount_local::varchar as amount,
         currency_code, closes_at::date::varchar as closes, account_id
       from stg_generic__opportunities order by opportunity_id`,
    ),
  ).toEqual([
    {
      opportunity_id: 'generic.emea:1',
      opportunity_name: null,
      stage_name: 'Won',
      amount: null,
      currency_code: null,
      closes: null,
      account_id: 'hubspot:7',
    },
    {
      opportunity_id: 'generic:1',
      opportunity_name: 'Rollout',
      stage_name: 'Demo',
      amount: '1200.50',
      currency_code: 'USD',
      closes: '2024-05-01',
      account_id: null,
    },
  ])
})
