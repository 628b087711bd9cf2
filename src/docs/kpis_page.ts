/** The page of KPIs: what each measure means, its formula, class, owner and case. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { code, markdownTable, pageHead } from './markdown.ts'
import { isKpi, type KpiMeta, metaOf } from './measure_meta.ts'
import type { Model, ViewMember, ViewModel } from './model.ts'

/** `casesFolder` holds the cases worked by hand: `<view>.<measure>.md`. */
export function kpisPage({ views }: Model, casesFolder: string): string {
  const sections = views
    .filter((view) => view.public)
    .flatMap((view) => {
      const measures = view.members.filter(isKpi)
      return measures.length === 0 ? [] : viewSection(view, measures, casesFolder)
    })
  return [
    ...pageHead('KPIs', 'Every measure of the public views, as the model declares it.'),
    ...sections,
  ].join('\n')
}

function viewSection(
  view: ViewModel,
  measures: readonly ViewMember[],
  casesFolder: string,
): string[] {
  return [
    `## ${view.name}`,
    '',
    ...(view.description === '' ? [] : [view.description, '']),
    ...measures.flatMap((measure) => [
      `### ${view.name}.${measure.name}`,
      '',
      `**${measure.title ?? measure.name}.** ${measure.description ?? ''}`.trim(),
      '',
      ...markdownTable(['', ''], factsOf(measure, metaOf(measure), casesFolder)),
      '',
    ]),
  ]
}

function factsOf(measure: ViewMember, meta: KpiMeta, casesFolder: string): string[][] {
  const caseFile = `${measure.view}.${measure.name}.md`
  const facts: [string, string | undefined][] = [
    ['Formula', meta.formula],
    ['Class', meta.class],
    ['Unit', [meta.unit, meta.good && `good is ${meta.good}`].filter(Boolean).join(', ')],
    ['Dated by', meta.date],
    ['Sliced by', meta.dimensions?.map(code).join(', ')],
    ['Granularities', meta.granularities?.join(', ')],
    ['Department', meta.department],
    ['Owner', meta.owner],
    ['Source', meta.source],
    [
      'Case',
      existsSync(join(casesFolder, caseFile))
        ? `[${caseFile}](../../test/kpis/${caseFile})`
        : undefined,
    ],
  ]
  return facts.flatMap(([name, value]) => (value ? [[name, value]] : []))
}
