/** What a server says of itself when it stands: where it answers, and how to ask it. */
import { isKpi, metaOf } from '../docs/measure_meta.ts'
import type { Model } from '../docs/model.ts'

export interface Announced {
  readonly url: string
  /** Where SQL answers; a token is the password. */
  readonly sql: string
  /** Signs a browser in, once. */
  readonly sign_in?: string
  readonly token?: string
  /** A command that asks a KPI. */
  readonly curl?: string
}

export const announcement = ({ url, sql, sign_in, token, curl }: Announced): string[] => [
  `Serving at ${url}`,
  `  REST     ${url}/cubejs-api/v1/load`,
  `  GraphQL  ${url}/cubejs-api/graphql`,
  `  SQL      ${sql}`,
  `  health   ${url}/healthz and ${url}/readyz`,
  ...(sign_in === undefined
    ? []
    : ['', 'Sign in with this link, which works once:', `  ${sign_in}`]),
  ...(curl === undefined ? [] : ['', 'Ask a KPI:', `  ${curl}`]),
  ...(token === undefined ? [] : ['', 'Or in SQL:', `  PGPASSWORD='${token}' psql ${sql}`, '']),
  ...(curl === undefined ? ['`revops token --role analyst` prints a token for it.'] : []),
  '',
]

/** A curl command that asks a KPI of the model by quarter; undefined where the model has none. */
export function curlFor(url: string, token: string, { views }: Model): string | undefined {
  const kpis = views
    .filter((view) => view.public)
    .flatMap((view) => view.members.filter(isKpi))
    .filter((measure) => measure.meta['needs'] === undefined)
  const example = kpis.find((measure) => metaOf(measure).unit === 'percent') ?? kpis[0]
  if (!example) return undefined
  const query = {
    measures: [`${example.view}.${example.name}`],
    timeDimensions: [{ dimension: `${example.view}.date`, granularity: 'quarter' }],
  }
  return [
    `curl -s ${url}/cubejs-api/v1/load`,
    `-H 'Authorization: Bearer ${token}'`,
    "-H 'Content-Type: application/json'",
    `-d '${JSON.stringify({ query })}'`,
  ].join(' ')
}
