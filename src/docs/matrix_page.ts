/** The page that says by which dimensions each measure may be sliced. */
import { code, markdownTable, pageHead } from './markdown.ts'
import { isKpi, metaOf } from './measure_meta.ts'
import type { Model, ViewModel } from './model.ts'

/** Dimensions that every measure of every view takes. */
const everywhere = ['fiscal_quarter', 'fiscal_year', 'is_complete']

export function matrixPage({ views }: Model): string {
  return [
    ...pageHead(
      'Measures and dimensions',
      `By which dimensions each measure may be sliced and filtered; ${everywhere
        .map(code)
        .join(', ')} go with all of them, and any other dimension is refused.`,
    ),
    ...views.filter((view) => view.public).flatMap(viewMatrix),
  ].join('\n')
}

function viewMatrix(view: ViewModel): string[] {
  const measures = view.members.filter(isKpi)
  if (measures.length === 0) return []
  const allowed = measures.map((measure) => new Set(metaOf(measure).dimensions ?? []))
  const dimensions = view.members
    .filter(({ kind, name }) => kind === 'dimension' && allowed.some((set) => set.has(name)))
    .map(({ name }) => name)
  return [
    `## ${view.name}`,
    '',
    ...markdownTable(
      ['Measure', 'Class', ...dimensions],
      measures.map((measure, index) => [
        code(measure.name),
        metaOf(measure).class ?? '',
        ...dimensions.map((name) => (allowed[index]!.has(name) ? '✓' : '')),
      ]),
    ),
    '',
  ]
}
