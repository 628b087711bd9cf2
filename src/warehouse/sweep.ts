/** Takes away what no one needs: what killed builds left, and tables that no retained build names. */
import { readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ifThere, namesIn } from './diskio.ts'
import type { Manifest } from './manifest.ts'
import { loadsFolder, spillFolder, tablesFolder } from './stored.ts'

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

/** Removes the tables that none of these builds names. Who has one open reads on. */
export function sweepUnnamed(warehouse: string, builds: readonly Manifest[]) {
  const named = new Set(
    builds.flatMap(({ tables }) =>
      Object.entries(tables).map(([table, { fingerprint }]) => join(table, fingerprint)),
    ),
  )
  const folder = join(warehouse, tablesFolder)
  for (const table of namesIn(folder)) {
    const files = namesIn(join(folder, table))
    const swept = files.filter((name) => !named.has(join(table, name.replace(/\.[a-z]+$/, ''))))
    for (const name of swept) rmSync(join(folder, table, name))
    if (swept.length === files.length) rmdirSync(join(folder, table))
  }
}
