/** Takes away what no one needs: what killed builds left, and tables that no retained build names. */
import { readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ifThere, namesIn } from './diskio.ts'
import { filesOfTable, type Manifest } from './manifest.ts'
import { loadsFolder, spillFolder, tableStem, tablesFolder } from './stored.ts'

/** Removes what a killed build left unfinished. Only who holds the lock may do that. */
export function sweepUnfinished(warehouse: string) {
  rmSync(join(warehouse, spillFolder), { recursive: true, force: true })
  const folders = [
    ...['', 'builds', 'runs', loadsFolder].map((name) => join(warehouse, name)),
    ...[tablesFolder, loadsFolder].flatMap((folder) => foldersIn(join(warehouse, folder))),
  ]
  // Some have companions, such as DuckDB's log beside a file that it has not closed.
  for (const folder of folders)
    for (const name of namesIn(folder))
      if (/\.unfinished(\.[a-z]+)?$/.test(name)) rmSync(join(folder, name))
}

const foldersIn = (folder: string) =>
  ifThere(() => readdirSync(folder, { withFileTypes: true }))
    ?.filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name)) ?? []

/**
 * Removes what none of these builds is made of: tables, and loaded files. Who has one open reads on.
 */
export function sweepUnnamed(warehouse: string, builds: readonly Manifest[]) {
  const tables = builds.flatMap(({ tables }) => Object.entries(tables))
  const files = new Set(tables.flatMap(([, table]) => filesOfTable(table)))
  const stems = new Set(tables.map(([name, { fingerprint }]) => tableStem(name, fingerprint)))
  const isNamed = (file: string) => files.has(file) || stems.has(file.replace(/\.json$/, ''))
  for (const folder of [tablesFolder, loadsFolder])
    for (const table of namesIn(join(warehouse, folder))) {
      const names = namesIn(join(warehouse, folder, table))
      const swept = names.filter((name) => !isNamed(join(folder, table, name)))
      for (const name of swept) rmSync(join(warehouse, folder, table, name))
      if (swept.length === names.length) rmdirSync(join(warehouse, folder, table))
    }
}
