/** What `--select` means: names, `+upstream`, `downstream+`, folders and `state:changed`. */
import { UserError } from '../errors.ts'
import { dependenciesOf } from '../lineage.ts'
import type { AnyTable } from '../table.ts'

/**
 * The names of the tables that a selection takes.
 *
 * @example selected('+fct_invoices,marts', tables, changed)
 * @param changed the tables that `state:changed` stands for
 * @throws UserError for a word that stands for no table.
 */
export function selected(
  selection: string,
  tables: readonly AnyTable[],
  changed: ReadonlySet<string>,
): Set<string> {
  const words = selection.split(/[\s,]+/).filter((word) => word !== '')
  if (words.length === 0) throw new UserError('--select names nothing; leave it out to build all.')
  const upstream = new Map(tables.map((table) => [table.name, dependenciesOf(table)]))
  const downstream = reversed(upstream)
  const taken = new Set<string>()
  for (const word of words) {
    const [, before, core, after] = /^(\+?)(.*?)(\+?)$/.exec(word)!
    const names = core === 'state:changed' ? [...changed] : standFor(core!, tables)
    for (const name of names) taken.add(name)
    if (before) addReachable(names, upstream, taken)
    if (after) addReachable(names, downstream, taken)
  }
  return taken
}

/** The tables of a name or a folder. */
function standFor(core: string, tables: readonly AnyTable[]): string[] {
  const folder = core.replace(/^transforms\//, '').replace(/\/$/, '')
  const names = tables
    .map((table) => table.name)
    .filter((name) => name === core || `${folderOf(name)}/`.startsWith(`${folder}/`))
  if (names.length === 0)
    throw new UserError(
      `--select names ${core || 'nothing'}, which is no table and no folder of transforms/; \`revops plan\` lists the tables.`,
    )
  return names
}

/** The folder that a table's name says it is at home in. */
function folderOf(name: string): string {
  const [prefix, system] = /^([a-z]+)_(?:(.+?)__)?/.exec(name)?.slice(1) ?? []
  const layer = layers[prefix ?? ''] ?? ''
  return system === undefined ? layer : `${layer}/${system}`
}

const layers: Readonly<Record<string, string>> = {
  raw: 'sources',
  stg: 'staging',
  map: 'conformed',
  dim: 'conformed',
  fct: 'conformed',
  mart: 'marts',
}

function reversed(edges: ReadonlyMap<string, readonly string[]>): Map<string, readonly string[]> {
  const turned = new Map<string, string[]>()
  for (const [from, targets] of edges)
    for (const to of targets) turned.set(to, [...(turned.get(to) ?? []), from])
  return turned
}

function addReachable(
  names: readonly string[],
  edges: ReadonlyMap<string, readonly string[]>,
  taken: Set<string>,
) {
  const pending = [...names]
  const seen = new Set<string>()
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    taken.add(name)
    pending.push(...(edges.get(name) ?? []))
  }
}
