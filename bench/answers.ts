/** Governed answers: the first one of a new warehouse, uncached ones against bare SQL, cached ones. */
import { rmSync } from 'node:fs'
import { readCurrent, readManifest } from '../src/warehouse/manifest.ts'
import { connectReader, openBuild } from '../src/warehouse/open.ts'
import { type Measure, median, milliseconds, seconds, verdictOf } from './figures.ts'
import { ask, type Query, startServed } from './server.ts'

const firstQuery: Query = {
  measures: ['pipeline.win_rate'],
  timeDimensions: [{ dimension: 'pipeline.date', granularity: 'quarter' }],
}

/** From the start of `revops start` in an empty folder to the first answer. */
export async function measureFirstAnswer(
  scale: number,
  exports: string,
  warehouse: string,
): Promise<Measure[]> {
  rmSync(warehouse, { recursive: true, force: true })
  const started = performance.now()
  const served = await startServed(exports, warehouse)
  try {
    await ask(served, 'load', firstQuery)
    const ms = performance.now() - started
    return [
      {
        what: 'revops start in an empty warehouse, first answer',
        scale,
        ours: seconds(ms),
        peer: '',
        budget: scale === 1 ? '< 20 s' : '',
        verdict: scale === 1 ? verdictOf(ms < 20_000) : '-',
      },
    ]
  } finally {
    await served.stop()
  }
}

/** Questions that people ask, each over as many ranges of dates as it takes. */
const shapes: readonly ((dateRange: readonly [string, string]) => Query)[] = [
  over('pipeline', 'quarter', ['pipeline.win_rate', 'pipeline.won_amount'], ['pipeline.owner']),
  over('pipeline', 'month', ['pipeline.opportunities_created'], ['pipeline.segment']),
  over('revenue', 'month', ['revenue.mrr'], ['revenue.segment']),
  over('revenue', 'quarter', ['revenue.net_revenue_retention', 'revenue.arr']),
  over('marketing', 'month', ['marketing.marketing_spend', 'marketing.clicks']),
]
const ranges = 24

function over(
  view: string,
  granularity: string,
  measures: readonly string[],
  dimensions: readonly string[] = [],
) {
  return (dateRange: readonly [string, string]): Query => ({
    measures,
    dimensions,
    timeDimensions: [{ dimension: `${view}.date`, granularity, dateRange }],
  })
}

const queries: readonly Query[] = Array.from({ length: ranges }, (_, day) => {
  const start = new Date(Date.UTC(2023, 0, 1 + 7 * day)).toISOString().slice(0, 10)
  return shapes.map((shape) => shape([start, '2025-12-31']))
}).flat()

/** Answers through REST, first new ones and then the same again, and their SQL in DuckDB alone. */
export async function measureAnswers(
  scale: number,
  exports: string,
  warehouse: string,
): Promise<Measure[]> {
  const served = await startServed(exports, warehouse)
  try {
    const { tables } = readManifest(warehouse, readCurrent(warehouse)!.build)
    const instance = await openBuild(warehouse, tables)
    const connection = await connectReader(instance)
    // Compiles the model and opens the files, on both sides.
    for (const shape of shapes) await ask(served, 'load', shape(['2022-01-01', '2025-12-31']))
    const rest: number[] = []
    const bare: number[] = []
    for (const query of queries) {
      const { sql } = await ask<{ sql: { sql: [string, string[]] } }>(served, 'sql', query)
      const [text, parameters] = sql.sql
      bare.push(await millisecondsOf(() => connection.runAndReadAll(text, parameters)))
      rest.push(await millisecondsOf(() => ask(served, 'load', query)))
    }
    const cached: number[] = []
    for (const query of queries) cached.push(await millisecondsOf(() => ask(served, 'load', query)))
    connection.closeSync()
    instance.closeSync()
    return [uncachedMeasure(scale, rest, bare), cachedMeasure(scale, cached)]
  } finally {
    await served.stop()
  }
}

function uncachedMeasure(scale: number, rest: number[], bare: number[]): Measure {
  const budgetMs = 2 * median(bare) + 15
  return {
    what: `governed answer through REST, uncached, p50 of ${rest.length}; peer: its SQL in DuckDB`,
    scale,
    ours: milliseconds(median(rest)),
    peer: milliseconds(median(bare)),
    ratio: median(rest) / median(bare),
    budget: `≤ 2 × + 15 ms (${milliseconds(budgetMs)})`,
    verdict: verdictOf(median(rest) <= budgetMs),
  }
}

function cachedMeasure(scale: number, cached: number[]): Measure {
  return {
    what: `governed answer through REST, cached, p50 of ${cached.length}`,
    scale,
    ours: milliseconds(median(cached)),
    peer: '',
    budget: '< 2 ms',
    verdict: verdictOf(median(cached) < 2),
  }
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
