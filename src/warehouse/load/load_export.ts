/** Loads the files of one export and writes its table. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { Findings } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import type { FileAccount } from '../manifest.ts'
import { identifier, literal } from '../open.ts'
import {
  accountsOf,
  assemble,
  createEmptyTable,
  type PartAccount,
  type Refusal,
  refusalsOf,
} from './assembly.ts'
import { loadedPath, loadFiles, sweepLoaded } from './loaded_file.ts'
import { contractOf } from './shape.ts'
import type { SurveyedExport, SurveyedFile } from './survey.ts'
import { withConnection } from './workbench.ts'

export interface LoadOptions {
  readonly warehouse: string
  readonly surveyed: SurveyedExport
  /** The DuckDB file to write; it must not exist. */
  readonly target: string
}

export interface LoadReport {
  readonly rows: number
  readonly files: FileAccount[]
  /** The latest instant in the columns that the contract marks as observed. */
  readonly observedAt: Date | null
  /** What is odd, in sentences. */
  readonly warnings: string[]
}

/** How many refused rows a message lists. */
const listed = 20

/**
 * Writes the accepted, newest rows of an export to a DuckDB file, as the table `main.<name>`.
 * Files that were loaded before are not read again.
 *
 * @throws UserError or Findings where a file is damaged, or more rows are refused than may be
 */
export async function loadExport({
  warehouse,
  surveyed,
  target,
}: LoadOptions): Promise<LoadReport> {
  const { table, files } = surveyed
  return withConnection(warehouse, async (connection) => {
    await loadFiles(connection, { warehouse, table, files })
    const report = await writeTable(connection, { warehouse, surveyed, target })
    sweepLoaded(warehouse, table, files)
    return report
  })
}

async function writeTable(
  connection: DuckDBConnection,
  { warehouse, surveyed, target }: LoadOptions,
): Promise<LoadReport> {
  const { table, files } = surveyed
  const catalog = identifier(`target of ${table.name}`)
  const name = `${catalog}.main.${identifier(table.name)}`
  await connection.run(`attach ${literal(target)} as ${catalog}`)
  try {
    if (files.length === 0) {
      await createEmptyTable(connection, table, name)
      return { rows: 0, files: [], observedAt: null, warnings: [] }
    }
    const parts = files.map((file) => ({
      loaded: loadedPath(warehouse, table, file),
      date: file.date,
    }))
    await assemble(connection, table, parts, name)
    const accounts = await accountsOf(connection)
    const { rows, observedAt } = await factsOf(connection, table, name)
    const refused = await weighRefusals(connection, { table, files, accounts })
    const report = files.map(({ file }, part) => fileAccount(table, file, accounts.get(part)))
    const accepted = report.reduce((sum, account) => sum + account.accepted, 0)
    if (accepted !== rows)
      throw new Error(`${table.name} has ${rows} rows, but its files account for ${accepted}.`)
    return {
      rows,
      files: report,
      observedAt,
      warnings: [...files.flatMap(({ warnings }) => warnings), ...refused],
    }
  } finally {
    await connection.run(`checkpoint ${catalog}`)
    await connection.run(`detach ${catalog}`)
  }
}

/** Where every row of a file went; a file whose rows do not add up is a fault of the loader. */
function fileAccount(table: AnyTable, file: string, account: PartAccount | undefined): FileAccount {
  const { read, accepted, quarantined, superseded } = account ?? noRows
  if (read !== accepted + quarantined + superseded)
    throw new Error(
      `${file}: of ${read} rows ${accepted} are accepted, ${quarantined} quarantined and ${superseded} superseded, which does not add up.`,
    )
  return { file, table: table.name, read, accepted, quarantined, superseded }
}

const noRows: PartAccount = { read: 0, accepted: 0, quarantined: 0, superseded: 0, refused: 0 }

/** A sentence on refused rows, none where there are none. Throws where they are too many. */
async function weighRefusals(
  connection: DuckDBConnection,
  options: {
    table: AnyTable
    files: readonly SurveyedFile[]
    accounts: ReadonlyMap<number, PartAccount>
  },
): Promise<string[]> {
  const { table, files, accounts } = options
  const { maxRefused } = contractOf(table)
  const read = sum([...accounts.values()].map((account) => account.read))
  const refused = sum([...accounts.values()].map((account) => account.refused))
  if (refused === 0) return []
  const summary = `${table.name}: ${refused} of ${read} rows ${refused === 1 ? 'is' : 'are'} refused`
  if (refused <= maxRefused * read) return [`${summary}.`]
  const refusals = await refusalsOf(connection, table, listed)
  const more = refused > refusals.length ? [`… and ${refused - refusals.length} more`] : []
  throw new Findings(
    `${summary}, and ${maxRefused === 0 ? 'none' : `at most ${maxRefused * 100} %`} may be; mend the export, or raise maxRefused in the contract:`,
    [...refusals.map((refusal) => sentence(files, refusal)), ...more],
  )
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/** 'hubspot/deals.csv, line 12, column Amount: 'abc' is not a number …' */
function sentence(files: readonly SurveyedFile[], refusal: Refusal): string {
  const { part, record, line, column, value, rule } = refusal
  const where = line === null ? `record ${record}` : `line ${line}`
  const shown = value !== null && value.length > 80 ? `${value.slice(0, 80)}…` : value
  if (column === null) return `${files[part]!.file}, ${where}: the row '${shown}' ${rule}.`
  const what = shown === null ? 'the value' : `'${shown}'`
  return `${files[part]!.file}, ${where}, column ${column}: ${what} ${rule}.`
}

/** How many rows a table has, and how fresh they are. */
async function factsOf(connection: DuckDBConnection, table: AnyTable, name: string) {
  const latest = contractOf(table).observed.map(
    (column) => `max(cast(${identifier(column)} as timestamp))`,
  )
  const observed = latest.length === 0 ? 'null' : `greatest(${[...latest, 'null'].join(', ')})`
  const result = await connection.runAndReadAll(
    `select cast(count(*) as double) as rows, cast(epoch_ms(${observed}) as double) as at from ${name}`,
  )
  const { rows, at } = result.getRowObjectsJS()[0]!
  return { rows: rows as number, observedAt: at === null ? null : new Date(at as number) }
}
