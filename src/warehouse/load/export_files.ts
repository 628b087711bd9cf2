/** The files of an exports folder: those of known systems that hold data, and the others. */
import { type BigIntStats, readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { UserError } from '../../errors.ts'
import { ifThere } from '../diskio.ts'

interface ExportFile {
  /** Relative to the exports folder, with slashes. */
  readonly file: string
  /** Its first folder. */
  readonly system: string
  readonly stats: BigIntStats
}

interface ExportFiles {
  readonly files: readonly ExportFile[]
  /** Files that hold data in a form that is not read. */
  readonly unreadable: readonly string[]
  /** What is none of the loader's business, in sentences. */
  readonly ignored: readonly string[]
}

const readableEndings = new Set(['.csv', '.tsv', '.txt'])
const otherDataEndings = new Set(
  '.xlsx .xls .ods .json .ndjson .jsonl .parquet .avro .xml .zip .gz .zst .bz2 .7z'.split(' '),
)

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
    if (stats.isDirectory()) walk(file, system)
    else if (readableEndings.has(ending)) files.push({ file, system, stats })
    else if (otherDataEndings.has(ending)) unreadable.push(file)
    else ignored.push(`${file} is ignored: it is no data file.`)
  }
  const walk = (folder: string, system: string) => {
    for (const name of readdirSync(join(exports, folder)).sort()) {
      const file = `${folder}/${name}`
      const stats = ifThere(() => statSync(join(exports, file), { bigint: true }))
      if (stats && !name.startsWith('.')) visit(file, system, stats)
    }
  }
  const known = systems.map((system) => `${system}/`).join(', ')
  for (const name of readdirSync(exports).sort()) {
    if (systems.includes(name)) walk(name, name)
    else if (!name.startsWith('.'))
      ignored.push(`${name} is ignored: it is no folder of a known system (${known}).`)
  }
  if (files.length + unreadable.length === 0)
    throw new UserError(
      `The exports folder ${exports} has no data file of a known system: put CSV files into ${known}.`,
    )
  return { files, unreadable, ignored }
}
