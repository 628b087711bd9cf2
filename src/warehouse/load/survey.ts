/**
 * Which export files there are, and which contract each belongs to.
 *
 * A file's first folder is its system. Files that did not change are not read, and DuckDB is not
 * loaded: a build without changes ends here.
 */
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Erasures, readErasures } from '../../erasure/erasures.ts'
import { Findings, UserError } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import { hashOf, piecesOf } from '../diskio.ts'
import { renamedHeaders, unreadColumns } from './complaints.ts'
import { type Content, type Head, OtherEncoding, readContent } from './content.ts'
import { rowContractHash } from './contract_hash.ts'
import { filesOf } from './export_files.ts'
import { fileDateOf } from './file_date.ts'
import { type FolderManifest, folderManifests, isFullExport } from './folder_manifest.ts'
import { exportFingerprint, loadedFile } from './loaded_name.ts'
import { isDirect, isTyped, type RawSource, unpacking } from './raw_source.ts'
import { RawTexts } from './raw_text.ts'
import { recognise } from './recognition.ts'
import { contractOf, type Shape } from './shape.ts'
import {
  isUnchanged,
  type KnownFile,
  type KnownPart,
  readKnownFiles,
  stampOf,
  writeKnownFiles,
} from './stat_cache.ts'

/** A file that a contract recognised. */
export interface SurveyedFile {
  /**
   * Relative to the exports folder, with slashes: 'hubspot/2024/deals_2024-01-31.csv', or
   * 'hubspot/deals.zip/deals_1.csv' of a file inside another.
   */
  readonly file: string
  /** The raw file on disk; what of it holds the rows, `source` says. */
  readonly path: string
  readonly source: RawSource
  /** Its size, time and inode: another file is not the one that was surveyed. */
  readonly stamp: string
  readonly content: Content
  readonly shape: Shape
  /** The date in its name, which says how new its rows are where they do not say so themselves. */
  readonly date: string | null
  /** What its folder says of it. */
  readonly manifest: FolderManifest
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
  /** Where texts stay that had to be made of files, for who loads them; they do not by default. */
  readonly texts?: RawTexts
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
  const findings = [...unreadable]
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
          : await readFile(options, file, bySystem.get(system)!, contractsHash)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      findings.push(error.message)
    }
  }
  const entries = Object.entries(surveyed)
  if (entries.some(([file, entry]) => entry !== known[file]))
    writeKnownFiles(warehouse, exports, surveyed)
  const manifestOf = folderManifests(exports, contracts)
  const parts = entries.flatMap(([file, entry]) =>
    entry.parts.map((part) => ({ file, entry, part })),
  )
  const byTable = Map.groupBy(parts, ({ part }) => part.table)
  const erasures = readErasures(warehouse)
  const result = contracts.map((table) => {
    const ofTable = (byTable.get(table.name) ?? []).map(({ file, entry, part }) =>
      surveyedFile(join(exports, file), entry.stamp, part, table, manifestOf(part.source.file)),
    )
    findings.push(...undated(table, ofTable), ...renamedHeaders(table, ofTable))
    return surveyedExport(table, ofTable, erasures)
  })
  if (findings.length > 0)
    throw new Findings(`The exports in ${exports} cannot be loaded:`, findings)
  return {
    exports: result,
    ignored: [...ignored, ...entries.flatMap(([, entry]) => entry.ignored)],
  }
}

/** Reads a raw file, and says which contracts what it holds belongs to. */
async function readFile(
  { exports, warehouse, texts: kept }: SurveyOptions,
  file: string,
  contracts: readonly AnyTable[],
  contractsHash: string,
): Promise<KnownFile> {
  const path = join(resolve(exports), file)
  const readAt = Date.now()
  // Stamped before it is read: a change while it is read gives another stamp.
  const stats = statSync(path, { bigint: true })
  const texts = kept ?? new RawTexts(warehouse)
  try {
    const sources = await texts.sourcesIn(path, file)
    const parts: KnownPart[] = []
    const strange: UserError[] = []
    for (const one of sources) {
      try {
        const { source, content, head } = await readSource(texts, path, one)
        const recognised = recognise(source.file, head, contracts)
        parts.push({ source, content, table: recognised.table.name, shape: recognised.shape })
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        texts.drop({ path, source: one })
        strange.push(error)
      }
    }
    // A workbook may have sheets of notes beside those of data; a file in a zip was put there to be read.
    const mayIgnore = parts.length > 0 && sources.every(({ form }) => form === 'sheet')
    if (!mayIgnore && strange.length > 0)
      throw new UserError(strange.map(({ message }) => message).join('\n  '))
    const ignored = strange.map(({ message }) => `A sheet is ignored: ${message}`)
    return { stamp: stampOf(stats), readAt, contracts: contractsHash, parts, ignored }
  } finally {
    if (!kept) texts.close()
  }
}

/** Reads a source, in the encoding that it turns out to have. */
async function readSource(
  texts: RawTexts,
  path: string,
  source: RawSource,
): Promise<{ source: RawSource; content: Content; head: Head }> {
  const read = async (one: RawSource) => {
    const text = isDirect(one) ? path : await texts.of({ path, source: one })
    const bytes = piecesOf(text)
    const found = await unpacking(one.file, () => readContent(bytes, one.file))
    texts.keep({ path, source: one })
    return { source: one, ...found }
  }
  try {
    return await read(source)
  } catch (error) {
    if (!(error instanceof OtherEncoding)) throw error
    texts.drop({ path, source })
    return read({ ...source, encoding: 'windows-1252' })
  }
}

function surveyedFile(
  path: string,
  stamp: string,
  { source, content, shape: found }: KnownPart,
  table: AnyTable,
  manifest: FolderManifest,
): SurveyedFile {
  const { file, encoding } = source
  const { timeZone, dates, decimal } = manifest
  const hints = {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(dates === undefined ? {} : { dates }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(isTyped(source) ? { isTyped: true } : {}),
  }
  const shape: Shape = { ...found, hints }
  const recoded =
    encoding === 'windows-1252'
      ? [`${file} is not UTF-8 and is read as Windows-1252: look whether its umlauts are right.`]
      : []
  const warnings = [...recoded, ...unreadColumns(file, shape, table)]
  const date = fileDateOf(file)?.date ?? null
  return { file, path, stamp, source, content, shape, date, manifest, warnings }
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

function surveyedExport(
  table: AnyTable,
  files: readonly SurveyedFile[],
  erasures: Erasures | undefined,
): SurveyedExport {
  const parts = files.map((one) => ({
    file: one.file,
    loaded: loadedFile(table, one, erasures),
    instance: one.manifest.instance,
    isFull: isFullExport(table, one.manifest),
  }))
  return { table, files, fingerprint: exportFingerprint(table, parts) }
}
