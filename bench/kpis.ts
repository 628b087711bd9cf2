/**
 * Every KPI by month over three years and by two dimensions, uncached, through REST.
 *
 * `node bench/kpis.ts [--scale 20]` measures it alone, and prints what each KPI took.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { revops, timed } from './child.ts'
import { type Measure, median, milliseconds, tableOf, verdictOf } from './figures.ts'
import { ask, type Query, type Served, startServed } from './server.ts'

const budgetMs = 300
const repetitions = 5
/** What a KPI is asked for that has a meaning for one value of a dimension at a time. */
const heldTo: Readonly<Record<string, string>> = { period_type: 'month' }
/** Asked first, where a KPI allows them: those that people slice by, and the costly ones. */
const favourites = ['owner', 'segment', 'channel', 'campaign', 'product', 'industry']

interface Kpi {
  readonly name: string
  readonly meta: {
    readonly class: string
    readonly dimensions: readonly string[]
    readonly needs?: readonly string[]
    readonly one_of?: readonly string[]
    readonly granularities?: readonly string[]
  }
}

interface Took {
  readonly kpi: string
  readonly by: readonly string[]
  readonly ms: number
}

/** What each KPI took: the median of answers that nobody had asked for before. */
async function timesOfKpis(exports: string, warehouse: string): Promise<Took[]> {
  const served = await startServed(exports, warehouse)
  try {
    const took: Took[] = []
    const { kpis, dimensions } = await modelOf(served)
    for (const kpi of kpis) {
      const by = dimensionsOf(kpi, dimensions)
      // The first compiles the question.
      await ask(served, 'load', queryOf(kpi, by, '2023-01-31'))
      const times: number[] = []
      for (let day = 1; day <= repetitions; day++) {
        const query = queryOf(kpi, by, `2023-01-0${day}`)
        const started = performance.now()
        await ask(served, 'load', query)
        times.push(performance.now() - started)
      }
      took.push({ kpi: kpi.name, by, ms: median(times) })
    }
    return took.toSorted((one, other) => other.ms - one.ms)
  } finally {
    await served.stop()
  }
}

/** The slowest KPI against the budget. */
export async function measureKpis(
  scale: number,
  exports: string,
  warehouse: string,
): Promise<Measure[]> {
  const took = await timesOfKpis(exports, warehouse)
  const { kpi, by, ms } = took[0]!
  return [
    {
      what: `the slowest of ${took.length} KPIs, by month over 3 years and 2 dimensions, uncached: ${kpi} by ${by.join(' and ')}`,
      scale,
      ours: milliseconds(ms),
      peer: '',
      budget: `< ${budgetMs} ms`,
      verdict: verdictOf(ms < budgetMs),
    },
  ]
}

async function modelOf({ url, token }: Served) {
  const response = await fetch(`${url}/cubejs-api/v1/meta`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { cubes } = (await response.json()) as {
    cubes: { measures: Kpi[]; dimensions: { name: string }[] }[]
  }
  return {
    kpis: cubes.flatMap(({ measures }) => measures.filter(({ meta }) => meta?.class)),
    dimensions: new Set(
      cubes.flatMap(({ dimensions }) => dimensions.map(({ name }) => name.split('.')[1]!)),
    ),
  }
}

/** @param known the dimensions of the view: what a KPI allows may be a segment too */
function dimensionsOf({ meta: { dimensions, needs = [] } }: Kpi, known: ReadonlySet<string>) {
  const named = dimensions.filter((name) => known.has(name) && !/_(id|name)$/.test(name))
  const wanted = [...needs, ...favourites.filter((name) => named.includes(name)), ...named]
  return [...new Set(wanted)].slice(0, Math.max(2, needs.length))
}

function queryOf({ name, meta }: Kpi, by: readonly string[], from: string): Query {
  const view = name.split('.')[0]!
  // Of a KPI that has no months, the coarsest below, else the finest above.
  const granularity = ['month', 'week', 'quarter'].find(
    (one) => meta.granularities?.includes(one) ?? true,
  )
  return {
    measures: [name],
    dimensions: by.map((dimension) => `${view}.${dimension}`),
    timeDimensions: [{ dimension: `${view}.date`, granularity, dateRange: [from, '2025-12-31'] }],
    filters: (meta.one_of ?? []).map((dimension) => ({
      member: `${view}.${dimension}`,
      operator: 'equals',
      values: [heldTo[dimension]],
    })),
    limit: 50_000,
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { scale: { type: 'string', default: '20' } } })
  const scratch = mkdtempSync(join(tmpdir(), 'revops-bench-kpis-'))
  try {
    const [exports, warehouse] = [join(scratch, 'exports'), join(scratch, 'warehouse')]
    await timed(revops, ['sample', '--out', exports, '--scale', values.scale])
    await timed(revops, ['build', '--exports', exports, '--warehouse', warehouse])
    const took = await timesOfKpis(exports, warehouse)
    const measures = took.map(
      ({ kpi, by, ms }): Measure => ({
        what: [kpi, ...by].join(', '),
        scale: Number(values.scale),
        ours: milliseconds(ms),
        peer: '',
        budget: `< ${budgetMs} ms`,
        verdict: verdictOf(ms < budgetMs),
      }),
    )
    console.log(tableOf(measures))
  } finally {
    rmSync(scratch, { recursive: true })
  }
}
