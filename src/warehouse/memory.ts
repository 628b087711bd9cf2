/**
 * What tables said in the builds published before. A build is a function of its exports, so its
 * tables cannot tell of other builds; but those that are told to be remembered are shown together
 * with their earlier versions. The list of these stands in the manifest, beside what the build is
 * made of, and is no part of its id.
 */
import type { AnyTable } from '../table.ts'
import { type Manifest, type Memory, readWholeManifest } from './manifest.ts'

type Version = Memory['earlier'][number]

/** For how many days before a build each day is kept; of the months before them, the last day. */
const daysKept = 31

interface Remembering {
  readonly warehouse: string
  readonly tables: readonly AnyTable[]
  /** The build that is published, where it is of the same history. */
  readonly before: Manifest | undefined
  /** Whose calendar days versions are of. */
  readonly timeZone: string
}

/**
 * A manifest whose remembered tables name their earlier versions: those of the build before, and
 * those that it names. A version of the same day or a later one is none. A build that was published
 * already keeps what it remembered then, so that its answers stay what they are.
 */
export function withMemory(manifest: Manifest, remembering: Remembering): Manifest {
  const { warehouse, tables, before, timeZone } = remembering
  const kept = readWholeManifest(warehouse, manifest.build)
  const remembered = tables.flatMap(({ name, remembered: column }) => {
    const table = manifest.tables[name]
    if (column === undefined || !table) return []
    const earlier = before ? versionsUntil(before, name, timeZone) : []
    const memory = kept?.tables[name]?.memory ?? {
      column,
      earlier: thinned(earlier, dayOf(manifest.data_as_of, timeZone)),
    }
    return [[name, { ...table, memory }] as const]
  })
  return { ...manifest, tables: { ...manifest.tables, ...Object.fromEntries(remembered) } }
}

/** The tables of a build that was made anew, with the memory of the one that gives way. */
export const keepingMemory = (
  anew: Manifest['tables'],
  former: Manifest['tables'],
): Manifest['tables'] =>
  Object.fromEntries(
    Object.entries(anew).map(([name, table]) => {
      const memory = former[name]?.memory
      return [name, memory ? { ...table, memory } : table]
    }),
  )

/** The versions of a table that a build names, its own the last. */
function versionsUntil({ tables, data_as_of }: Manifest, name: string, timeZone: string) {
  const { memory, file } = tables[name] ?? {}
  const own = file === undefined ? [] : [{ day: dayOf(data_as_of, timeZone), file }]
  return [...(memory?.earlier ?? []), ...own]
}

/** Of the versions before a day, one for each of the last days and one for each month before. */
function thinned(versions: readonly Version[], today: string): Version[] {
  const firstDay = new Date(Date.parse(today) - daysKept * 86_400_000).toISOString().slice(0, 10)
  const earlier = versions.filter(({ day }) => day < today)
  return earlier.filter(({ day }, place) => {
    const period = day < firstDay ? day.slice(0, 7) : day
    return place === earlier.findLastIndex((version) => version.day.startsWith(period))
  })
}

/** The calendar day of an instant. */
const dayOf = (instant: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant))
