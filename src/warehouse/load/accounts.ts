/** What became of the rows of each file: every row that was read is accepted, superseded or refused. */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { StoredPart } from '../stored.ts'
import type { Decided, Deciding } from './fates.ts'
import { keysOfParts, nameOf, observedOf, row } from './parts.ts'

/** What became of the rows of one part. */
export interface PartAccount {
  readonly read: number
  readonly accepted: number
  readonly quarantined: number
  readonly superseded: number
}

/** What is known of a part's rows whatever becomes of others, and the span of those that stand. */
type Facts = Pick<StoredPart, 'rows' | 'refused' | 'observed_from' | 'observed_to'>

type FactsOptions = Deciding & { readonly decided: Decided }

/** The parts with what is known of their rows, by their numbers. */
export async function factsOf(
  connection: DuckDBConnection,
  options: FactsOptions,
): Promise<StoredPart[]> {
  const { parts, former, decided } = options
  const known = new Map(
    decided.isIncrement ? former?.parts.map((part) => [nameOf(part), part]) : [],
  )
  const counts = known.size === 0 ? new Map<number, Count>() : await countCandidates(connection)
  const facts = parts.map((part, number) => {
    const before = known.get(nameOf(part))
    const count = counts.get(number)
    if (before) return withSpan(before, count)
    // Of a part that came anew every key was decided, so every row is a candidate.
    return known.size > 0 ? (count ? factsOfAdded(count) : noRows) : undefined
  })
  const unknown = facts.flatMap((fact, number) => (fact ? [] : [number]))
  const counted = unknown.length === 0 ? undefined : await countRows(connection, options, unknown)
  return parts.map((part, number) => ({
    ...part,
    ...(facts[number] ?? counted?.get(number) ?? noRows),
  }))
}

const noRows: Facts = { rows: 0, refused: 0, observed_from: null, observed_to: null }

/**
 * A part's facts after some of its rows were decided anew; undefined where a row that stood at an
 * end of its span may have fallen, so that one has to look at all of them again.
 */
function withSpan(before: Facts, count: Count | undefined): Facts | undefined {
  const { rows, refused, observed_from, observed_to } = before
  if (!count) return { rows, refused, observed_from, observed_to }
  const { fallen_from, fallen_to, standing_from, standing_to } = count
  if (fallen_from !== null && observed_from !== null && fallen_from <= observed_from)
    return undefined
  if (fallen_to !== null && observed_to !== null && fallen_to >= observed_to) return undefined
  return {
    rows,
    refused,
    observed_from: [observed_from, standing_from].filter((one) => one !== null).sort()[0] ?? null,
    observed_to:
      [observed_to, standing_to]
        .filter((one) => one !== null)
        .sort()
        .at(-1) ?? null,
  }
}

const factsOfAdded = ({ rows, refused, standing_from, standing_to }: Count): Facts => ({
  rows,
  refused,
  observed_from: standing_from,
  observed_to: standing_to,
})

/** The candidates of a part, and the spans of those that stand and of those that do not. */
interface Count {
  readonly rows: number
  readonly refused: number
  readonly fallen_from: string | null
  readonly fallen_to: string | null
  readonly standing_from: string | null
  readonly standing_to: string | null
}

async function countCandidates(connection: DuckDBConnection): Promise<ReadonlyMap<number, Count>> {
  const span = (which: 'min' | 'max', column: string, stands: string) =>
    `cast(epoch_ms(${which}(${column}) filter (where not is_refused and ${stands})) as double)`
  const [stands, fell] = ["coalesce(fates.fate, 'gone') = 'gone'", "fates.fate <> 'gone'"]
  const result = await connection.runAndReadAll(`
    select part, cast(count(*) as double) as rows,
      cast(count(*) filter (where is_refused) as double) as refused,
      ${span('min', 'observed_from', fell)} as fallen_from,
      ${span('max', 'observed_to', fell)} as fallen_to,
      ${span('min', 'observed_from', stands)} as standing_from,
      ${span('max', 'observed_to', stands)} as standing_to
    from candidates left join fates using (part, place) group by part`)
  return new Map(
    result.getRowObjectsJS().map(({ part, rows, refused, ...spans }) => [
      part as number,
      {
        rows: rows as number,
        refused: refused as number,
        ...(Object.fromEntries(
          Object.entries(spans).map(([name, ms]) => [name, instantOf(ms)]),
        ) as unknown as Omit<Count, 'rows' | 'refused'>),
      },
    ]),
  )
}

/** Looks at all rows of some parts. */
async function countRows(
  connection: DuckDBConnection,
  { warehouse, table, parts }: FactsOptions,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, Facts>> {
  const stands = `loaded.${row.findings} is null and coalesce(fates.fate, 'gone') = 'gone'`
  const end = (which: 'min' | 'max', column: string) =>
    `cast(epoch_ms(${which}(${column}) filter (where ${stands})) as double)`
  const result = await connection.runAndReadAll(`
    select loaded.${row.part} as part, cast(count(*) as double) as rows,
      cast(count(*) filter (where loaded.${row.findings} is not null) as double) as refused,
      ${end('min', observedOf(table, 'least'))} as observed_from,
      ${end('max', observedOf(table, 'greatest'))} as observed_to
    from (${keysOfParts(table, parts, numbers, warehouse)}) as loaded left join fates
      on fates.part = loaded.${row.part} and fates.place = loaded.${row.place}
    group by loaded.${row.part}`)
  return new Map(
    result.getRowObjectsJS().map(({ part, rows, refused, observed_from, observed_to }) => [
      part as number,
      {
        rows: rows as number,
        refused: refused as number,
        observed_from: instantOf(observed_from),
        observed_to: instantOf(observed_to),
      },
    ]),
  )
}

const instantOf = (ms: unknown) => (ms === null ? null : new Date(ms as number).toISOString())

/** What became of the rows of each part, by the table `fates`, and whether that says anything. */
export async function accountsOf(
  connection: DuckDBConnection,
  parts: readonly StoredPart[],
): Promise<{ accounts: PartAccount[]; hasFates: boolean }> {
  const result = await connection.runAndReadAll(
    'select part, fate, cast(count(*) as double) as count from fates group by part, fate',
  )
  const counts = new Map(
    result.getRowObjectsJS().map(({ part, fate, count }) => [`${part} ${fate}`, count as number]),
  )
  const accounts = parts.map(({ rows, refused }, number) => {
    const count = (fate: string) => counts.get(`${number} ${fate}`) ?? 0
    const [superseded, tied, repaired] = ['superseded', 'tied', 'repaired'].map(count) as [
      number,
      number,
      number,
    ]
    return {
      read: rows,
      accepted: rows - refused - superseded - tied,
      quarantined: refused - repaired + tied,
      superseded: superseded + repaired,
    }
  })
  return { accounts, hasFates: counts.size > 0 }
}
