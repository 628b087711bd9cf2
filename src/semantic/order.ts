/** The order of an answer's rows. */
import type { OrderPair, Query } from './classes.ts'

/**
 * The order that is asked for, or Cube's own (by time, else by the first measure, largest first),
 * made total by the dimensions: rows that tie would come in another order each time, and another
 * row would be the last one within a limit.
 */
export function totalOrder(query: Query): readonly OrderPair[] {
  const { measures = [], dimensions = [], timeDimensions = [], ungrouped } = query
  const times = timeDimensions
    .filter(({ granularity }) => granularity)
    .map((time) => time.dimension)
  const groups = [...times, ...dimensions.filter((member) => typeof member === 'string')]
  const first = measures.find((member) => typeof member === 'string')
  const largestFirst: OrderPair[] =
    times.length === 0 && groups.length > 0 && first !== undefined ? [[first, 'desc']] : []
  const asked = (query.order as readonly OrderPair[] | undefined) ?? largestFirst
  if (ungrouped) return asked
  const missing = new Set(groups).difference(new Set(asked.map(([member]) => member)))
  return [...asked, ...[...missing].map((member): OrderPair => [member, 'asc'])]
}
