/** The page that draws how tables and views read each other. */
import { upstreamOf } from '../lineage.ts'
import { lineageGraph } from './lineage_graph.ts'
import { pageHead } from './markdown.ts'
import type { Model } from './model.ts'
import type { Layers } from './tables_page.ts'

export function lineagePage(layers: Layers, model: Model): string {
  const tables = Object.values(layers).flat()
  const { tablesOfView } = lineageGraph(tables, model)
  const names = new Set(tables.map(({ name }) => name))
  const views = model.views.filter((view) => view.public).map(({ name }) => name)
  return [
    ...pageHead(
      'Lineage',
      'Which tables read which, from the exports on the left to the views on the right; ' +
        '`revops lineage NAME` follows a single column both ways.',
    ),
    '```mermaid',
    'flowchart LR',
    ...Object.entries(layers).flatMap(([layer, members]) => [
      `  subgraph ${layer}`,
      ...members.map(({ name }) => `    ${name}`),
      '  end',
    ]),
    '  subgraph views',
    ...views.map((view) => `    view_${view}([${view}])`),
    '  end',
    ...tables.flatMap((table) => upstreamOf(table).map((name) => `  ${name} --> ${table.name}`)),
    ...views.flatMap((view) =>
      [...(tablesOfView.get(view) ?? [])]
        .filter((name) => names.has(name))
        .sort()
        .map((name) => `  ${name} --> view_${view}`),
    ),
    '```',
    '',
  ].join('\n')
}
