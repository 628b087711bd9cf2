/**
 * Which export files there are, and which contract each belongs to.
 *
 * A file's first folder is its system. Files that did not change are not read, and DuckDB is not
 * loaded: a build without changes ends here.
 */
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Findings, UserError } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import { hashOf } from '../diskio.ts'
import { renamedHeaders, unreadColumns } from './complaints.ts'
import { type Content, headBytes, readContent } from './content.ts'
import { rowContractHash, tableContractHash } from './contract_hash.ts'
import { filesOf } from './export_files.ts'
import { fileDateOf } from './file_date.ts'
import { recognise } from './recognition.ts'
import { contractOf, type Shape } from './shape.ts'
import {
  isUnchanged,
  type KnownFile,
  readKnownFiles,
  stampOf,
  writeKnownFiles,
} from './stat_cache.ts'

/** A file that a contract recognised. */
export interface SurveyedFile {
  /** Relative to the exports folder, with slashes: 'hubspot/2024/deals_2024-01-31.csv'. */
  readonly file: string
  readonly path: string
  /** Its size, time and inode: another file is not the one that was surveyed. */
  readonly stamp: string
  readonly content: Content
  readonly shape: Shape
  /** The date in its name, which says how new its rows are where they do not say so themselves. */
  readonly date: string | null
  /** What is odd about it, in sentences. */
  readonly warnings: readonly string[]
}

/** A contract with its files; none where the exports have none. */
export interface SurveyedExport {
  readonly table: AnyTable
  readonly files: readonly SurveyedFile[]
  /** A hash of all that decides the rows of the table: contract, file names, contents. */
  readonly fingerprint: string
}

export interface Survey {
  /** One for each contract, in their order. */
  readonly exports: readonly SurveyedExport[]
  /** What no contract is about, in sentences: folders of other systems, files that hold no data. */
  readonly ignored: readonly string[]
}

export interface SurveyOptions {
  /** The folder of the raw exports. */
  readonly exports: string
  readonly warehouse: string
  readonly contracts: readonly AnyTable[]
}

/**
 * Surveys the exports folder.
 *
 * @throws UserError or Findings where a file cannot be read or belongs to no contract, all at once
 */
export async function surveyExports(options: SurveyOptions): Promise<Survey> {
  const { warehouse, contracts } = options
  const exports = resolve(options.exports)
  const bySystem = Map.groupBy(contracts, (table) => contractOf(table).system)
  const { files, unreadable, ignored } = filesOf(exports, [...bySystem.keys()])
  const findings = unreadable.map(
    (file) => `${file} is not a CSV file: export it as CSV, or take it away.`,
  )
  const known = readKnownFiles(warehouse, exports)
  const surveyed: Record<string, KnownFile> = {}
  const hashes = new Map(
    [...bySystem].map(([system, tables]) => [system, hashOf(tables.map(rowContractHash))]),
  )
  for (const { file, system, stats } of files) {
    const before = known[file]
    const contractsHash = hashes.get(system)!
    try {
      surveyed[file] =
        before?.contracts === contractsHash && isUnchanged(before, stats)
          ? before
          : await readFile(join(exports, file), file, bySystem.get(system)!, contractsHash)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      findings.push(error.message)
    }
  }
  const entries = Object.entries(surveyed)
  if (entries.some(([file, entry]) => entry !== known[file]))
    writeKnownFiles(warehouse, exports, surveyed)
  const byTable = Map.groupBy(entries, ([, { table }]) => table)
  const result = contracts.map((table) => {
    const ofTable = (byTable.get(table.name) ?? []).map(([file, entry]) =>
      surveyedFile(exports, file, entry, table),
    )
    findings.push(...undated(table, ofTable), ...renamedHeaders(table, ofTable))
    return surveyedExport(table, ofTable)
  })
  if (findings.length > 0)
    throw new Findings(`The exports in ${exports} cannot be loaded:`, findings)
  return { exports: result, ignored }
}

async function readFile(
  path: string,
  file: string,
  contracts: readonly AnyTable[],
  contractsHash: string,
): Promise<KnownFile> {
  const readAt = Date.now()
  // Stamped before it is read: a change while it is read gives another stamp.
  const stats = statSync(path, { bigint: true })
  const { content, head } = await readContent(path, file)
  const isWhole = stats.size <= BigInt(headBytes)
  const { table, shape } = recognise(file, { head, isWhole }, contracts)
  return {
    stamp: stampOf(stats),
    readAt,
    content,
    contracts: contractsHash,
    table: table.name,
    shape,
  }
}

function surveyedFile(
  exports: string,
  file: string,
  { stamp, content, shape }: KnownFile,
  table: AnyTable,
): SurveyedFile {
  const date = fileDateOf(file)?.date ?? null
  const path = join(exports, file)
  return { file, path, stamp, content, shape, date, warnings: unreadColumns(file, shape, table) }
}

/** Snapshots are dated by their names. */
function undated(table: AnyTable, files: readonly SurveyedFile[]): string[] {
  if (contractOf(table).keep !== 'snapshots') return []
  return files
    .filter(({ file }) => !fileDateOf(file)?.isDay)
    .map(
      ({ file }) =>
        `${file}: each file of ${table.name} is a state of its own, so its name must end on its date, as in ${contractOf(table).object}_2024-03-31.csv.`,
    )
}

function surveyedExport(table: AnyTable, files: readonly SurveyedFile[]): SurveyedExport {
  const contents = files.map(({ file, content, shape }) => [file, content.hash, shape])
  return { table, files, fingerprint: hashOf(tableContractHash(table), contents) }
}
