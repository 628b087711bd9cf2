/**
 * What a folder of exports says of its files: `manifest.json`, and the names of its subfolders.
 *
 *   hubspot/emea/manifest.json   { "full": ["deals"], "time_zone": "Europe/Berlin", "dates": "dmy" }
 *
 * It holds for the files of its folder and of the folders below; a nearer one is stronger, key by
 * key. A subfolder of a system's folder is a source instance (a portal, an organisation), unless
 * its name is a date or names an object of the system.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { Findings } from '../../errors.ts'
import type { AnyTable } from '../../table.ts'
import { jsonOf } from '../diskio.ts'
import { contractOf, plain } from './shape.ts'

/** What holds for one file. */
export interface FolderManifest {
  /** The portal or organisation; empty for the only one. */
  readonly instance: string
  /** The objects whose files hold all that there is, beside those whose contracts say so. */
  readonly full: true | readonly string[]
  /** The zone of instants that are written without one. */
  readonly timeZone?: string
  /** Whether days are written month first or day first. */
  readonly dates?: 'mdy' | 'dmy'
  readonly decimal?: ',' | '.'
}

export const manifestName = 'manifest.json'

const zone = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}, 'must be an IANA time zone, such as Europe/Berlin')

const schema = z.strictObject({
  instance: z.string('must be the name of a portal or an organisation').optional(),
  full: z
    .union([z.literal(true), z.array(z.string())], 'must be true or a list of objects')
    .optional(),
  time_zone: zone.optional(),
  dates: z.enum(['mdy', 'dmy'], 'must be "mdy" or "dmy"').optional(),
  decimal: z.enum([',', '.'], 'must be "," or "."').optional(),
})
type Written = z.output<typeof schema>

/**
 * Reads what the folders of an exports folder say, each once.
 *
 * @param contracts of all systems: their objects are no instances
 * @returns what holds for a file, by its path in the exports folder. It throws Findings where a
 *   manifest is not what it may be
 */
export function folderManifests(
  exports: string,
  contracts: readonly AnyTable[],
): (file: string) => FolderManifest {
  const objects = Map.groupBy(contracts, (table) => contractOf(table).system)
  const written = new Map<string, Written>()
  const read = (folder: string): Written => {
    const known = written.get(folder) ?? readManifest(exports, folder)
    written.set(folder, known)
    return known
  }
  return (file) => {
    const folders = file.split('/').slice(0, -1)
    const [system = ''] = folders
    const names = new Set((objects.get(system) ?? []).flatMap(namesOf))
    let found: FolderManifest = { instance: '', full: [] }
    let isNamed = false
    for (const [depth, name] of ['', ...folders].entries()) {
      const path = folders.slice(0, depth).join('/')
      if (depth > 1 && !isNamed && isInstance(name, names)) {
        found = { ...found, instance: plain(name) }
        isNamed = true
      }
      // What is unpacked stands under the name of its archive.
      if (isArchive(name)) continue
      const { instance, full, time_zone, dates, decimal } = read(path)
      refuseUnknownObjects(path, full, { system, names })
      found = {
        ...found,
        ...(instance === undefined ? {} : { instance: plain(instance) }),
        ...(full === undefined ? {} : { full }),
        ...(time_zone === undefined ? {} : { timeZone: time_zone }),
        ...(dates === undefined ? {} : { dates }),
        ...(decimal === undefined ? {} : { decimal }),
      }
    }
    return found
  }
}

/** Whether a file of an object holds all that there is. */
export function isFullExport(table: AnyTable, { full }: FolderManifest): boolean {
  if (contractOf(table).full || full === true) return true
  const names = namesOf(table)
  return full.some((object) => names.includes(singular(object)))
}

function readManifest(exports: string, folder: string): Written {
  const path = join(exports, folder, manifestName)
  if (!existsSync(path)) return {}
  const name = folder === '' ? manifestName : `${folder}/${manifestName}`
  const content = jsonOf(readFileSync(path, 'utf8'))
  if (content === undefined)
    throw new Findings(`${name} cannot be read:`, ['it is no JSON; mend it, or take it away.'])
  const { data, error } = schema.safeParse(content)
  if (!error) return data
  throw new Findings(
    `${name} says what it may not:`,
    error.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')} is no key of it; it knows ${Object.keys(schema.shape).join(', ')}.`
        : `${issue.path.join('.') || 'it'} ${issue.message}.`,
    ),
  )
}

/** A misspelt object would leave its deleted rows standing without a word. */
function refuseUnknownObjects(
  folder: string,
  full: Written['full'],
  { system, names }: { system: string; names: ReadonlySet<string> },
) {
  if (!Array.isArray(full) || names.size === 0 || folder === '') return
  const unknown = full.filter((object) => !names.has(singular(object)))
  if (unknown.length > 0)
    throw new Findings(`${folder}/${manifestName} says what it may not:`, [
      `full names ${unknown.join(', ')}, and ${system} has no such object.`,
    ])
}

const namesOf = (table: AnyTable) => {
  const { object, also } = contractOf(table)
  return [object, ...also].map(singular)
}

/** Connectors write 'charge' where others write 'charges'. */
const singular = (name: string) => plain(name).replace(/ies$/, 'y').replace(/s$/, '')

const isInstance = (folder: string, objects: ReadonlySet<string>) =>
  !isArchive(folder) && !isDate.test(folder) && !objects.has(singular(folder))

const isArchive = (name: string) => /\.(zip|gz|gzip|xlsx|xlsm)$/i.test(name)

/** 2024, 2024-01, 20240131, 2024-Q1, and the 01 of 2024/01. */
const isDate = /^((19|20)\d\d([-_. ]?(\d\d|q[1-4])([-_. ]?\d\d)?)?|\d\d?|q[1-4])$/i
