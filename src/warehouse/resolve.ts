/** Decides for every table which version a build needs, whether it stands already, and why. */
import { UserError } from '../errors.ts'
import { dependenciesOf, inOrder } from '../lineage.ts'
import { dataAsOf } from '../run_tables.ts'
import type { AnyTable } from '../table.ts'
import {
  fingerprintOf,
  type Ingredients,
  type OwnIngredients,
  ownIngredientsOf,
  upstreamFingerprints,
} from './fingerprint.ts'
import type { Manifest } from './manifest.ts'
import { selected } from './selection.ts'
import { readStored, type StoredTable } from './stored.ts'

export type Action = 'load' | 'build' | 'skip'

/** The version of a table that a build is made of. */
export interface Version {
  readonly table: AnyTable
  readonly fingerprint: string
  readonly ingredients: Ingredients
  /** What is known of it; undefined while it does not stand on disk. */
  readonly stored: StoredTable | undefined
  readonly action: Action
  /** Why it is built, or why it is not. */
  readonly reason: string
  /** Whether it stays behind the inputs, since --select left it or what it reads out. */
  readonly isBehind: boolean
}
export type Versions = ReadonlyMap<string, Version>

/** What decides on the versions. */
export interface Situation {
  readonly warehouse: string
  /** All tables, `data_as_of` among them, each after what it depends on. */
  readonly tables: readonly AnyTable[]
  readonly own: ReadonlyMap<string, OwnIngredients>
  /** What --as-of says; left out, the exports decide. */
  readonly asOf: string | undefined
  /** The fingerprint of an export's files and contract, by the table's name. */
  readonly exports: ReadonlyMap<string, string>
  readonly published: Manifest | undefined
  readonly select: string | undefined
  readonly full: boolean
}

/** The tables of a run in order, with those that the run fills, and what their declarations say. */
export function declared(tables: readonly AnyTable[]): Pick<Situation, 'tables' | 'own'> {
  const all = inOrder([dataAsOf, ...tables.filter((table) => table.name !== dataAsOf.name)])
  return {
    tables: all,
    own: new Map(all.map((table) => [table.name, ownIngredientsOf(table)])),
  }
}

/** The versions that a build needs, in an order in which they can be built. */
export function resolve(situation: Situation): Versions {
  const all = place(situation, () => true)
  if (situation.select === undefined) return all
  const changed = [...all.values()].filter(({ table, fingerprint }) => {
    return situation.published?.tables[table.name]?.fingerprint !== fingerprint
  })
  const taken = selected(
    situation.select,
    situation.tables,
    new Set(changed.map(({ table }) => table.name)),
  )
  const placed = place(situation, (name) => taken.has(name) || name === dataAsOf.name)
  for (const [name, version] of placed)
    if (version.fingerprint !== all.get(name)?.fingerprint)
      placed.set(name, { ...version, isBehind: true })
  return placed
}

function place(situation: Situation, isTaken: (name: string) => boolean): Map<string, Version> {
  const placed = new Map<string, Version>()
  const settle = (table: AnyTable, data: string) => {
    const version = isTaken(table.name)
      ? wanted(situation, placed, table, data)
      : kept(situation, table)
    if (version) placed.set(table.name, version)
  }
  const isExport = (table: AnyTable) => 'contract' in table.source
  // How fresh the exports are decides on `data_as_of`, so they come first.
  for (const table of situation.tables.filter(isExport))
    settle(table, situation.exports.get(table.name) ?? '')
  settle(dataAsOf, dataAsOfOf(situation, placed) ?? 'known after loading')
  for (const table of situation.tables)
    if (!isExport(table) && table.name !== dataAsOf.name) settle(table, '')
  return placed
}

/** How fresh the exports are; undefined while some of them are not loaded. */
function dataAsOfOf({ asOf }: Pick<Situation, 'asOf'>, versions: Versions) {
  if (asOf !== undefined) return asOf
  const loads = [...versions.values()].filter(({ table }) => 'contract' in table.source)
  if (loads.some(({ stored }) => stored === undefined)) return undefined
  const observed = loads.flatMap(({ stored }) => stored?.observed_at ?? [])
  return observed.sort().at(-1) ?? nothingObserved
}

/** What `data_as_of` is where no row says when it was created or changed: no day has passed. */
export const nothingObserved = '1970-01-01T00:00:00.000Z'

/** The version that the inputs of today make. */
function wanted(
  { warehouse, own, published, full }: Situation,
  placed: Versions,
  table: AnyTable,
  data: string,
): Version {
  const missing = dependenciesOf(table).filter((name) => !placed.has(name))
  if (missing.length > 0)
    throw new UserError(
      `--select takes ${table.name}, which reads ${missing.join(' and ')}, of which no build was published; select +${table.name} or build without --select.`,
    )
  const ingredients: Ingredients = {
    ...own.get(table.name)!,
    data,
    upstream: upstreamFingerprints(table, (name) => placed.get(name)?.fingerprint),
  }
  const fingerprint = fingerprintOf(table.name, ingredients)
  const stored = readStored(warehouse, table.name, fingerprint)
  const isBuilt = stored !== undefined && !full
  const before = published?.tables[table.name]?.fingerprint
  const was =
    before === undefined || before === fingerprint
      ? stored
      : readStored(warehouse, table.name, before)
  const changes =
    before === undefined
      ? ['new']
      : was
        ? changesBetween(was.ingredients, ingredients)
        : ['file lost']
  if (isBuilt && before !== fingerprint) changes.push('built before')
  if (!isBuilt && changes.length === 0) changes.push('rebuilt by --full')
  return {
    table,
    fingerprint,
    ingredients,
    stored,
    action: isBuilt ? 'skip' : 'contract' in table.source ? 'load' : 'build',
    reason: changes.join(', ') || 'unchanged',
    isBehind: false,
  }
}

/** The version of the published build, for a table that --select leaves out. */
function kept({ warehouse, published }: Situation, table: AnyTable): Version | undefined {
  const fingerprint = published?.tables[table.name]?.fingerprint
  if (fingerprint === undefined) return undefined
  const stored = readStored(warehouse, table.name, fingerprint)
  if (!stored)
    throw new UserError(
      `The published file of ${table.name} is lost, so --select cannot keep it; build without --select.`,
    )
  const { ingredients } = stored
  return {
    table,
    fingerprint,
    ingredients,
    stored,
    action: 'skip',
    reason: 'not selected',
    isBehind: false,
  }
}

function changesBetween(was: Ingredients, is: Ingredients): string[] {
  const upstream = Object.keys({ ...was.upstream, ...is.upstream })
    .filter((name) => was.upstream[name] !== is.upstream[name])
    .sort()
  return [
    was.engine === is.engine ? [] : 'engine changed',
    was.query === is.query ? [] : 'query changed',
    was.declaration === is.declaration ? [] : 'declaration changed',
    // Data that is read under another contract is other data, but not for that reason.
    was.data === is.data || was.declaration !== is.declaration ? [] : 'data changed',
    upstream.length === 0 ? [] : `upstream changed (${upstream.join(', ')})`,
  ].flat()
}
