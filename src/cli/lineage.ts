/** `revops lineage NAME`: from a KPI to the columns of the exports, and back. */
import { join } from 'node:path'
import type { Command } from 'commander'
import type { LineageAnswer } from '../docs/lineage_answer.ts'
import { counted } from './figures.ts'
import { withExample, withJson, withWarehouse } from './options.ts'
import { printJson, printLines } from './output.ts'

interface Options {
  readonly warehouse?: string
  readonly json?: boolean
}

export function addLineage(program: Command) {
  const command = program
    .command('lineage')
    .argument(
      '<name>',
      'a table, table.column, view, view.measure, or export such as stripe/invoices',
    )
    .description('Show what a table, column or KPI is made of, and what is made of it.')
  withExample(
    withJson(withWarehouse(command)),
    'lineage revenue.mrr',
    'lineage raw_hubspot__deals.amount',
    'lineage "hubspot/deals.Close Date"',
  ).action(lineage)
}

async function lineage(name: string, { warehouse, json }: Options) {
  const { settings, projectRoot } = await import('../settings.ts')
  const { readModel } = await import('../docs/model.ts')
  const { lineageGraph } = await import('../docs/lineage_graph.ts')
  const { knownNames, lineageOf, resolveName } = await import('../docs/lineage_answer.ts')
  const { readCurrent, readManifest } = await import('../warehouse/manifest.ts')
  const { tables } = await import('../../transforms/index.ts')

  const graph = lineageGraph(tables, readModel(join(projectRoot, 'model')))
  const node = resolveName(graph, name)
  if (node === undefined) {
    const { didYouMean } = await import('../nearest.ts')
    const { UserError } = await import('../errors.ts')
    throw new UserError(
      `There is no table, column, view or measure ${name}.${didYouMean(name, knownNames(graph))}`,
    )
  }
  const folder = warehouse ?? settings.warehouse
  const current = readCurrent(folder)
  const files = current ? readManifest(folder, current.build).files : []
  const answer = lineageOf(graph, node, files)
  if (json) printJson(answer)
  else printLines(...linesOf(answer))
}

function linesOf({ name, kind, upstream, downstream, read_as_a_whole }: LineageAnswer): string[] {
  const columnsBy = (nodes: readonly string[]) =>
    [...Map.groupBy(nodes, (node) => node.split('.')[0]!)].map(
      ([owner, of]) => `${owner}: ${of.map((node) => node.slice(owner.length + 1)).join(', ')}`,
    )
  const ways: [string, readonly string[]][] = [
    ['Made of the exports', upstream.exports.map(exportLine)],
    ['through', columnsBy(upstream.columns.filter((node) => !node.startsWith('raw_')))],
    ['through the tables', upstream.columns.length > 0 ? [] : upstream.tables],
    ['of which raw SQL reads as a whole', read_as_a_whole],
    ['Goes into', columnsBy(downstream.columns)],
    ['Goes into the tables', downstream.columns.length > 0 ? [] : downstream.tables],
    [
      kind === 'table' ? 'and serves the views' : 'and serves the members',
      kind === 'table' ? downstream.members : columnsBy(downstream.members),
    ],
  ]
  const said = ways.filter(([, lines]) => lines.length > 0)
  return [
    `${name} (${kind})`,
    ...said.flatMap(([title, lines]) => [`${title}:`, ...lines.map((line) => `  ${line}`)]),
    ...(said.length === 0 ? ['Nothing is known to be made of it, and it of nothing.'] : []),
  ]
}

function exportLine({
  export: path,
  columns,
  files,
}: LineageAnswer['upstream']['exports'][number]): string {
  const headers = columns.map(({ headers }) => `"${headers[0]}"`).join(', ')
  return `${path}: ${headers}${files.length > 0 ? ` (${counted(files.length, 'file')})` : ''}`
}
