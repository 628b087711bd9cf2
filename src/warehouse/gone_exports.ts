/** Exports that the published build was made from and that are there no more. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Findings } from '../errors.ts'
import { ifThere } from './diskio.ts'
import type { Survey } from './load/survey.ts'
import type { FileAccount, Manifest } from './manifest.ts'

/**
 * Refuses to build without a system or an instance whose folder has gone: a disk that is not mounted, or a copy
 * that failed, would else publish a business without its revenue. An empty folder says that the
 * system is left out on purpose.
 *
 * @throws Findings that names each folder
 */
export function checkFolders(exports: string, published: Manifest | undefined) {
  const byFolder = Map.groupBy(
    (published?.files ?? []).flatMap((file) => foldersOf(file)),
    (folder) => folder,
  )
  const lost = [...byFolder].filter(
    ([folder]) => ifThere(() => statSync(join(exports, folder))) === undefined,
  )
  // With a system go its instances.
  const gone = lost.filter(([folder]) => !lost.some(([of]) => folder.startsWith(`${of}/`)))
  if (gone.length > 0)
    throw new Findings(
      `The exports in ${exports} are not complete:`,
      gone.map(
        ([folder, files]) =>
          `the folder ${folder}/ is missing, of which the published build has ${files.length === 1 ? '1 file' : `${files.length} files`}: put it back, or leave it empty if it is no longer exported.`,
      ),
    )
}

/** The folders that a file's rows stand and fall with: that of its system, and of its instance. */
function foldersOf({ file, instance }: FileAccount): string[] {
  const [system, folder, ...rest] = file.split('/')
  return instance === undefined || rest.length === 0 ? [system!] : [system!, `${system}/${folder}`]
}

/** Says which objects have lost all of their files: their rows go with them. */
export function goneObjects(survey: Survey, published: Manifest | undefined): string[] {
  const had = new Set(published?.files.map(({ table }) => table))
  return survey.exports
    .filter(({ table, files }) => files.length === 0 && had.has(table.name))
    .map(
      ({ table }) =>
        `${table.name} has no file any more, and the published build has: its rows are gone.`,
    )
}

/**
 * Says which files have gone, or lost all their rows, where their table lost rows by it: the others
 * of the object do not make up for them.
 */
export function goneFiles(
  now: readonly FileAccount[],
  published: readonly FileAccount[] = [],
): string[] {
  const [before, after] = [published, now].map((files) => Map.groupBy(files, ({ table }) => table))
  const rowsOf = (files: readonly FileAccount[] = []) =>
    files.reduce((sum, { accepted }) => sum + accepted, 0)
  return [...before!].flatMap(([table, files]) => {
    const [had, has] = [rowsOf(files), rowsOf(after!.get(table))]
    // Where all have gone, that is said of the table.
    if (has >= had || !after!.has(table)) return []
    const read = new Map(after!.get(table)!.map((file) => [file.file, file.read]))
    return files
      .filter(({ file, accepted }) => accepted > 0 && !read.get(file))
      .map(
        ({ file, accepted }) =>
          `${file} ${read.has(file) ? 'has no rows any more' : 'is gone'}, and the published build has ${accepted === 1 ? '1 row' : `${accepted} rows`} of it: ${table} has ${has} rows instead of ${had}.`,
      )
  })
}
