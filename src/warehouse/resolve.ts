/** Decides for every table which version a build needs, whether it stands already, and why. */
import { UserError } from '../errors.ts'
import { dependenciesOf, inOrder } from '../lineage.ts'
import { dataAsOf } from '../run_tables.ts'
import type { AnyTable, RunTable } from '../table.ts'
import {
  fingerprintOf,
  type Ingredients,
  type OwnIngredients,
  ownIngredientsOf,
  upstreamFingerprints,
} from './fingerprint.ts'
import type { Manifest } from './manifest.ts'
import { isMeasured } from './measured.ts'
import { isRunTable, runDataOf } from './run_content.ts'
import { selected } from './selection.ts'
import { readStored, type StoredTable } from './stored.ts'
import { emptyView, filesOfView } from './view.ts'

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
  /** All tables, those of the run among them, each after what it depends on. */
  readonly tables: readonly AnyTable[]
  readonly own: ReadonlyMap<string, OwnIngredients>
  /** What --as-of says; left out, the exports decide. */
  readonly asOf: string | undefined
  /** The fingerprint of an export's files and contract, by the table's name. */
  readonly exports: ReadonlyMap<string, string>
  /** The names of the raw tables whose exports have no file. */
  readonly absent: ReadonlySet<string>
  readonly published: Manifest | undefined
  /** The published build, where it was made from the same exports folder. */
  readonly history: Manifest | undefined
  readonly select: string | undefined
  readonly full: boolean
  /** The hash of the model that measures are taken by; empty where none are. */
  readonly measuring: string
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
  const ofRun = new Set(situation.tables.filter(isRunTable).map(({ name }) => name))
  const placed = place(situation, (name) => taken.has(name) || ofRun.has(name))
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
  // What became of the exports decides on the tables of the run, so they come first.
  for (const table of situation.tables.filter(isExport))
    settle(table, situation.exports.get(table.name) ?? '')
  for (const table of situation.tables.filter(isRunTable)) {
    const { run } = table.source as { run: RunTable }
    settle(table, runDataOf(run, situation.asOf, placed) ?? 'known after loading')
  }
  for (const table of situation.tables)
    if (!isExport(table) && !isRunTable(table))
      settle(table, isMeasured(table) ? situation.measuring : '')
  return placed
}

/** A raw table without files: it has no rows, and stands nowhere but in the list of the build. */
const absentTable = (table: AnyTable, ingredients: Ingredients): StoredTable => ({
  ingredients,
  bytes: 0,
  view: emptyView(table),
  rows: 0,
  ms: 0,
  audits: [],
  files: [],
  observed_at: null,
  warnings: [],
})

/** The version that the inputs of today make. */
function wanted(
  { warehouse, own, published, full, absent }: Situation,
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
  const isAbsent = absent.has(table.name)
  const stored = isAbsent
    ? absentTable(table, ingredients)
    : readStored(warehouse, table.name, fingerprint)
  const isBuilt = stored !== undefined && (!full || isAbsent)
  const before = published?.tables[table.name]?.fingerprint
  const wasAbsent = 'contract' in table.source && isEmpty(published, table)
  const was =
    before === undefined || before === fingerprint
      ? stored
      : readStored(warehouse, table.name, before)
  const changes =
    before === undefined
      ? ['new']
      : was
        ? changesBetween(was.ingredients, ingredients)
        : [wasAbsent ? 'data changed' : 'file lost']
  if (isAbsent) changes.splice(0, changes.length, ...(before === fingerprint ? [] : ['no files']))
  else if (isBuilt && before !== fingerprint) changes.push('built before')
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

/** Whether a table of the published build has neither rows nor files. */
function isEmpty(published: Manifest | undefined, { name }: AnyTable): boolean {
  const view = published?.tables[name]?.view
  return view !== undefined && filesOfView(view).length === 0
}

/** The version of the published build, for a table that --select leaves out. */
function kept({ warehouse, own, published }: Situation, table: AnyTable): Version | undefined {
  const fingerprint = published?.tables[table.name]?.fingerprint
  if (fingerprint === undefined) return undefined
  const stored =
    'contract' in table.source && isEmpty(published, table)
      ? absentTable(table, { ...own.get(table.name)!, data: '', upstream: {} })
      : readStored(warehouse, table.name, fingerprint)
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
    upstream.length === 0 ? [] : `upstream changed (${few(upstream)})`,
  ].flat()
}

/** Names, as many as one reads. */
const few = (names: readonly string[], most = 12) =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
