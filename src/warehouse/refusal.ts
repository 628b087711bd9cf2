/** What DuckDB says of a query that it refuses, as a sentence for the author of the query. */
import { UserError } from '../errors.ts'

/** Says of what the query was, and what DuckDB said, without the query itself. */
export async function refusedAs<T>(what: string, query: Promise<T>): Promise<T> {
  try {
    return await query
  } catch (cause) {
    const [said = ''] = String((cause as Error).message).split(/\n\s*\n|\nLINE /)
    throw new UserError(`${what}: ${said.replaceAll(/\s+/g, ' ').trim()}`, { cause })
  }
}
