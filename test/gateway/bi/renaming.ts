/**
 * From Cube's sample tables to our views, word for word: which view and which column stand for
 * those that a BI tool was recorded with. Nothing but names changes.
 */

/** Cube's tables, as views. */
const tables: Readonly<Record<string, string>> = {
  KibanaSampleDataEcommerce: 'funnel',
  Logs: 'retention_cohorts',
  NumberCube: 'revenue',
}

const columns: Readonly<Record<string, string>> = {
  order_date: 'date',
  last_mod: 'date',
  customer_gender: 'segment',
  notes: 'lead_source',
  taxful_total_price: 'cycle_number',
  has_subscription: 'is_inferred',
  is_male: 'recorded',
  is_female: 'returning',
  count: 'leads',
  countDistinct: 'people_converted',
  avgPrice: 'lead_to_customer_rate',
  maxPrice: 'lead_to_mql_rate',
  minPrice: 'mql_to_sal_rate',
  read: 'is_mature',
  content: 'owner',
  agentCount: 'cohort_customers',
  agentCountApprox: 'cohort_customers',
  someNumber: 'arpa',
  // Cube's own: as whom a query is asked, and that two cubes are joined as the model says. We have
  // a person and a customer that both views know.
  __user: 'owner',
  __cubeJoinField: 'account_name',
}

const names = new Map(Object.entries({ ...tables, ...columns }))

/** What tests of Cube put into the `{}` of a statement, in their order. */
const filled: Readonly<Record<string, readonly string[]>> = {
  test_binary_expr_projection_split: ['+'],
  metabase_date_filters: [
    "timestamp with time zone '2022-06-13T12:30:00.000Z'",
    "timestamp with time zone '2022-06-29T12:30:00.000Z'",
  ],
  datastudio_date_aggregations: [`CAST(DATE_TRUNC('SECOND', "order_date") AS DATE)`],
  test_date_granularity_skyvia: [
    `CAST(DATE_TRUNC('month', t."order_date") AS TIMESTAMP)`,
    `CAST(DATE_TRUNC('month', t."order_date") AS TIMESTAMP)`,
  ],
}

/** A statement as it was sent: line ends that were escaped in a test, and its templates. */
export function asSent({ sql, test }: { readonly sql: string; readonly test: string }): string {
  let next = 0
  const values = filled[test] ?? []
  return sql
    .replaceAll(/\\r(?:\\n)?/g, '\n')
    .replaceAll('{}', () => values[next++] ?? '{}')
    .trim()
}

/** Strings and comments stay; so do the names of functions, which a parenthesis follows. */
const word = /'(?:[^']|'')*'|--[^\n]*|"((?:[^"]|"")*)"(\s*\.)?|\b([A-Za-z_]\w*)\b(\s*[.(])?/g

/** A statement about Cube's sample, about our views. */
export const renamed = (sql: string): string =>
  sql
    .replaceAll(/"(?:db|database)"\s*\.\s*/g, '')
    .replaceAll(word, (all, quoted?: string, dot = '', bare?: string, after = '') => {
      if (quoted !== undefined) return `"${partsRenamed(quoted)}"${dot}`
      if (bare === undefined || after.trim() === '(') return all
      return `${names.get(bare) ?? bare}${after}`
    })

/** Power BI joins names to columns of its own: "t0.count". */
const partsRenamed = (name: string): string =>
  name
    .split('.')
    .map((part) => names.get(part) ?? part)
    .join('.')
