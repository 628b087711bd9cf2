/**
 * KPIs worked out a second time, in naive SQL over the tables that the events stand in: what the
 * model answers must be equal to it, cell by cell. Nothing of the model or its marts is read here.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Answers, Grain } from './cells.ts'

/** Rows at the level of events, and what each KPI is over the rows of a period and slice. */
export interface Proof {
  readonly view: string
  /**
   * A query that gives `date`, the slices, and what the measures name. It may start with a `with`.
   * A balance or a window has a row for each day on which it is taken. What is worked out in loops
   * stands in a table that the function makes first.
   */
  readonly rows: string | ((connection: DuckDBConnection) => Promise<string>)
  /** Which rows of a period count: all of them, or those of its last day that the data tells of. */
  readonly of: 'period' | 'end'
  /** What each cell is of beside its slice: a stage, where a rate has no meaning without one. */
  readonly by?: readonly string[]
  /** Each is asked for alone. A figure of the whole company has none. */
  readonly slices: readonly string[]
  /** The grains that the measures answer by; all of them, unless the KPI has no meaning at some. */
  readonly grains?: readonly Grain[]
  /** Aggregates over the rows; `is_end` tells those of the period's last day. */
  readonly measures: Readonly<Record<string, string>>
  /** What the question is narrowed to, where the KPI must be asked for one value. */
  readonly where?: Readonly<Record<string, string>>
  /** How far both may be apart where the figures are estimates, worked out in doubles and rounded. */
  readonly within?: number
}

export const allGrains: readonly Grain[] = ['month', 'quarter', 'year', 'none']
export const grainsOf = ({ grains = allGrains }: Proof) => grains

type Cells = ReadonlyMap<string, Answers>
const known = new WeakMap<DuckDBConnection, Map<Proof, Promise<Cells>>>()

/** Every cell of a proof, by slice ('' is no slice) and grain; worked out once a connection. */
export function expected(connection: DuckDBConnection, proof: Proof): Promise<Cells> {
  const ofConnection = known.get(connection) ?? new Map<Proof, Promise<Cells>>()
  known.set(connection, ofConnection)
  const cells = ofConnection.get(proof) ?? workedOut(connection, proof)
  ofConnection.set(proof, cells)
  return cells
}

async function workedOut(connection: DuckDBConnection, proof: Proof): Promise<Cells> {
  const events = typeof proof.rows === 'string' ? proof.rows : await proof.rows(connection)
  const rows = (await connection.runAndReadAll(queryOf(proof, events))).getRowObjectsJson()
  return new Map(
    [...Map.groupBy(rows, ({ slice, grain }) => `${slice} ${grain}`)].map(([cell, of]) => [
      cell,
      Object.fromEntries(
        of.map(({ key, slice: _, grain: __, ...values }) => [String(key), values]),
      ) as Answers,
    ]),
  )
}

function queryOf(proof: Proof, rows: string): string {
  const { of, by = [], slices, measures } = proof
  const values = slices.map((name) => `when '${name}' then event.${name}::varchar`).join(' ')
  return `
    with event as materialized (${rows}),
    sort as (from (values ${grainsOf(proof)
      .map((grain) => `('${grain}')`)
      .join(', ')}) as t(grain)),
    slice as (from (values ${['', ...slices].map((name) => `('${name}')`).join(', ')}) as t(slice)),
    placed as (
      select
        event.*, sort.grain, slice.slice,
        case sort.grain when 'none' then null else date_trunc(sort.grain, event.date)::date end
          as start,
        event.date = least(run.as_of::date, case sort.grain
          when 'month' then last_day(event.date)
          when 'quarter' then (date_trunc('quarter', event.date) + interval 3 month)::date - 1
          when 'year' then (date_trunc('year', event.date) + interval 1 year)::date - 1
          else date '9999-12-31' end) as is_end,
        ${slices.length > 0 ? `case slice.slice ${values} end` : 'null'} as slice_value
      from event, sort, slice, data_as_of as run
    )
    select grain, slice,
      concat_ws(' | ', ${by.map((name) => `${name}::varchar, `).join('')}slice_value, strftime(start, '%Y-%m-%d')) as key,
      ${Object.entries(measures)
        .map(([name, aggregate]) => `(${aggregate})::double as ${name}`)
        .join(', ')}
    from placed
    ${of === 'end' ? 'where is_end' : ''}
    group by all`
}
