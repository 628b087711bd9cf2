/** An answer's JSON around its rows: query, annotation and, for several queries at once, the pivot. */
import type { Query, Transform } from './plan.ts'
import { dataJson } from './rows.ts'

interface RootResult {
  readonly query: Query
  readonly [key: string]: unknown
}

interface RootResults {
  readonly queryType: string
  readonly results: readonly RootResult[]
  readonly slowQuery?: boolean
}

const queryKeys = [
  'measures',
  'dimensions',
  'timeDimensions',
  'segments',
  'limit',
  'offset',
  'total',
  'totalQuery',
  'timezone',
  'renewQuery',
  'ungrouped',
  'responseFormat',
  'filters',
  'rowLimit',
  'order',
  'queryType',
]
const resultKeys = [
  'lastRefreshTime',
  'refreshKeyValues',
  'usedPreAggregations',
  'transformedQuery',
  'requestId',
  'annotation',
  'dataSource',
  'dbType',
  'extDbType',
  'external',
  'slowQuery',
  'total',
]

/** The answer to one query. */
export async function finalResult(transform: Transform, raw: unknown, root: RootResult) {
  return Buffer.from(resultJson(transform, raw, root))
}

/** The answer to a query that compares date ranges or blends several. */
export async function finalResults(
  transforms: readonly Transform[],
  raws: readonly unknown[],
  root: RootResults,
) {
  const results = root.results.map((result, at) => resultJson(transforms[at]!, raws[at], result))
  const pivot = pivotQuery(
    root.queryType,
    root.results.map(({ query }) => query),
  )
  return Buffer.from(
    `{"queryType":${JSON.stringify(root.queryType)},"results":[${results}],` +
      `"pivotQuery":${JSON.stringify(pivot)},"slowQuery":${Boolean(root.slowQuery)}}`,
  )
}

function resultJson(transform: Transform, raw: unknown, root: RootResult): string {
  const head = JSON.stringify({ query: pick(root.query, queryKeys), ...pick(root, resultKeys) })
  return `${head.slice(0, -1)},"data":${dataJson(transform, raw)}}`
}

function pivotQuery(queryType: string, queries: readonly Query[]): Query {
  const first: Query = pick(queries[0]!, queryKeys)
  if (queryType === 'compareDateRangeQuery')
    return { ...first, dimensions: ['compareDateRange', ...(first.dimensions ?? [])], queryType }
  if (queryType !== 'blendingQuery') return { ...first, queryType }
  const granularity = queries
    .map((query) => query.timeDimensions?.[0]?.granularity)
    .find((found) => found !== undefined)
  return {
    ...first,
    measures: [...new Set(queries.flatMap(({ measures = [] }) => measures))],
    dimensions: [...new Set(queries.flatMap(({ dimensions = [] }) => dimensions))],
    ...(granularity === undefined ? {} : { timeDimensions: [{ dimension: 'time', granularity }] }),
    queryType,
  }
}

const pick = (object: Readonly<Record<string, unknown>>, keys: readonly string[]) =>
  Object.fromEntries(
    keys.filter((key) => (object[key] ?? undefined) !== undefined).map((key) => [key, object[key]]),
  )
