/** The bus matrix: which conformed dimensions each fact can be told by. */
import { type AnyColumn, sqlTypeOf } from '../columns.ts'
import type { AnyTable } from '../table.ts'
import { code, markdownTable, pageHead } from './markdown.ts'

export function busMatrixPage(conformed: readonly AnyTable[]): string {
  const facts = conformed
    .filter(({ name }) => name.startsWith('fct_'))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  const matrix = facts.map((fact) => new Set(dimensionsOf(fact, conformed)))
  const dimensions = conformed.filter(({ name }) => matrix.some((set) => set.has(name)))
  return [
    ...pageHead(
      'Bus matrix',
      'Which conformed dimensions each fact has a key of; the days of a fact are those of `dim_dates`.',
    ),
    ...markdownTable(
      ['Fact', ...dimensions.map(({ name }) => name.replace(/^dim_/, ''))],
      facts.map(({ name }, at) => [
        code(name),
        ...dimensions.map((dimension) => (matrix[at]!.has(dimension.name) ? '✓' : '')),
      ]),
    ),
    '',
  ].join('\n')
}

/** By a relation that the fact declares, by a column named as the key, or by days. */
function dimensionsOf(fact: AnyTable, tables: readonly AnyTable[]): string[] {
  const days = Object.values<AnyColumn>(fact.columns).some((column) => sqlTypeOf(column) === 'DATE')
  const related = new Set(fact.relations.map(({ to }) => to.name))
  return tables
    .filter(({ name, columns, grain: [key, ...more] }) => {
      if (!name.startsWith('dim_')) return false
      if (name === 'dim_dates') return days
      // A calendar of another rhythm is no dimension of its own.
      if (sqlTypeOf(columns[key!]) === 'DATE') return false
      return related.has(name) || (more.length === 0 && key! in fact.columns)
    })
    .map(({ name }) => name)
}
