/** What a KPI is made of, from the columns of the exports on, in the order in which data flows. */
import { headersOf } from '../export.ts'
import type { AnyTable } from '../table.ts'
import {
  isMember,
  type LineageGraph,
  lineageBehind,
  type Node,
  tableOf,
  upstream,
} from './lineage_graph.ts'
import type { Model } from './model.ts'
import type { Layers } from './tables_page.ts'

interface LineageStep {
  readonly layer: string
  readonly tables: readonly LineageTable[]
}

interface LineageTable {
  readonly name: string
  /** `stripe/invoices`, of a table that is loaded from files. */
  readonly export?: string
  /**
   * The columns that go into the KPI, of an export as its files head them; none where raw SQL or a
   * union hides which they are, or where the table only decides which rows there are.
   */
  readonly columns: readonly string[]
}

export interface MemberLineage {
  readonly name: string
  /** From the exports to the mart. */
  readonly steps: readonly LineageStep[]
}

/**
 * Makes the answer to which columns each public member, `view.member`, is made of; undefined for
 * what is none. The graph behind a view is kept, since its members are asked one after the other.
 */
export function memberLineages(
  layers: Layers,
  model: Model,
): (name: string) => MemberLineage | undefined {
  const tables = Object.values(layers).flat()
  const graphs = new Map<string, ReturnType<typeof lineageBehind>>()
  return (name) => {
    const [viewName = ''] = name.split('.')
    const view = model.views.find((known) => known.name === viewName && known.public)
    if (!view?.members.some((member) => `${viewName}.${member.name}` === name)) return undefined
    const graph = graphs.get(viewName) ?? lineageBehind(tables, model, viewName)
    graphs.set(viewName, graph)
    const from = [...upstream(graph, name)]
    const columns = Map.groupBy(from.filter(isMember), tableOf)
    const behind = tablesBehind(graph, from)
    return {
      name,
      steps: Object.entries(layers)
        .map(([layer, of]) => ({
          layer,
          tables: of
            .filter((table) => behind.has(table.name))
            .map((table) => lineageTable(table, columns.get(table.name) ?? []))
            .sort((one, other) => (one.name < other.name ? -1 : 1)),
        }))
        .filter((step) => step.tables.length > 0),
    }
  }
}

/** The tables of the nodes; where a column's sources are not known, all that its table reads. */
function tablesBehind(graph: LineageGraph, from: readonly Node[]): ReadonlySet<string> {
  const isLost = (node: Node) => isMember(node) && !graph.sources.get(node)?.size
  const lost = from.filter(isLost).map(tableOf)
  return new Set([...from.map(tableOf), ...lost.flatMap((table) => [...upstream(graph, table)])])
}

function lineageTable(table: AnyTable, nodes: readonly string[]): LineageTable {
  const names = nodes.map((node) => node.slice(table.name.length + 1)).sort()
  if (!('contract' in table.source)) return { name: table.name, columns: names }
  const { system, object } = table.source.contract
  return {
    name: table.name,
    export: `${system}/${object}`,
    columns: names.map((name) => headersOf(name, table.columns[name])[0]!),
  }
}
