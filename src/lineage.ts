/** Which tables a table reads, taken from its query, and the order that follows from it. */
import {
  type CommonTableExpressionNameNode,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  type OperationNode,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type ReferenceNode,
  type RootOperationNode,
  type TableNode,
} from 'kysely'
import type { AnyTable, Db } from './table.ts'

/** A Kysely that compiles queries and runs none. */
// biome-ignore lint/complexity/noBannedTypes: Kysely's word for a database without named tables
export const compileOnly = new Kysely<{}>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** A table's query as SQL text and parameters; undefined for a table that is not made by a query. */
export function compiledQueryOf(table: AnyTable): CompiledQuery | undefined {
  return 'query' in table.source ? compiled(table.source.query) : undefined
}

/** A query as SQL text and parameters. */
export const compiled = (query: Query): CompiledQuery =>
  compileOnly.getExecutor().compileQuery(nodeOf(query), queryId)

/** The names of the tables that a table's query reads, or its measures or audits, sorted. */
export function upstreamOf(table: AnyTable): string[] {
  if ('audited' in table.source) return table.source.audited.map(({ name }) => name).sort()
  if ('measured' in table.source) return table.source.measured.map(({ name }) => name).sort()
  if (!('query' in table.source)) return []
  return [...tablesRead(table.source.query)].sort()
}

/** All tables that have to stand before a table can be built and audited, sorted. */
export function dependenciesOf(table: AnyTable): readonly string[] {
  const known = dependencies.get(table)
  if (known) return known
  const names = new Set(upstreamOf(table))
  for (const { to } of table.relations) names.add(to.name)
  for (const { broken } of table.audits) for (const name of tablesRead(broken)) names.add(name)
  names.delete(table.name)
  const sorted = [...names].sort()
  dependencies.set(table, sorted)
  return sorted
}

const dependencies = new WeakMap<AnyTable, readonly string[]>()

/** The tables, each after all that it depends on. Throws where tables read each other. */
export function inOrder(tables: readonly AnyTable[]): AnyTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const ordered = new Set<AnyTable>()
  const visit = (table: AnyTable, path: readonly string[]) => {
    if (ordered.has(table)) return
    if (path.includes(table.name))
      throw new Error(`These tables read each other: ${[...path, table.name].join(' → ')}.`)
    for (const name of dependenciesOf(table)) {
      const upstream = byName.get(name)
      if (!upstream)
        throw new Error(`${table.name} reads ${name}, which transforms/index.ts does not list.`)
      visit(upstream, [...path, table.name])
    }
    ordered.add(table)
  }
  for (const table of tables) visit(table, [])
  return [...ordered]
}

type Query = (db: Db) => { toOperationNode(): unknown }

const queryId = { queryId: 'compile-only' }

/** A query's tree, made once: lineage and compilation both need it. */
function nodeOf(query: Query): RootOperationNode {
  const known = nodes.get(query)
  if (known) return known
  const node = query(compileOnly).toOperationNode() as RootOperationNode
  nodes.set(query, node)
  return node
}

const nodes = new WeakMap<Query, RootOperationNode>()

function tablesRead(query: Query): Set<string> {
  const names = new Set<string>()
  const withs = new Set<string>()
  // By hand: Kysely’s transformer would copy the tree, for every table of every build.
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return
    if (isNode<TableNode>(node, 'TableNode')) names.add(node.table.identifier.name)
    else if (isNode<CommonTableExpressionNameNode>(node, 'CommonTableExpressionNameNode'))
      withs.add(node.table.table.identifier.name)
    // A column's table is an alias of one in the `from`.
    else if (!isNode<ReferenceNode>(node, 'ReferenceNode'))
      for (const child of Object.values(node)) visit(child)
  }
  visit(nodeOf(query))
  // What a `with` names is a part of the query.
  return names.difference(withs)
}

const isNode = <N extends OperationNode>(node: object, kind: N['kind']): node is N =>
  (node as OperationNode).kind === kind
