/** The lineage of one name, both ways: a table, a column, a view, a measure or an export. */
import { headersOf } from '../export.ts'
import type { AnyTable } from '../table.ts'
import type { FileAccount } from '../warehouse/manifest.ts'
import {
  downstream,
  isMember,
  type LineageGraph,
  type Node,
  tableOf,
  tablesDownstream,
  upstream,
} from './lineage_graph.ts'

export interface LineageAnswer {
  readonly name: string
  readonly kind: 'table' | 'column' | 'view' | 'member'
  readonly upstream: {
    readonly tables: readonly string[]
    readonly columns: readonly string[]
    readonly exports: readonly ExportRead[]
  }
  readonly downstream: {
    readonly tables: readonly string[]
    readonly columns: readonly string[]
    readonly members: readonly string[]
  }
  /** The tables of which raw SQL reads columns that it does not name: they count as a whole. */
  readonly read_as_a_whole: readonly string[]
}

interface ExportRead {
  readonly table: string
  /** `stripe/invoices`. */
  readonly export: string
  /** The columns read, under the headers that the export may give them. */
  readonly columns: readonly { readonly column: string; readonly headers: readonly string[] }[]
  /** The files that the published build took it from. */
  readonly files: readonly string[]
}

/** What a name stands for: `fct_invoices`, `fct_invoices.total`, `revenue`, `revenue.mrr`, `stripe/invoices.Amount`. */
export function resolveName(graph: LineageGraph, name: string): Node | undefined {
  if (graph.sources.has(name) || graph.tablesOfView.has(name)) return name
  const [path = '', ...header] = name.split('.')
  const table = [...graph.tables.values()].find((one) => exportOf(one) === path)
  if (!table || header.length === 0) return table?.name
  const wanted = header.join('.').toLowerCase()
  const column = Object.entries<AnyTable['columns'][string]>(table.columns).find(([own, column]) =>
    headersOf(own, column).some((one) => one.toLowerCase() === wanted),
  )
  return column && `${table.name}.${column[0]}`
}

/** All names that `resolveName` takes, for the nearest of them. */
export const knownNames = (graph: LineageGraph): string[] => [
  ...graph.sources.keys(),
  ...graph.tablesOfView.keys(),
  ...[...graph.tables.values()].flatMap((table) => exportOf(table) ?? []),
]

export function lineageOf(
  graph: LineageGraph,
  node: Node,
  files: readonly FileAccount[],
): LineageAnswer {
  const isView = graph.tablesOfView.has(node)
  const isTable = graph.tables.has(node)
  if (isView || isTable) return wholeLineage(graph, node, files)
  const from = upstream(graph, node)
  const to = downstream(graph, node)
  const columns = [...from].filter(isMember)
  const whole = [...from].filter((one) => !isMember(one))
  const onward = [...to].filter(isMember)
  const own = graph.tables.has(tableOf(node)) ? [node] : []
  return {
    name: node,
    kind: own.length > 0 ? 'column' : 'member',
    upstream: {
      tables: sorted(new Set([...from].map(tableOf))),
      columns: sorted(columns),
      exports: exportsRead(graph, [...columns, ...own], whole, files),
    },
    downstream: {
      tables: sorted(new Set(onward.map(tableOf)).intersection(new Set(graph.tables.keys()))),
      columns: sorted(onward.filter((one) => graph.tables.has(tableOf(one)))),
      members: sorted(onward.filter((one) => graph.tablesOfView.has(tableOf(one)))),
    },
    read_as_a_whole: sorted(whole),
  }
}

/** The lineage of a table or a view as a whole: tables only. */
function wholeLineage(
  graph: LineageGraph,
  name: string,
  files: readonly FileAccount[],
): LineageAnswer {
  const standsOn = graph.tablesOfView.get(name)
  const from = standsOn
    ? [...standsOn].flatMap((table) => [table, ...upstream(graph, table)])
    : [...upstream(graph, name)]
  const to = standsOn ? new Set<string>() : tablesDownstream(graph, name)
  const own = standsOn ? [] : [name]
  const served = new Set([...own, ...to])
  const views = [...graph.tablesOfView].filter(([, tables]) => !tables.isDisjointFrom(served))
  return {
    name,
    kind: standsOn ? 'view' : 'table',
    upstream: {
      tables: sorted(new Set(from)),
      columns: [],
      exports: exportsRead(graph, [], [...from, ...own], files),
    },
    downstream: { tables: sorted(to), columns: [], members: standsOn ? [] : viewNames(views) },
    read_as_a_whole: [],
  }
}

const viewNames = (views: readonly (readonly [string, unknown])[]) =>
  sorted(views.map(([view]) => view))

function exportsRead(
  { tables }: LineageGraph,
  columns: readonly Node[],
  whole: readonly string[],
  files: readonly FileAccount[],
): ExportRead[] {
  const names = new Set([...columns.map(tableOf), ...whole])
  return sorted(names).flatMap((name) => {
    const table = tables.get(name)
    const path = table && exportOf(table)
    if (!table || path === undefined) return []
    const read = whole.includes(name)
      ? Object.keys(table.columns)
      : sorted(columns.filter((node) => tableOf(node) === name)).map((node) => node.split('.')[1]!)
    return [
      {
        table: name,
        export: path,
        columns: read.map((column) => ({
          column,
          headers: headersOf(column, table.columns[column]),
        })),
        files: sorted(files.filter((file) => file.table === name).map(({ file }) => file)),
      },
    ]
  })
}

const exportOf = ({ source }: AnyTable) =>
  'contract' in source ? `${source.contract.system}/${source.contract.object}` : undefined

const sorted = (names: Iterable<string>) => [...names].sort()
