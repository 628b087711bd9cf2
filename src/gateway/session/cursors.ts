/** DECLARE, FETCH and MOVE: a result that a client reads in parts, by its own statements. */
import { SqlError } from '../sql_error.ts'
import type { Command, Commanded } from './commands.ts'
import { command, type Statement } from './statement.ts'
import { nameOf } from './text.ts'

const declaration =
  /^("(?:[^"]|"")+"|\w+)\s+((?:(?:binary|insensitive|asensitive|no\s+scroll|scroll)\s+)*)cursor\s+(with(?:out)?\s+hold\s+)?for\s+([\s\S]+)$/i

export async function declare(rest: string, { opened, prepare }: Commanded): Promise<Statement> {
  const [, name, options = '', hold = '', query] = declaration.exec(rest) ?? []
  if (name === undefined || query === undefined)
    throw new SqlError('42601', 'DECLARE is written as DECLARE name CURSOR FOR SELECT ….')
  const statement = await prepare(query)
  return command(async () => {
    const results = /\bbinary\b/i.test(options) ? [1] : []
    const portal = await statement.open({ values: [], formats: [], results })
    const cursor = /^with\s/i.test(hold) ? 'held' : 'transaction'
    opened.open(nameOf(name), { portal, word: 'select', cursor })
    return 'DECLARE CURSOR'
  })
}

const direction =
  /^(?:(next|first|forward\s+all|all|forward\s+[1-9]\d*|forward|[1-9]\d*)\s+)?(?:(?:from|in)\s+)?("(?:[^"]|"")+"|\w+)$/i

/** More than any result has, so that a cursor that is read to its end stays open. */
const everything = 2 ** 31

export function fetchFrom(tag: 'FETCH' | 'MOVE'): Command {
  return (rest, { opened }) => {
    const [, how = '', name] = direction.exec(rest) ?? []
    if (name === undefined)
      throw new SqlError('0A000', 'Cursors are read forward only, a number of rows or ALL.')
    const { portal } = opened.portal(nameOf(name))
    const most = /all/i.test(how) ? everything : Number(/\d+/.exec(how)?.[0] ?? 1)
    const columns = tag === 'FETCH' ? portal.columns : undefined
    return {
      parameters: [],
      columns,
      async open({ results }) {
        // A cursor is binary by itself, or as the one who fetches from it wants to have it.
        const formats = portal.results.length > 0 ? portal.results : results
        return {
          columns,
          results: formats,
          async fetch() {
            const { sent } = await portal.fetch(most, tag === 'FETCH' ? formats : 'none')
            return { sent, isDone: true }
          },
          tag: (rows) => `${tag} ${rows}`,
          async close() {},
        }
      },
    }
  }
}
