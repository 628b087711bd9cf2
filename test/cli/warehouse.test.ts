/** The commands over a small sample company, one after the other, as a user runs them. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { endAll, json, revops, start, written } from './revops.ts'

const shell = promisify(execFile)
const minute = 60_000
// Each command is a process; those that answer start Cube, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 3 * minute })

let folder: string
let exports: string
let here: string[]
let first: { build: string; data_as_of: string; published: boolean; files: Account[] }

interface Account {
  file: string
  read: number
  accepted: number
  quarantined: number
  superseded: number
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'revops-warehouse-'))
  exports = join(folder, 'exports')
  here = ['--warehouse', join(folder, 'warehouse')]
  await json(['sample', '--out', exports, '--scale', '0.1'])
  first = await json(['build', '--exports', exports, ...here])
}, 3 * minute)
afterEach(endAll)
afterAll(() => rmSync(folder, { recursive: true }))

const current = () => readFileSync(join(folder, 'warehouse', 'CURRENT'), 'utf8')

describe('sample', () => {
  test('writes the same bytes for the same arguments, and replaces a sample', async () => {
    const again = join(folder, 'again')
    await json(['sample', '--out', again, '--scale', '0.2'])
    await json(['sample', '--out', again, '--scale', '0.1'])
    const files = (of: string) =>
      readdirSync(of, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(of, name)).isFile())
        .sort()
    expect(files(again)).toEqual(files(exports))
    for (const name of files(exports))
      expect(readFileSync(join(again, name)).equals(readFileSync(join(exports, name))), name).toBe(
        true,
      )
  })

  test('leaves a folder alone that is no sample', async () => {
    const { code, stderr } = await revops(['sample', '--out', join(folder, 'warehouse')])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^revops: .*holds files that are no sample.*\n$/)
    expect(current()).toContain(first.build)
  })
})

describe('build', () => {
  test('publishes, and accounts for every row of every file', () => {
    expect(first.published).toBe(true)
    expect(first.files.length).toBeGreaterThan(100)
    for (const { file, read, accepted, quarantined, superseded } of first.files)
      expect(accepted + quarantined + superseded, file).toBe(read)
  })

  test('with nothing changed makes nothing, and the plan says of each table why', async () => {
    const second = await json(['build', '--exports', exports, ...here])
    expect(second).toMatchObject({ build: first.build, published: false })
    const { tables } = await json(['plan', '--exports', exports, ...here])
    expect(tables.length).toBeGreaterThan(30)
    for (const table of tables)
      expect(table).toEqual({ name: table.name, action: 'skip', reason: 'unchanged' })
  })

  test('that fails says why in a sentence, leaves with 1, and publishes nothing', async () => {
    const before = current()
    const file = join(exports, 'google_ads', 'campaign_report_2025.csv')
    const whole = `${file}.whole`
    copyFileSync(file, whole)
    try {
      truncateSync(file, 0)
      const { code, stdout, stderr } = await revops([
        ...['build', '--exports', exports, '--json'],
        ...here,
      ])
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/revops: .*campaign_report_2025\.csv/)
      expect(stderr).not.toContain('    at ')
      expect(current()).toBe(before)
    } finally {
      copyFileSync(whole, file)
      rmSync(whole)
    }
  })

  test('shows its progress as plain lines in a pipe, and a table of what it made', async () => {
    const args = ['build', '--exports', exports, '--select', 'fct_ad_spend', '--full', ...here]
    const { code, stdout, stderr } = await revops(args)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stderr).toMatch(/^ {2}fct_ad_spend: [\d,]+ rows in [\d.]+ m?s, rebuilt by --full$/m)
    expect(`${stdout}${stderr}`).not.toContain('\u001B')
    expect(stdout).toMatch(/^fct_ad_spend +rebuilt by --full +[\d,]+ +\d/m)
    expect(stdout).toMatch(/^Published build [0-9a-f]+: \d+ of \d+ tables made in .* UTC\.$/m)
  })
})

describe('status', () => {
  test('tells the build, how fresh it is, the files of each system and the last runs', async () => {
    const status = await json(['status', ...here])
    expect(status).toMatchObject({ build: first.build, data_as_of: first.data_as_of })
    expect(status.runs[0]).toMatchObject({
      outcome: expect.stringMatching(/^(published|un|failed)/),
    })
    const read = first.files.reduce((sum, file) => sum + file.read, 0)
    const told = status.exports.reduce((sum: number, system: Account) => sum + system.read, 0)
    expect(told).toBe(read)
    const { stdout } = await revops(['status', ...here])
    expect(stdout).toContain(`Build ${first.build}`)
    expect(stdout).toMatch(/data as of {2}2025-12-31 \d\d:\d\d UTC \(\d+ days ago\)/)
  })
})

describe('kpi', () => {
  test('without a grain is one row, and numbers are numbers', async () => {
    const answer = await json(['kpi', 'revenue.mrr', ...here])
    expect(answer).toMatchObject({ kpi: 'revenue.mrr', unit: 'currency', build: first.build })
    expect(answer.rows).toEqual([{ mrr: expect.any(Number) }])
    expect(answer.rows[0].mrr).toBeGreaterThan(0)
  })

  test('by month and dimension adds up to the total by month', async () => {
    const range = ['--grain', 'month', '--from', '2025-01-01', '--to', '2025-03-31']
    const total = await json(['kpi', 'revenue.mrr', ...range, ...here])
    const parts = await json(['kpi', 'revenue.mrr', '--by', 'segment', ...range, ...here])
    expect(total.rows.map((row: { date: string }) => row.date)).toEqual([
      '2025-01-01',
      '2025-02-01',
      '2025-03-01',
    ])
    for (const { date, mrr } of total.rows) {
      const slices = parts.rows.filter((row: { date: string }) => row.date === date)
      const sum = slices.reduce((sum: number, row: { mrr: number }) => sum + row.mrr, 0)
      expect(sum).toBeCloseTo(mrr, 6)
    }
  })

  test('prints the title, the formula, the unit and the freshness', async () => {
    const { stdout } = await revops(['kpi', 'pipeline.win_rate', '--grain', 'year', ...here])
    expect(stdout).toMatch(/^Win rate\n= .*won/)
    expect(stdout).toMatch(/^2024-01-01 +\d+\.\d % +\d+\.\d % +[+-]?\d+\.\d points$/m)
    expect(stdout).toContain(`Build ${first.build}, data as of 2025-12-31`)
  })

  test.each([
    ['a grain that its class has not', ['revenue.mrr', '--grain', 'day'], /not defined by day/],
    ['a measure that there is not', ['revenue.mmr'], /no measure revenue\.mmr.*revenue\.mrr/],
    ['a build that there is not', ['revenue.mrr', '--as-of', 'none'], /no build none/],
  ])('refuses %s in a sentence', async (_, args, said) => {
    const { code, stdout, stderr } = await revops(['kpi', ...args, ...here])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(said)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('lineage', () => {
  test('goes from a KPI to the files of the exports', async () => {
    const { upstream } = await json(['lineage', 'revenue.mrr', ...here])
    const changes = upstream.exports.find(
      (read: { export: string }) => read.export === 'stripe/subscription_item_change_events',
    )
    expect(changes.files).toContain('stripe/subscription_item_change_events_2025.csv')
    expect(upstream.tables).toContain('fct_account_months')
  })

  test('goes from the header of an export to the KPIs', async () => {
    const { downstream } = await json(['lineage', 'hubspot/deals.Amount', ...here])
    expect(downstream.members).toContain('pipeline.won_amount')
    expect(downstream.members).not.toContain('revenue.invoiced_amount')
  })

  test('names the nearest where there is no such name', async () => {
    const { code, stderr } = await revops(['lineage', 'revenue.mrrr', ...here])
    expect(code).toBe(1)
    expect(stderr).toMatch(/Did you mean revenue\.mrr/)
  })
})

describe('serving', () => {
  const ask = (url: string, token: string | undefined) =>
    fetch(`${url}/cubejs-api/v1/load`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query: { measures: ['revenue.mrr'] } }),
    })

  test('answers those with a token, builds on a schedule beside it, and ends on SIGTERM', async () => {
    const schedule = ['--schedule', '*/2 * * * * *', '--exports', exports]
    const child = start(['serve', '--port', '0', '--sql-port', '0', '--json', ...schedule, ...here])
    const said = written(child.stderr!, 'Nothing has changed')
    const { url } = JSON.parse(await written(child.stdout!, '}'))
    const { token } = await json(['token', '--role', 'analyst', ...here])
    const answer = await ask(url, token)
    expect(answer.status).toBe(200)
    const { rows } = await json(['kpi', 'revenue.mrr', ...here])
    const { data } = (await answer.json()) as { data: Record<string, string>[] }
    expect(Number(data[0]!['revenue.mrr'])).toBe(rows[0].mrr)
    expect((await ask(url, undefined)).status).toBeGreaterThanOrEqual(401)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    await said
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('starts with a sign-in link that works once, and a curl line that answers', async () => {
    const child = start([
      'start',
      '--port',
      '0',
      '--sql-port',
      '0',
      '--json',
      '--exports',
      exports,
      ...here,
    ])
    const { sign_in, curl } = JSON.parse(await written(child.stdout!, '}'))
    const enter = () => fetch(sign_in, { redirect: 'manual' })
    expect((await enter()).headers.get('set-cookie')).toMatch(/HttpOnly/)
    expect((await enter()).headers.get('set-cookie')).toBeNull()
    const { stdout } = await shell('sh', ['-c', curl])
    expect(JSON.parse(stdout).data.length).toBeGreaterThan(4)
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})

describe('builds', () => {
  test(
    'stay for as-of answers and for rollback',
    async () => {
      const args = ['--exports', exports, '--as-of', '2025-06-30']
      const second = await json(['build', ...args, ...here])
      expect(second.published).toBe(true)
      expect(second.data_as_of).toMatch(/^2025-06-30/)
      const { builds } = await json(['builds', ...here])
      expect(builds[0]).toMatchObject({ build: second.build, current: true })
      expect(builds[1]).toMatchObject({ build: first.build, current: false })
      const asOf = await json(['kpi', 'revenue.mrr', '--as-of', first.build, ...here])
      expect(asOf.build).toBe(first.build)

      expect(await json(['rollback', ...here])).toMatchObject({ build: first.build })
      expect(JSON.parse(current()).build).toBe(first.build)
      const { stdout } = await revops(['builds', ...here])
      expect(stdout).toMatch(new RegExp(`^→ +${first.build}`, 'm'))
    },
    2 * minute,
  )

  test('of a changed export make what reads it, and nothing else', async () => {
    utimesSync(join(exports, 'finance', 'targets_2025.csv'), new Date(), new Date())
    const untouched = await json(['plan', '--exports', exports, ...here])
    const acting = (plan: { tables: { name: string; action: string }[] }) =>
      plan.tables.filter(({ action }) => action !== 'skip').map(({ name }) => name)
    expect(acting(untouched)).toEqual([])
    const file = join(exports, 'stripe', 'products.csv')
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    appendFileSync(file, `${lines.at(-1)!.replace(/prod_\w+/, 'prod_new')}\n`)
    const changed = acting(await json(['plan', '--exports', exports, ...here]))
    expect(changed).toContain('raw_stripe__products')
    expect(changed).toContain('dim_products')
    expect(changed).not.toContain('raw_stripe__prices')
    expect(changed).not.toContain('stg_hubspot__deals')
  })
})
