/** The files of an exports folder: those of known systems that hold data, and the others. */
import { type BigIntStats, lstatSync, readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { UserError } from '../../errors.ts'
import { ifThere } from '../diskio.ts'
import { manifestName } from './folder_manifest.ts'

interface ExportFile {
  /** Relative to the exports folder, with slashes. */
  readonly file: string
  /** Its first folder. */
  readonly system: string
  readonly stats: BigIntStats
}

interface ExportFiles {
  readonly files: readonly ExportFile[]
  /** What stands where data should, and cannot be read, in sentences. */
  readonly unreadable: readonly string[]
  /** What is none of the loader's business, in sentences. */
  readonly ignored: readonly string[]
}

const readableEndings = new Set(
  '.csv .tsv .txt .json .ndjson .jsonl .parquet .xlsx .xlsm .zip .gz'.split(' '),
)
const otherDataEndings = new Set('.xls .ods .avro .xml .zst .bz2 .7z .rar .tar .tgz'.split(' '))

/**
 * Lists the exports folder, sorted by path. What starts with a dot is left out.
 *
 * @throws UserError where there is no such folder, or none of its files is of a known system
 */
export function filesOf(exports: string, systems: readonly string[]): ExportFiles {
  if (!ifThere(() => statSync(exports))?.isDirectory())
    throw new UserError(
      `There is no exports folder ${exports}: create it, or name another one with --exports.`,
    )
  const files: ExportFile[] = []
  const unreadable: string[] = []
  const ignored: string[] = []
  const visit = (file: string, system: string, stats: BigIntStats) => {
    const ending = extname(file).toLowerCase()
    const isData = readableEndings.has(ending)
    if (stats.isDirectory()) {
      const before = files.length
      walk(file, system)
      if (isData && files.length === before)
        unreadable.push(`${file} is a folder without a data file: put the file in its place.`)
    } else if (!stats.isFile()) ignored.push(`${file} is ignored: it is no file.`)
    else if (isData) files.push({ file, system, stats })
    else if (otherDataEndings.has(ending))
      unreadable.push(`${file} is no file that is read: export it as CSV, or take it away.`)
    else ignored.push(`${file} is ignored: it is no data file.`)
  }
  const walk = (folder: string, system: string) => {
    for (const name of readdirSync(join(exports, folder)).sort()) {
      if (name.startsWith('.') || name === manifestName) continue
      const file = `${folder}/${name}`
      const stats = ifThere(() => statSync(join(exports, file), { bigint: true }))
      if (stats) visit(file, system, stats)
      else if (ifThere(() => lstatSync(join(exports, file))))
        unreadable.push(
          `${file} is a link to a file that is not there: copy the file, or take it away.`,
        )
    }
  }
  const known = systems.map((system) => `${system}/`).join(', ')
  for (const name of readdirSync(exports).sort()) {
    if (systems.includes(name)) walk(name, name)
    else if (!name.startsWith('.') && name !== manifestName)
      ignored.push(`${name} is ignored: it is no folder of a known system (${known}).`)
  }
  if (files.length + unreadable.length === 0)
    throw new UserError(
      `The exports folder ${exports} has no data file of a known system: put CSV files into ${known}.`,
    )
  return { files, unreadable, ignored }
}
