/** The rows in quarantine: refused, and not repaired by a newer file. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier, literal } from '../open.ts'
import { findingType } from './bookkeeping.ts'
import { keyOf, type Loaded, row, viewLoaded } from './parts.ts'
import { loadedColumns } from './row_cells.ts'
import { contractOf } from './shape.ts'

/** A reason for which a row is refused. */
export interface Refusal {
  readonly file: string
  readonly record: number | null
  readonly line: number | null
  readonly column: string | null
  readonly value: string | null
  readonly rule: string
}

/** Why rows of one key that tie are refused. */
const tieRule = 'is the key of another row too, which is as new and differs'

/** SQL: whether a row of `loaded`, joined with `fates`, is refused and not repaired since. */
const isQuarantined = `(fates.fate = 'tied'
  or (loaded.${row.findings} is not null and fates.fate is null))`

/**
 * Puts every reason for which a row of `loaded` is in quarantine into the temporary table
 * `quarantined`, under the columns of `quarantinedRows` (src/run_tables.ts).
 */
export async function gatherQuarantine(
  connection: DuckDBConnection,
  allRows: Loaded,
): Promise<void> {
  const { table, parts } = allRows
  await viewLoaded(connection, allRows)
  const { system, object } = contractOf(table)
  const key = keyOf(table)
    .filter((name) => name !== 'source_instance')
    .map((name) => identifier(name))
  const contents = loadedColumns(table).map(([name]) => identifier(name))
  const files = parts.map(({ file, instance }, part) => {
    return `(${part}, ${literal(file)}, ${literal(instance)})`
  })
  await connection.run(`
    create or replace temp table quarantined as
    select raw.* exclude (findings), ordinal as finding_number,
      findings[ordinal]."column" as column_name, findings[ordinal]."value" as found_value,
      findings[ordinal]."rule" as broken_rule
    from (
      -- By what the rows say: where they stand in a loaded file differs from load to load.
      select *, row_number() over (
        partition by file_name
        order by record_number nulls last, line_number nulls last, row_text, cast(findings as varchar)
      ) as row_number
      from (
      select ${literal(system)} as source_system, part.instance as source_instance,
        ${literal(object)} as source_object, ${literal(table.name)} as table_name,
        part.file as file_name,
        loaded.${row.record} as record_number, loaded.${row.line} as line_number,
        case
          when loaded.${row.texts} is not null then cast(to_json(loaded.${row.texts}) as varchar)
          when loaded.${row.findings} is not null then loaded.${row.findings}[1]."value"
          else cast(to_json(struct_pack(${contents.map((name) => `${name} := loaded.${name}`).join(', ')})) as varchar)
        end as row_text,
        coalesce(loaded.${row.findings}, [struct_pack(
          "column" := ${literal(
            keyOf(table)
              .filter((name) => name !== 'source_instance')
              .join(', '),
          )},
          "value" := concat_ws(', ', ${key.map((name) => `coalesce(cast(loaded.${name} as varchar), '')`).join(', ')}),
          "rule" := ${literal(tieRule)})]::${findingType}[]) as findings
      from loaded
      left join fates on fates.part = loaded.${row.part} and fates.place = loaded.${row.place}
      join (values ${files.join(', ')}) as part (number, file, instance)
        on part.number = loaded.${row.part}
      where ${isQuarantined}
      )
    ) as raw, unnest(range(1, len(findings) + 1)) as finding (ordinal)
    order by file_name, row_number, finding_number`)
}

/** A hash of the table `quarantined`: equal quarantines are one version. */
export async function quarantineHash(connection: DuckDBConnection): Promise<string> {
  const result = await connection.runAndReadAll(
    `select md5(string_agg(cast(to_json(quarantined) as varchar), chr(10)
       order by file_name, row_number, finding_number)) as hash from quarantined`,
  )
  return String(result.getRowObjectsJS()[0]!['hash'])
}

/** The first reasons of the table `quarantined`. */
export async function firstRefusals(
  connection: DuckDBConnection,
  limit: number,
): Promise<Refusal[]> {
  const result = await connection.runAndReadAll(`
    select file_name as file, cast(record_number as double) as record,
      cast(line_number as double) as line, column_name as "column", found_value as "value",
      broken_rule as "rule"
    from quarantined order by file_name, row_number, finding_number limit ${limit}`)
  return result.getRowObjectsJS() as unknown as Refusal[]
}

/** 'hubspot/deals.csv, line 12, column Amount: 'abc' is not a number …' */
export function sentenceOf({ file, record, line, column, value, rule }: Refusal): string {
  const where = line === null ? `record ${record}` : `line ${line}`
  const shown = value !== null && value.length > 80 ? `${value.slice(0, 80)}…` : value
  if (column === null) return `${file}, ${where}: the row '${shown}' ${rule}.`
  const what = shown === null || shown === '' ? 'the value' : `'${shown}'`
  return `${file}, ${where}, column ${column}: ${what} ${rule}.`
}
