/** Makes the tables of a build that do not stand yet: loads first, then queries, side by side. */
import { Findings, UserError } from '../errors.ts'
import { dependenciesOf } from '../lineage.ts'
import { auditsOf } from './audited.ts'
import type { BuildOptions } from './inputs.ts'
import type { LoadReport } from './load/load_export.ts'
import type { RawTexts } from './load/raw_text.ts'
import type { Survey } from './load/survey.ts'
import type { Manifest } from './manifest.ts'
import { rowsContent } from './measured.ts'
import { resolve, type Situation, type Version, type Versions } from './resolve.ts'
import { runContentOf } from './run_content.ts'
import { refuseShrunken } from './shrunken_exports.ts'
import { runSideBySide } from './side_by_side.ts'
import { readStored, type StoredTable, tableFile, tableStem } from './stored.ts'
import { mostRows } from './threads.ts'
import type { Workshop } from './workshop.ts'

/** A version of a table that stands. */
export interface Made {
  readonly version: Version
  readonly stored: StoredTable
}

type MakeOptions = Pick<BuildOptions, 'warehouse' | 'maxGoneShare' | 'onProgress' | 'measure'> & {
  /** How a raw table is loaded: from the surveyed exports by default. */
  readonly load?: (version: Version) => Promise<LoadReport>
  /** The texts that the survey made of files. */
  readonly texts?: RawTexts
}
type Make = (workshop: Workshop, version: Version) => Promise<StoredTable>

/**
 * All tables of the build, each standing.
 *
 * @param made is filled with those that are made now.
 */
export async function makeTables(
  { warehouse, maxGoneShare = 0.1, onProgress, load, measure, texts }: MakeOptions,
  situation: Situation,
  survey: Survey,
  made: Map<string, Made>,
): Promise<Made[]> {
  let workshop: Workshop | undefined
  const standing = (version: Version): Made =>
    made.get(version.table.name) ?? { version, stored: version.stored! }
  const makeAll = async (stage: 'load' | 'build', versions: Versions, make: Make) => {
    const pending = [...versions.values()].filter(({ action }) => action === stage)
    onProgress?.({ kind: 'stage', stage, total: pending.length })
    if (pending.length === 0) return
    // DuckDB is not even loaded by a build that has nothing to make.
    const { tablesAtOnce, Workshop } = await import('./workshop.ts')
    const shared = workshop ?? (await Workshop.open(warehouse))
    workshop = shared
    await shared.expect(mostRows([...versions.values()].flatMap(({ stored }) => stored ?? [])))
    const steps = pending.map((version) => ({
      name: version.table.name,
      after: dependenciesOf(version.table),
      run: async () => {
        const stored = await make(shared, version)
        made.set(version.table.name, { version, stored })
        const { rows, ms } = stored
        onProgress?.({ kind: 'table', name: version.table.name, reason: version.reason, rows, ms })
      },
    }))
    refuse(await runSideBySide(steps, tablesAtOnce))
  }
  try {
    const surveyed = new Map(survey.exports.map((one) => [one.table.name, one]))
    const loads = resolve(situation)
    await makeAll('load', loads, (shared, version) =>
      shared.load(version, async () => {
        if (load) return load(version)
        const { table, fingerprint } = version
        const { loadExport } = await import('./load/load_export.ts')
        return loadExport({
          warehouse,
          surveyed: surveyed.get(table.name)!,
          stem: tableStem(table.name, fingerprint),
          former: situation.full ? undefined : formerLoadOf(situation, version),
          texts,
        })
      }),
    )
    // Only now is it known how fresh the data is, on which versions depend.
    const versions = made.size === 0 ? loads : resolve(situation)
    await refuseShrunken({ situation, versions, maxGoneShare })
    await makeAll('build', versions, async (shared, version) => {
      const { source } = version.table
      if ('run' in source)
        return shared.fill(version, runContentOf(source.run, version.ingredients.data, versions))
      const read = dependenciesOf(version.table).map((name) => standing(versions.get(name)!))
      if ('audited' in source)
        return shared.fill(version, rowsContent(version.table, read.flatMap(auditsOf)))
      if (!('measured' in source)) return shared.build(version, versions)
      const rows = await measure?.({ warehouse, tables: manifestTables(read) })
      return shared.fill(version, rowsContent(version.table, rows ?? []))
    })
    return [...versions.values()].map(standing)
  } finally {
    workshop?.close()
  }
}

/** The tables of a build as its manifest names them. */
export const manifestTables = (tables: readonly Made[]): Manifest['tables'] =>
  Object.fromEntries(
    tables.map(({ version: { table, fingerprint }, stored }) => {
      const { view, quarantine, rows, audits } = stored
      const stands = view ? { view } : { file: tableFile(table.name, fingerprint) }
      const refused = quarantine ? { quarantine: quarantine.file } : {}
      return [table.name, { fingerprint, ...stands, ...refused, rows, audits }]
    }),
  )

/** What the published build decided of an export's rows, where it read them under the same contract. */
function formerLoadOf({ warehouse, published }: Situation, { table, ingredients }: Version) {
  const before = published?.tables[table.name]
  const stored = before && readStored(warehouse, table.name, before.fingerprint)
  if (!stored?.parts || !stored.view) return undefined
  const { engine, declaration } = stored.ingredients
  if (engine !== ingredients.engine || declaration !== ingredients.declaration) return undefined
  return { parts: stored.parts, fates: stored.view.files['fates']?.[0] }
}

/** Throws all that went wrong, at once. What no user can mend goes first, as it is. */
function refuse(errors: readonly unknown[]) {
  const strange = errors.find((error) => !(error instanceof UserError))
  if (strange !== undefined) throw strange
  const [first, ...others] = errors as UserError[]
  if (first && others.length === 0) throw first
  if (first)
    throw new Findings(
      `${errors.length} tables cannot be made:`,
      [first, ...others].map(({ message }) => message),
    )
}
