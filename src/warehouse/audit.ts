/** Holds the rows of a table to all that its declaration promises. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { type AnyColumn, allowedValues, isNullable, sqlTypeOf } from '../columns.ts'
import { compiled } from '../lineage.ts'
import { type AnyTable, knownAudit, type Relation } from '../table.ts'
import type { AuditResult } from './manifest.ts'
import { identifier, literal } from './open.ts'
import { refusedAs } from './refusal.ts'
import { toDuckDB } from './values.ts'

export interface Audited {
  readonly rows: number
  readonly audits: AuditResult[]
  /** What stops the publish, a sentence each. */
  readonly failures: string[]
}

/** A promise as SQL: how many rows break it, and a query for one of them. */
interface Promised {
  readonly name: string
  readonly severity: AuditResult['severity']
  /** The rows that break it, as a query. */
  readonly broken: string
  readonly parameters?: readonly unknown[]
  /** An aggregate over the table's rows that counts them, so that one scan counts for many. */
  readonly count?: string
  /** The share of rows from which on a warning is a failure. */
  readonly maxShare?: number
}

/** How the columns of a query differ from the declared ones, as clauses; none where they do not. */
export async function typeDrift(
  connection: DuckDBConnection,
  table: AnyTable,
  query: string,
  parameters: readonly unknown[],
): Promise<string[]> {
  const described = await connection.runAndReadAll(`describe (${query})`, parameters.map(toDuckDB))
  const actual = new Map(
    described.getRowObjectsJS().map((row) => [String(row['column_name']), row['column_type']]),
  )
  const declared = new Map(
    Object.entries<AnyColumn>(table.columns).map(([name, column]) => [name, sqlTypeOf(column)]),
  )
  return [...new Set([...declared.keys(), ...actual.keys()])]
    .filter((name) => actual.get(name) !== declared.get(name))
    .map(
      (name) =>
        `${name} is declared ${declared.get(name) ?? 'nowhere'} and is ${actual.get(name) ?? 'missing'}.`,
    )
}

/**
 * Counts the rows that break the promises of a table, which stands under its name.
 *
 * @param isIncrement whether only some of its rows stand there: of its
 *   grain they would tell nothing, and deciding on the rows of each key has kept it
 */
export async function audit(
  connection: DuckDBConnection,
  table: AnyTable,
  isIncrement = false,
): Promise<Audited> {
  const promises = [
    ...columnPromises(table),
    ...(isIncrement ? [{ ...grainPromise(table), count: '0' }] : [grainPromise(table)]),
    ...relationPromises(table),
  ]
  for (const { name, severity, broken } of table.audits) {
    const { sql, parameters } = compiled(broken)
    promises.push({ name, severity, broken: sql, parameters })
  }
  const counted = promises.flatMap(({ count }) => count ?? [])
  const [[rows = 0, ...counts] = []] = await numbers(
    connection,
    `select ${['count(*)', ...counted].join(', ')} from ${identifier(table.name)}`,
  )
  const audits: AuditResult[] = []
  const failures: string[] = []
  for (const promise of promises) {
    const broken =
      promise.count === undefined
        ? await refusedAs(
            `${table.name} cannot be held to “${promise.name}”`,
            countOf(connection, promise),
          )
        : counts.shift()!
    audits.push({ name: promise.name, severity: promise.severity, broken })
    const isFailure = promise.severity === 'error' || broken > rows * (promise.maxShare ?? Infinity)
    if (broken > 0 && isFailure) {
      const example = await exampleOf(connection, table, promise)
      const limit =
        promise.maxShare === undefined ? '' : ` of ${rows}, more than ${promise.maxShare * 100} %`
      failures.push(
        `${promise.name}, but not in ${broken === 1 ? '1 row' : `${broken} rows`}${limit}${example}.`,
      )
    }
  }
  return { rows, audits, failures }
}

/** What an audit finds of a table that has neither rows nor audits of its own. */
export function auditedWithoutRows(table: AnyTable): Audited {
  const promises = [...columnPromises(table), grainPromise(table), ...relationPromises(table)]
  const audits = promises.map(({ name, severity }) => ({ name, severity, broken: 0 }))
  return { rows: 0, audits, failures: [] }
}

/** What each column promises of its own values. */
function columnPromises(table: AnyTable): Promised[] {
  return Object.entries<AnyColumn>(table.columns).flatMap(([name, column]) => {
    const allowed = allowedValues(column)
    const promises: Promised[] = []
    if (!isNullable(column))
      promises.push(perRow(table, `${name} is never null`, `${identifier(name)} is null`))
    if (allowed)
      promises.push(
        perRow(
          table,
          `${name} is ${either(allowed)}`,
          `${identifier(name)} not in (${allowed.map(literal).join(', ')})`,
        ),
      )
    return promises
  })
}

const perRow = (table: AnyTable, name: string, condition: string): Promised => ({
  name,
  severity: 'error',
  broken: `from ${identifier(table.name)} where ${condition}`,
  count: `count(*) filter (where ${condition})`,
})

function grainPromise(table: AnyTable): Promised {
  const key = table.grain.map(identifier).join(', ')
  return {
    name: `${table.grain.join(' and ')} ${table.grain.length === 1 ? 'identifies' : 'identify'} a row`,
    severity: 'error',
    // Grouping spills to disk where a distinct count would not.
    broken: `select ${key} from (select ${key}, unnest(range(1, count(*))) from ${identifier(table.name)} group by ${key} having count(*) > 1)`,
  }
}

function relationPromises(table: AnyTable): Promised[] {
  return table.relations.flatMap((relation) => {
    const { column, to, unknown, maxUnknown = 1 } = relation
    const key = keyOf(table, relation)
    const value = identifier(column)
    const promises: Promised[] = [
      {
        name: `${column} is ${key} of a row in ${to.name}`,
        severity: 'error',
        broken: `from (from ${identifier(table.name)} where ${value} is not null) as referring anti join ${identifier(to.name)} as target on referring.${value} = target.${identifier(key)}`,
      },
    ]
    if (unknown !== undefined)
      promises.push({
        ...perRow(table, knownAudit(relation), `${value} = ${literal(unknown)}`),
        severity: 'warn',
        maxShare: maxUnknown,
      })
    return promises
  })
}

function keyOf(table: AnyTable, { column, to, key }: Relation): string {
  const found = key ?? (to.grain.length === 1 ? to.grain[0]! : undefined)
  if (found === undefined)
    throw new TypeError(
      `${table.name}.${column} refers to ${to.name}, whose grain has several columns; name the one with \`key\`.`,
    )
  return found
}

async function countOf(
  connection: DuckDBConnection,
  { broken, parameters }: Promised,
): Promise<number> {
  const [[found = 0] = []] = await numbers(
    connection,
    `select count(*) from (${broken})`,
    parameters,
  )
  return found
}

/**
 * The first row that breaks a promise, so that someone can look it up: all that an audit tells of
 * it, of a row with many columns its key.
 */
async function exampleOf(
  connection: DuckDBConnection,
  table: AnyTable,
  { broken, parameters = [] }: Promised,
): Promise<string> {
  const found = await connection.runAndReadAll(
    `from (${broken}) order by all limit 1`,
    parameters.map(toDuckDB),
  )
  const [row] = found.getRowObjects()
  if (!row) return ''
  const names = Object.keys(row)
  const isWhole = Object.keys(table.columns).every((name) => names.includes(name))
  const told = isWhole ? table.grain : names.slice(0, 4)
  return `, such as ${told.map((name) => `${name} = ${row[name]}`).join(', ')}`
}

async function numbers(
  connection: DuckDBConnection,
  query: string,
  parameters: readonly unknown[] = [],
): Promise<number[][]> {
  const result = await connection.runAndReadAll(query, parameters.map(toDuckDB))
  return result.getRows().map((row) => row.map(Number))
}

const either = (values: readonly string[]) =>
  values.length === 1 ? values[0]! : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
