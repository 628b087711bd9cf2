/**
 * Which columns a table's columns are made of, read from the nodes of its query.
 *
 * Values only: a column that decides which rows there are (a join, a filter) is no source of
 * another. Where raw SQL hides the columns the answer is the tables that it reads, as a whole.
 */
import { compileOnly } from '../lineage.ts'
import type { AnyTable } from '../table.ts'

/** A column, `table.column`; or a whole table, `table`, where the query does not say which column. */
export type Source = string

/** For each column of a table, what its values are made of. */
export function columnSources(
  table: AnyTable,
  tables: ReadonlyMap<string, AnyTable>,
): Map<string, ReadonlySet<Source>> {
  const columns = Object.keys(table.columns)
  if (!('query' in table.source)) return new Map(columns.map((column) => [column, new Set()]))
  const query = table.source.query(compileOnly).toOperationNode() as Node
  const made = relationOf(query, { tables, aliases: new Map(), named: new Map() })
  return new Map(columns.map((column) => [column, sourcesIn(made, column)]))
}

// biome-ignore lint/suspicious/noExplicitAny: Kysely's nodes have several dozen shapes, told by kind
type Node = { readonly kind: string } & Record<string, any>

/** What a query or table gives: its columns, each with its sources; without, the tables it reads. */
type Relation =
  | { readonly columns: ReadonlyMap<string, ReadonlySet<Source>> }
  | { readonly hidden: ReadonlySet<Source> }

interface Scope {
  readonly tables: ReadonlyMap<string, AnyTable>
  /** What the short names in this query and around it stand for. */
  readonly aliases: ReadonlyMap<string, Relation>
  /** The queries under `with`. */
  readonly named: ReadonlyMap<string, Relation>
}

function relationOf(node: Node, scope: Scope): Relation {
  switch (node.kind) {
    case 'SelectQueryNode':
      return relationOfSelect(node, scope)
    case 'ParensNode':
      return relationOf(node['node'], scope)
    case 'TableNode':
      return relationOfTable(node['table'].identifier.name, scope)
    case 'RawNode':
      return relationOfRaw(node, scope)
    default:
      return { hidden: tablesIn(node, scope) }
  }
}

function relationOfTable(name: string, { tables, named }: Scope): Relation {
  const columns = Object.keys(tables.get(name)?.columns ?? {})
  return (
    named.get(name) ?? {
      columns: new Map(columns.map((column) => [column, new Set([`${name}.${column}`])])),
    }
  )
}

/** Raw SQL shows its columns where it is nothing but a table, or a union of queries. */
function relationOfRaw(node: Node, scope: Scope): Relation {
  if (isRawSelect(node)) return relationOfRawSelect(node, scope)
  const parts = (node['parameters'] as Node[]).filter((part) => !isSeparator(part))
  return addsNothing(node) && parts.length > 0
    ? merged(parts.map((part) => relationOf(part, scope)))
    : { hidden: tablesIn(node, scope) }
}

/** Whether raw text adds no more than brackets and unions to what it holds. */
const addsNothing = (raw: Node) =>
  (raw['sqlFragments'] as string[]).join(' ').replaceAll(/union all( by name)?|[()\s]/gi, '') === ''

/** `select … from …` as `unionOf` writes it, with names and nulls between. */
const isRawSelect = (raw: Node) =>
  (raw['sqlFragments'] as string[]).map((text) => text.trim()).join('·') === 'select·from·'

function relationOfRawSelect(node: Node, scope: Scope): Relation {
  const [selected, from] = node['parameters'] as [Node, Node]
  const read = relationOf(unaliased(from), scope)
  const columns = (selected['parameters'] as Node[]).flatMap((part): [string, typeof none][] => {
    const named = bare(part)
    if (named.kind === 'ReferenceNode') {
      const { name } = named['column'].column
      return [[name, sourcesIn(read, name)]]
    }
    // A null under the name of a column that the table does not have.
    const name = bare((named['parameters'] as Node[] | undefined)?.at(-1) ?? named)
    return name.kind === 'IdentifierNode' ? [[name['name'], none]] : []
  })
  return { columns: new Map(columns) }
}

/** What raw text holds that adds nothing to it. */
const bare = (node: Node): Node =>
  node.kind === 'RawNode' && node['parameters'].length === 1 && addsNothing(node)
    ? bare(node['parameters'][0])
    : node

const isSeparator = (node: Node) =>
  node.kind === 'RawNode' && node['parameters'].length === 0 && addsNothing(node)

function relationOfSelect(node: Node, outer: Scope): Relation {
  const named = new Map(outer.named)
  for (const { name, expression } of (node['with']?.expressions ?? []) as Node[])
    named.set(name.table.table.identifier.name, relationOf(expression, { ...outer, named }))

  const from = new Map<string, Relation>()
  const sources: Node[] = [
    ...(node['from']?.froms ?? []),
    ...(node['joins'] ?? []).map((join: Node) => join['table']),
  ]
  for (const source of sources) {
    const name = nameOf(source)
    const inside = { ...outer, named, aliases: new Map([...outer.aliases, ...from]) }
    if (name !== undefined) from.set(name, relationOf(unaliased(source), inside))
  }

  const scope = { ...outer, named, aliases: new Map([...outer.aliases, ...from]) }
  const selected = ((node['selections'] ?? []) as Node[]).map(({ selection }) =>
    selectedBy(selection, from, scope),
  )
  const others = ((node['setOperations'] ?? []) as Node[]).map(({ expression }) =>
    relationOf(expression, scope),
  )
  return merged([...selected, ...others])
}

/** The columns that one selection gives. */
function selectedBy(selection: Node, from: ReadonlyMap<string, Relation>, scope: Scope): Relation {
  const one = (name: string, value: Node): Relation => ({
    columns: new Map([[name, valueSources(value, scope)]]),
  })
  switch (selection.kind) {
    case 'AliasNode':
      return one(nameOf(selection)!, selection['node'])
    case 'SelectAllNode':
      return merged([...from.values()])
    case 'ColumnNode':
      return one(selection['column'].name, selection)
    case 'ReferenceNode':
      return selection['column'].kind === 'SelectAllNode'
        ? (scope.aliases.get(aliasOf(selection)!) ?? merged([...from.values()]))
        : one(selection['column'].column.name, selection)
    default:
      return { hidden: tablesIn(selection, scope) }
  }
}

/** Columns under one name are made of all that each is made of. */
function merged(relations: readonly Relation[]): Relation {
  const columns = new Map<string, ReadonlySet<Source>>()
  for (const relation of relations) {
    if ('hidden' in relation)
      return { hidden: union(...relations.map((other) => allSources(other))) }
    for (const [column, sources] of relation.columns)
      columns.set(column, union(columns.get(column) ?? none, sources))
  }
  return { columns }
}

/** All that an expression's value is made of. */
function valueSources(node: unknown, scope: Scope): ReadonlySet<Source> {
  if (Array.isArray(node)) return union(...node.map((part) => valueSources(part, scope)))
  if (typeof node !== 'object' || node === null) return none
  if (!isNode(node)) return none
  switch (node.kind) {
    case 'ReferenceNode':
      return referenced(node['column'].column?.name, aliasOf(node), scope)
    case 'ColumnNode':
      return referenced(node['column'].name, undefined, scope)
    case 'SelectQueryNode':
      return allSources(relationOfSelect(node, scope))
    case 'RawNode':
      return union(
        ...(node['sqlFragments'] as string[]).map((text) => namedInText(text, scope)),
        valueSources(node['parameters'], scope),
      )
    default:
      return union(...Object.values(node).map((part) => valueSources(part, scope)))
  }
}

/** The columns that raw text names, as `alias.column` or by a name that a table in scope has. */
function namedInText(text: string, scope: Scope): ReadonlySet<Source> {
  const words = text
    .replaceAll(/'[^']*'/g, '')
    .matchAll(/(?:\b([a-z_]\w*)"?\s*\.\s*"?)?\b([a-z_]\w*)\b(?!\s*\()/gi)
  return union(...[...words].map(([, alias, name]) => columnNamed(name, alias, scope)))
}

/** A column that is certainly one: where no relation shows it, a hidden one must have it. */
function referenced(
  name: string | undefined,
  alias: string | undefined,
  scope: Scope,
): ReadonlySet<Source> {
  const known = columnNamed(name, alias, scope)
  if (known.size > 0 || alias !== undefined) return known
  return union(...[...scope.aliases.values()].map((it) => ('hidden' in it ? it.hidden : none)))
}

function columnNamed(
  name: string | undefined,
  alias: string | undefined,
  scope: Scope,
): ReadonlySet<Source> {
  if (name === undefined) return none
  const relations = alias === undefined ? [...scope.aliases.values()] : [scope.aliases.get(alias)]
  return union(
    ...relations.map((relation) =>
      relation && (alias !== undefined || 'columns' in relation) ? sourcesIn(relation, name) : none,
    ),
  )
}

const sourcesIn = (relation: Relation, column: string): ReadonlySet<Source> =>
  'hidden' in relation ? relation.hidden : (relation.columns.get(column) ?? none)

const allSources = (relation: Relation): ReadonlySet<Source> =>
  'hidden' in relation ? relation.hidden : union(...relation.columns.values())

/** The tables that a node reads, as a whole. */
function tablesIn(node: unknown, scope: Scope): ReadonlySet<Source> {
  if (Array.isArray(node)) return union(...node.map((part) => tablesIn(part, scope)))
  if (typeof node !== 'object' || node === null || !isNode(node)) return none
  if (node.kind === 'ReferenceNode') return none
  if (node.kind !== 'TableNode')
    return union(...Object.values(node).map((part) => tablesIn(part, scope)))
  const name: string = node['table'].identifier.name
  const named = scope.named.get(name)
  return named ? allSources(named) : new Set([name])
}

function nameOf(source: Node): string | undefined {
  if (source.kind === 'AliasNode') return source['alias'].name
  return source.kind === 'TableNode' ? source['table'].identifier.name : undefined
}

const aliasOf = (reference: Node): string | undefined => reference['table']?.table.identifier.name
const unaliased = (node: Node): Node => (node.kind === 'AliasNode' ? node['node'] : node)
const isNode = (value: object): value is Node => 'kind' in value
const none: ReadonlySet<Source> = new Set()
const union = (...sets: readonly ReadonlySet<Source>[]): ReadonlySet<Source> =>
  new Set(sets.flatMap((set) => [...set]))
