/** Which tables a table reads, taken from its query, and the order that follows from it. */
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  OperationNodeTransformer,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type ReferenceNode,
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
  if (!('query' in table.source)) return undefined
  return compileOnly.getExecutor().compileQuery(nodeOf(table.source.query), queryId)
}

/** The names of the tables that a table's query reads, sorted. */
export function upstreamOf(table: AnyTable): string[] {
  if (!('query' in table.source)) return []
  return [...tablesRead(table.source.query)].sort()
}

/** All tables that have to stand before a table can be built and audited, sorted. */
export function dependenciesOf(table: AnyTable): string[] {
  const names = new Set(upstreamOf(table))
  for (const { to } of table.relations) names.add(to.name)
  for (const { broken } of table.audits) for (const name of tablesRead(broken)) names.add(name)
  names.delete(table.name)
  return [...names].sort()
}

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

// biome-ignore lint/suspicious/noExplicitAny: the node of a query or of raw SQL
const nodeOf = (query: Query): any => query(compileOnly).toOperationNode()

function tablesRead(query: Query): Set<string> {
  const names = new Set<string>()
  ;new (class extends OperationNodeTransformer {
    protected override transformTable(node: TableNode) {
      names.add(node.table.identifier.name)
      return node
    }
    /** A column's table is an alias of one in the `from`. */
    protected override transformReference(node: ReferenceNode) {
      return node
    }
  })().transformNode(nodeOf(query))
  return names
}
