/** Loads the files of one export, and says which rows of them its table has. */
import { relative } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Findings } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import type { FileAccount } from '../manifest.ts'
import type { StoredPart } from '../stored.ts'
import { emptyView, type View } from '../view.ts'
import type { PartAccount } from './accounts.ts'
import { type Assembling, assemble, writeQuarantine } from './assembly.ts'
import type { FormerLoad } from './fates.ts'
import { isFullExport } from './folder_manifest.ts'
import { filesToLoad, loadedPath, loadFiles } from './loaded_file.ts'
import type { Part } from './parts.ts'
import { firstRefusals, sentenceOf } from './quarantine.ts'
import { RawTexts } from './raw_text.ts'
import { contractOf } from './shape.ts'
import type { SurveyedExport } from './survey.ts'
import { withConnection } from './workbench.ts'

export interface LoadOptions {
  readonly warehouse: string
  readonly surveyed: SurveyedExport
  /** Where the table's files go, relative to the warehouse folder, without their endings. */
  readonly stem: string
  /** What a former load decided of the same object, under the same contract. */
  readonly former?: FormerLoad | undefined
  /** The texts that the survey kept; those of the load alone by default. */
  readonly texts?: RawTexts | undefined
}

export interface LoadReport {
  readonly rows: number
  /** The accepted, newest rows, as a query over the loaded files. */
  readonly view: View
  /** The rows that came anew, where a former load vouches for the others. */
  readonly added: View | undefined
  readonly parts: StoredPart[]
  /** The file of the refused rows, and the hash of what it says; none where no row is. */
  readonly quarantine: { readonly file: string; readonly hash: string } | undefined
  readonly files: FileAccount[]
  /** The latest instant in the columns that the contract marks as observed. */
  readonly observedAt: Date | null
  /** What is odd, in sentences. */
  readonly warnings: string[]
}

const nothing: Omit<LoadReport, 'view'> = {
  rows: 0,
  added: undefined,
  parts: [],
  quarantine: undefined,
  files: [],
  observedAt: null,
  warnings: [],
}

/** How many refused rows a message lists. */
const listed = 20

/**
 * Loads the files of an export that are not loaded yet, and decides which of all rows stand.
 *
 * @throws UserError or Findings where a file is damaged, or more rows are refused than may be
 */
export async function loadExport({
  warehouse,
  surveyed,
  stem,
  former,
  texts: kept,
}: LoadOptions): Promise<LoadReport> {
  const { table, files } = surveyed
  if (files.length === 0) return { ...nothing, view: emptyView(table) }
  const pending = filesToLoad({ warehouse, table, files })
  const isSmall = pending.reduce((sum, { content }) => sum + content.records, 0) < fewRecords
  const texts = kept ?? new RawTexts(warehouse)
  const load = async (connection: DuckDBConnection) => {
    await loadFiles(connection, { warehouse, table, texts, files: pending })
    const parts = files.map((file) => ({
      file: file.file,
      loaded: relative(warehouse, loadedPath(warehouse, table, file)),
      hash: file.content.hash,
      date: file.date,
      instance: file.manifest.instance,
      isFull: isFullExport(table, file.manifest),
    }))
    const report = await loadParts(connection, { warehouse, table, parts, former, stem })
    const warnings = files.flatMap((file) => file.warnings)
    return { ...report, warnings: [...warnings, ...report.warnings] }
  }
  try {
    return await withConnection(warehouse, load, isSmall ? 1 : 2)
  } finally {
    if (!kept) texts.close()
  }
}

/** So many records one thread reads as fast as two. */
const fewRecords = 20_000

/**
 * Decides which of the rows of loaded files a table has.
 *
 * @throws Findings where more rows are refused than may be
 */
export async function loadParts(
  connection: DuckDBConnection,
  { warehouse, table, parts, former, stem }: Assembling,
): Promise<LoadReport> {
  const assembly = await assemble(connection, { warehouse, table, parts, former, stem })
  const { view, added, accounts } = assembly
  const refused = await weighRefusals(connection, table, accounts)
  const quarantine =
    refused.length === 0 ? undefined : await writeQuarantine(connection, { warehouse, stem })
  return {
    rows: accounts.reduce((sum, { accepted }) => sum + accepted, 0),
    view,
    added,
    parts: assembly.parts,
    quarantine,
    files: parts.map((part, number) => fileAccount(table, part, accounts[number]!)),
    observedAt: latest(assembly.parts.map(({ observed_to }) => observed_to)),
    warnings: refused,
  }
}

/** Where every row of a file went; a file whose rows do not add up is a fault of the loader. */
function fileAccount(table: AnyTable, { file, instance }: Part, account: PartAccount): FileAccount {
  const { read, accepted, quarantined, superseded } = account
  if (read !== accepted + quarantined + superseded)
    throw new Error(
      `${file}: of ${read} rows ${accepted} are accepted, ${quarantined} quarantined and ${superseded} superseded, which does not add up.`,
    )
  return {
    file,
    table: table.name,
    ...(instance === '' ? {} : { instance }),
    read,
    accepted,
    quarantined,
    superseded,
  }
}

/** A sentence on the rows in quarantine, none where there are none. Throws where they are too many. */
async function weighRefusals(
  connection: DuckDBConnection,
  table: AnyTable,
  accounts: readonly PartAccount[],
): Promise<string[]> {
  const { maxRefused } = contractOf(table)
  const sum = (key: 'read' | 'quarantined') =>
    accounts.reduce((total, account) => total + account[key], 0)
  const [read, refused] = [sum('read'), sum('quarantined')]
  if (refused === 0) return []
  const summary = `${table.name}: ${refused} of ${read} rows ${refused === 1 ? 'is' : 'are'} refused`
  if (refused <= maxRefused * read) return [`${summary}.`]
  const refusals = await firstRefusals(connection, listed)
  const more = refused > refusals.length ? [`… and ${refused - refusals.length} more`] : []
  throw new Findings(
    `${summary}, and ${maxRefused === 0 ? 'none' : `at most ${maxRefused * 100} %`} may be; mend the export, or raise maxRefused in the contract:`,
    [...refusals.map(sentenceOf), ...more],
  )
}

function latest(instants: readonly (string | null)[]): Date | null {
  const last = instants
    .filter((instant) => instant !== null)
    .sort()
    .at(-1)
  return last === undefined ? null : new Date(last)
}
