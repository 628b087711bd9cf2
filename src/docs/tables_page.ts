/** The page of tables: what each holds, its grain, columns and promises. */
import { type AnyColumn, allowedValues, descriptionOf, isNullable, sqlTypeOf } from '../columns.ts'
import { headersOf, isOptional } from '../export.ts'
import { upstreamOf } from '../lineage.ts'
import type { AnyTable } from '../table.ts'
import { code, markdownTable, pageHead } from './markdown.ts'

/** Tables by the folder that they stand in: sources, staging, conformed, marts. */
export type Layers = Readonly<Record<string, readonly AnyTable[]>>

export function tablesPage(layers: Layers): string {
  const sections = Object.entries(layers).flatMap(([layer, tables]) => [
    `## ${layer.charAt(0).toUpperCase()}${layer.slice(1)}`,
    '',
    ...tables.flatMap(tableSection),
  ])
  return [
    ...pageHead('Tables', 'Every table of the warehouse, in the order in which the data flows.'),
    ...sections,
  ].join('\n')
}

function tableSection(table: AnyTable): string[] {
  const isExport = 'contract' in table.source
  const reads = upstreamOf(table)
  const facts = [
    ...('contract' in table.source
      ? [`Export: ${code(`${table.source.contract.system}/${table.source.contract.object}`)}`]
      : []),
    `One row per ${table.grain.map(code).join(', ')}`,
    ...(reads.length > 0 ? [`reads ${reads.map(code).join(', ')}`] : []),
  ]
  const columns = Object.entries<AnyColumn>(table.columns).map(([name, column]) => [
    code(name),
    `${sqlTypeOf(column)}${isNullable(column) ? ', may be null' : ''}`,
    ...(isExport ? [headersOf(name, column).map(code).join(', ')] : []),
    wordsOf(column),
  ])
  return [
    `### ${table.name}`,
    '',
    table.description,
    '',
    `${facts.join(' · ')}.`,
    '',
    ...markdownTable(['Column', 'Type', ...(isExport ? ['Headers'] : []), 'Meaning'], columns),
    '',
    ...promises(table),
  ]
}

function wordsOf(column: AnyColumn): string {
  const values = allowedValues(column)
  return [
    descriptionOf(column),
    ...(values ? [`One of ${values.map(code).join(', ')}.`] : []),
    ...(isOptional(column) ? ['An export may lack it.'] : []),
  ]
    .filter(Boolean)
    .join(' ')
}

function promises({ relations, audits }: AnyTable): string[] {
  const lines = [
    ...relations.map(
      ({ column, to, unknown }) =>
        `- ${code(column)} is a key of ${code(to.name)}${unknown === undefined ? '' : `, or ${code(unknown)}`}`,
    ),
    ...audits.map(({ name, severity }) => `- ${name}${severity === 'warn' ? ' (a warning)' : ''}`),
  ]
  return lines.length > 0 ? ['Promises that each build audits:', '', ...lines, ''] : []
}
