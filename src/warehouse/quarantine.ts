/** Reads the quarantine of the published build: its refused rows, and how many break which rule. */
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { readCurrent, readManifest } from './manifest.ts'
import { literal } from './quoting.ts'
import { fileList } from './view.ts'

/** A reason for which a row is refused. */
export interface QuarantinedRow {
  readonly system: string
  readonly instance: string
  readonly object: string
  readonly file: string
  readonly record: number | null
  readonly line: number | null
  /** Null where the row as a whole is wrong. */
  readonly column: string | null
  readonly value: string | null
  readonly rule: string
}

/** How many rows of an object break a rule. */
interface RuleCount {
  readonly system: string
  readonly object: string
  readonly rule: string
  readonly rows: number
}

export interface Quarantine {
  readonly build: string
  /** How many rows are refused; one may break several rules. */
  readonly rows: number
  /** How many reasons there are. */
  readonly reasons: number
  /** The rule that most rows break first. */
  readonly rules: readonly RuleCount[]
  readonly findings: readonly QuarantinedRow[]
}

interface Wanted {
  readonly system?: string
  readonly object?: string
  readonly limit: number
}

/**
 * The quarantine of the published build.
 *
 * @throws UserError where nothing is published
 */
export async function readQuarantine(
  warehouse: string,
  { system, object, limit }: Wanted,
): Promise<Quarantine> {
  const build = readCurrent(warehouse)?.build
  if (build === undefined)
    throw new UserError(`Nothing is published in ${warehouse}; \`revops build\` does it.`)
  const { tables } = readManifest(warehouse, build)
  const files = Object.values(tables).flatMap(({ quarantine }) => quarantine ?? [])
  if (files.length === 0) return { build, rows: 0, reasons: 0, rules: [], findings: [] }
  const wanted = [
    ...(system === undefined ? [] : [`source_system = ${literal(system)}`]),
    ...(object === undefined ? [] : [`source_object = ${literal(object)}`]),
  ]
  const { withConnection } = await import('./load/workbench.ts')
  return withConnection(warehouse, async (connection) => {
    const query = async (sql: string) =>
      (await connection.runAndReadAll(sql)).getRowObjectsJS() as unknown[]
    await connection.run(`
      create temp view wanted as
      from read_parquet(${fileList(files.map((file) => join(warehouse, file)))})
      ${wanted.length === 0 ? '' : `where ${wanted.join(' and ')}`}`)
    const [counted] = await query(
      `select cast(count(distinct (file_name, row_number)) as double) as rows,
        cast(count(*) as double) as reasons
       from wanted`,
    )
    return {
      build,
      ...(counted as { rows: number; reasons: number }),
      rules: (await query(`
        select source_system as system, source_object as object, broken_rule as rule,
          cast(count(distinct (file_name, row_number)) as double) as rows
        from wanted group by all order by rows desc, system, object, rule`)) as RuleCount[],
      findings: (await query(`
        select source_system as system, source_instance as instance, source_object as object,
          file_name as file, cast(record_number as double) as record,
          cast(line_number as double) as line, column_name as "column", found_value as "value",
          broken_rule as rule
        from wanted
        order by file_name, row_number, finding_number limit ${limit}`)) as QuarantinedRow[],
    }
  })
}
