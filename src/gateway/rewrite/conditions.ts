/** Conditions of WHERE: on rows, or, where they name measures, on groups. */
import { SqlError } from '../sql_error.ts'
import type { Ast } from '../tree.ts'
import { isAboutGroups } from './aggregates.ts'
import type { Rewriting, Source } from './context.ts'
import { aggregatesIn, at, membersIn, resolve } from './names.ts'

/** WHERE, condition by condition: on rows, or, where it names a measure, on groups. */
export function conditionsOf(node: Ast, source: Source, rewriting: Rewriting) {
  const rows: Ast[] = []
  const groups: Ast[] = []
  const sort = (condition: Ast) => {
    if (condition.type === 'CONJUNCTION_AND') {
      condition.children.forEach(sort)
      return
    }
    const [aggregate] = aggregatesIn(condition, rewriting)
    if (aggregate)
      throw new SqlError('42803', 'Aggregates are not allowed in WHERE.', {
        ...at(aggregate),
        hint: 'Put the condition into HAVING.',
      })
    if (!isAboutGroups(condition, source)) rows.push(condition)
    else if (membersIn(condition, source).every(({ kind }) => kind === 'measure'))
      groups.push(condition)
    else
      throw new SqlError('42803', 'A condition in WHERE names measures or dimensions, not both.', {
        ...at(condition),
        hint: 'Put conditions on measures into HAVING.',
      })
  }
  source.where.forEach(sort)
  if (node.where_clause) sort(resolve(node.where_clause, source, rewriting))
  return { rows, groups }
}
