/** How data flows from the columns of exports to the members of views, as a graph. */
import { upstreamOf } from '../lineage.ts'
import type { AnyTable } from '../table.ts'
import { columnSources } from './column_lineage.ts'
import type { CubeModel, Model } from './model.ts'

/** A column `table.column`, a whole table `table`, or a member of a view `view.member`. */
export type Node = string

export interface LineageGraph {
  readonly tables: ReadonlyMap<string, AnyTable>
  readonly model: Model
  /** What a node is made of, one step back. */
  readonly sources: ReadonlyMap<Node, ReadonlySet<Node>>
  /** What is made of a node, one step on. */
  readonly readers: ReadonlyMap<Node, ReadonlySet<Node>>
  /** The tables that a view stands on. */
  readonly tablesOfView: ReadonlyMap<string, ReadonlySet<string>>
}

export function lineageGraph(listed: readonly AnyTable[], model: Model): LineageGraph {
  const tables = new Map(listed.map((table) => [table.name, table]))
  const sources = new Map<Node, ReadonlySet<Node>>()
  for (const table of listed) {
    sources.set(table.name, new Set(upstreamOf(table)))
    for (const [column, from] of columnSources(table, tables))
      sources.set(`${table.name}.${column}`, from)
  }
  const tablesOfView = new Map<string, Set<string>>()
  for (const { name: view, members } of model.views) {
    const standsOn = new Set<string>()
    for (const member of members) {
      const from = memberSources(member.cube, member.cubeMember, model, tables)
      sources.set(`${view}.${member.name}`, from)
      for (const node of from) standsOn.add(tableOf(node))
    }
    tablesOfView.set(view, standsOn)
  }
  return { tables, model, sources, readers: reversed(sources), tablesOfView }
}

/** The same as far as it goes back from one view: it is read in a fraction of the time. */
export function lineageBehind(
  listed: readonly AnyTable[],
  model: Model,
  view: string,
): LineageGraph {
  const tables = new Map(listed.map((table) => [table.name, table]))
  const views = model.views.filter(({ name }) => name === view)
  const standsOn = views.flatMap(({ members }) =>
    members.flatMap(({ cube, cubeMember }) =>
      [...memberSources(cube, cubeMember, model, tables)].map(tableOf),
    ),
  )
  const behind = new Set(standsOn)
  // A set goes on with what is added to it meanwhile.
  for (const name of behind)
    for (const read of tables.has(name) ? upstreamOf(tables.get(name)!) : []) behind.add(read)
  return lineageGraph(
    listed.filter(({ name }) => behind.has(name)),
    { ...model, views },
  )
}

/** All that a node is made of, back to the exports. */
export const upstream = ({ sources }: LineageGraph, node: Node): Set<Node> =>
  reached(node, (next) => sources.get(next) ?? [])

/** All columns and members that are made of a column; also those that hide which column they read. */
export const downstream = ({ readers }: LineageGraph, node: Node): Set<Node> =>
  reached(node, (next) => [
    ...(readers.get(next) ?? []),
    ...[...(readers.get(tableOf(next)) ?? [])].filter(isMember),
  ])

/** The tables that read a table, directly or through others. */
export const tablesDownstream = ({ readers, tables }: LineageGraph, table: string): Set<string> =>
  reached(table, (next) => [...(readers.get(next) ?? [])].filter((reader) => tables.has(reader)))

export const tableOf = (node: Node) => node.split('.')[0]!
export const isMember = (node: Node) => node.includes('.')

function reached(from: Node, nextOf: (node: Node) => Iterable<Node>): Set<Node> {
  const seen = new Set<Node>()
  const waiting = [from]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const next of nextOf(node)) {
      if (seen.has(next)) continue
      seen.add(next)
      waiting.push(next)
    }
  }
  seen.delete(from)
  return seen
}

/** The columns that a cube's member is made of; the table as a whole where it counts rows. */
function memberSources(
  cubeName: string,
  memberName: string,
  model: Model,
  tables: ReadonlyMap<string, AnyTable>,
  path: readonly string[] = [],
): Set<Node> {
  const cube = model.cubes.get(cubeName)
  const member = cube?.members.get(memberName)
  const here = `${cubeName}.${memberName}`
  if (!cube || !member || path.includes(here)) return new Set()
  const found = new Set<Node>()
  for (const sql of member.sql.length > 0 ? member.sql : ['']) {
    for (const reference of referencesIn(sql, cube)) {
      const target = model.cubes.get(reference.cube)
      if (target?.members.has(reference.name) && reference.kind === 'member') {
        const deeper = memberSources(reference.cube, reference.name, model, tables, [...path, here])
        for (const node of deeper) found.add(node)
      } else if (target) {
        for (const table of tablesOfCube(target, tables))
          if (reference.name in (tables.get(table)?.columns ?? {}))
            found.add(`${table}.${reference.name}`)
      }
    }
  }
  if (found.size === 0) for (const table of tablesOfCube(cube, tables)) found.add(table)
  return found
}

interface Reference {
  readonly kind: 'member' | 'column'
  readonly cube: string
  readonly name: string
}

/** What a member's SQL names: `{CUBE}.column`, `{cube}.column`, `{member}`, `{cube.member}`, `column`. */
function referencesIn(sql: string, { name: own }: CubeModel): Reference[] {
  const cubeOf = (name: string) => (name === 'CUBE' ? own : name)
  const references: Reference[] = []
  const rest = sql
    .replaceAll(/'[^']*'/g, ' ')
    .replaceAll(/\{(\w+)\}\."?(\w+)"?/g, (_, cube: string, name: string) => {
      references.push({ kind: 'column', cube: cubeOf(cube), name })
      return ' '
    })
    .replaceAll(/\{(?:(\w+)\.)?(\w+)\}/g, (_, cube: string | undefined, name: string) => {
      references.push({ kind: 'member', cube: cubeOf(cube ?? own), name })
      return ' '
    })
  for (const [name] of rest.matchAll(/\b[a-z_]\w*\b(?!\s*\()/gi))
    references.push({ kind: 'column', cube: own, name })
  return references
}

function tablesOfCube({ table, sql = '' }: CubeModel, tables: ReadonlyMap<string, AnyTable>) {
  if (table !== undefined) return [table.split('.').at(-1)!]
  return [...sql.matchAll(/\b\w+\b/g)].map(([word]) => word).filter((word) => tables.has(word))
}

function reversed(edges: ReadonlyMap<Node, ReadonlySet<Node>>): Map<Node, Set<Node>> {
  const back = new Map<Node, Set<Node>>()
  const add = (node: Node, reader: Node) => {
    const readers = back.get(node) ?? new Set()
    readers.add(reader)
    back.set(node, readers)
  }
  for (const [reader, from] of edges) for (const node of from) add(node, reader)
  return back
}
