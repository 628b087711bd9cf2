/** What the server answers under the locks of an embed's token. */
import type { Model } from './meta.ts'

/**
 * Whether it answers measures of a view: where anything is locked, the view has to be, and each
 * measure (`view.measure`) has to know all that is locked of it.
 */
export function isAnswered(
  model: Model,
  locked: readonly string[],
  view: string,
  measures: readonly string[],
): boolean {
  const own = locked.filter((member) => member.startsWith(`${view}.`))
  if (locked.length > 0 && own.length === 0) return false
  return measures.every((name) => {
    const known = model.measures.get(name)
    return own.every(
      (member) => known === undefined || known.meta.dimensions.includes(member.split('.')[1]!),
    )
  })
}
