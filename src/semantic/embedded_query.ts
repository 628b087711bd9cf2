/** Holds the queries of an embedded page to what its token shows and locks. */
import { type Filter, membersOf, type Query } from './classes.ts'
import { CubejsHandlerError } from './cube.ts'
import type { Embed } from './embed.ts'

/** The views of what an embed token may show. */
export type EmbeddedViews = (embed: Embed) => ReadonlySet<string>

/**
 * The query with the filters that the token locks. Nothing is read that the token does not show,
 * and, where it locks anything, no view that it has no lock for: a lock that was forgotten closes.
 */
export function embedded(query: Query, embed: Embed, views: EmbeddedViews): Query {
  const shown = views(embed)
  const asked = new Set(membersOf(query).map(viewOf))
  const locks = Object.entries(embed.filters)
  const locked = new Set(locks.map(([member]) => viewOf(member)))
  for (const view of asked) {
    if (!shown.has(view)) throw refused(`This embed token shows nothing of the view ${view}.`)
    if (locks.length > 0 && !locked.has(view))
      throw refused(
        `This embed token locks filters, but none of the view ${view}, so it may not read it.`,
      )
  }
  const filters: Filter[] = locks
    .filter(([member]) => asked.has(viewOf(member)))
    .map(([member, values]) => ({ member, operator: 'equals', values }))
  return { ...query, filters: [...(query.filters ?? []), ...filters] }
}

const viewOf = (member: string) => member.split('.')[0]!

const refused = (message: string) => new CubejsHandlerError(403, 'Forbidden', message)
