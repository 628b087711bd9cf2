/** Makes a retained build anew from its loaded files, of which some were written anew. */
import { join, posix } from 'node:path'
import { dependenciesOf } from '../lineage.ts'
import type { AnyTable } from '../table.ts'
import { buildIdOf } from '../warehouse/fingerprint.ts'
import { loadParts } from '../warehouse/load/load_export.ts'
import { exportFingerprint } from '../warehouse/load/loaded_name.ts'
import { withConnection } from '../warehouse/load/workbench.ts'
import { makeTables, manifestTables } from '../warehouse/make.ts'
import type { Manifest } from '../warehouse/manifest.ts'
import { type Measure, measuringHash } from '../warehouse/measured.ts'
import { keepingMemory } from '../warehouse/memory.ts'
import { declared, type Situation } from '../warehouse/resolve.ts'
import { readStored, type StoredTable, tableStem } from '../warehouse/stored.ts'
import { mostRows, threadsFor } from '../warehouse/threads.ts'
import { filesOfView } from '../warehouse/view.ts'
import { type Erasures, nameAfterErasures } from './erasures.ts'

/** What stands of each table of a build; undefined where another code, or --select, made it. */
export function storedTables(
  warehouse: string,
  tables: readonly AnyTable[],
  manifest: Manifest,
): Map<string, StoredTable> | undefined {
  const { tables: all, own } = declared(tables)
  if (all.length !== Object.keys(manifest.tables).length || manifest.behind) return undefined
  const found = new Map<string, StoredTable>()
  for (const table of all) {
    const entry = manifest.tables[table.name]
    if (!entry) return undefined
    if ('contract' in table.source && entry.view && filesOfView(entry.view).length === 0) continue
    const stored = readStored(warehouse, table.name, entry.fingerprint)
    const { engine, query, declaration } = own.get(table.name)!
    const was = stored?.ingredients
    const isOurs = was?.engine === engine && was.query === query && was.declaration === declaration
    if (!stored || !isOurs) return undefined
    const upstream = dependenciesOf(table).every(
      (name) => was.upstream[name] === manifest.tables[name]?.fingerprint,
    )
    if (!upstream) return undefined
    found.set(table.name, stored)
  }
  return found
}

interface Remaking {
  readonly warehouse: string
  readonly tables: readonly AnyTable[]
  readonly manifest: Manifest
  readonly stored: ReadonlyMap<string, StoredTable>
  readonly erasures: Erasures
  readonly model?: string
  readonly measure?: Measure
}

/** The build over the loaded files of today; equal to what a build of the same exports would be. */
export async function remake({
  warehouse,
  tables,
  manifest,
  stored,
  erasures,
  ...measures
}: Remaking): Promise<Manifest> {
  const contracts = tables.filter(({ source }) => 'contract' in source)
  const partsOf = (name: string) =>
    (stored.get(name)?.parts ?? []).map((part) => ({
      ...part,
      loaded: join(
        posix.dirname(part.loaded),
        nameAfterErasures(posix.basename(part.loaded), erasures),
      ),
    }))
  const situation: Situation = {
    ...declared(tables),
    warehouse,
    asOf: manifest.data_as_of,
    exports: new Map(
      contracts.map((table) => [table.name, exportFingerprint(table, partsOf(table.name))]),
    ),
    absent: new Set(contracts.map(({ name }) => name).filter((name) => !stored.has(name))),
    published: manifest,
    history: manifest,
    select: undefined,
    full: false,
    measuring: measuringHash(measures),
  }
  const made = await makeTables(
    {
      warehouse,
      ...measures,
      // What is gone was weighed when it was loaded.
      maxGoneShare: 1,
      load: async ({ table, fingerprint }) => {
        const stem = tableStem(table.name, fingerprint)
        const parts = partsOf(table.name)
        const report = await withConnection(
          warehouse,
          (connection) =>
            loadParts(connection, { warehouse, table, parts, former: undefined, stem }),
          threadsFor(mostRows(Object.values(manifest.tables))),
        )
        return { ...report, warnings: stored.get(table.name)!.warnings }
      },
    },
    situation,
    { exports: [], ignored: [] },
    new Map(),
  )
  const fingerprints = Object.fromEntries(
    made.map(({ version }) => [version.table.name, version.fingerprint]),
  )
  return {
    ...manifest,
    build: buildIdOf(fingerprints, manifest.model, manifest.data_as_of),
    tables: keepingMemory(manifestTables(made), manifest.tables),
  }
}
