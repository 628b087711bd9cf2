/** What a query looks like before Cube reads it: Cube takes a wrong shape for a fault of its own. */
import type { Request, RequestHandler } from 'express'
import * as z from 'zod'

const member = z.string({ error: 'must be a name such as revenue.mrr' })
const members = z.array(member, { error: 'must be a list of names' }).optional()

const shape = z.looseObject(
  {
    measures: members,
    dimensions: members,
    segments: members,
    timeDimensions: z
      .array(z.looseObject({ dimension: member }), { error: 'must be a list' })
      .optional(),
    filters: z
      .array(z.looseObject({}, { error: 'must be an object' }), { error: 'must be a list' })
      .optional(),
  },
  { error: 'must be an object' },
)

/** Refuses with 400 what is no query, or no list of queries, and says what is wrong with it. */
export const wellShaped: RequestHandler = (request, response, next) => {
  const query = queryOf(request)
  // Without one, Cube says so itself.
  const checked = z.array(shape).safeParse(Array.isArray(query) ? query : [query ?? {}])
  const [issue] = checked.error?.issues ?? []
  if (issue === undefined) {
    next()
    return
  }
  const path = issue.path.slice(1).join('.')
  response.status(400).json({
    error: `The query is not well formed: ${path === '' ? 'it' : path} ${issue.message}.`,
  })
}

function queryOf({ method, query, body }: Request): unknown {
  const asked = method === 'GET' ? query['query'] : body?.query
  if (typeof asked !== 'string') return asked
  try {
    return JSON.parse(asked)
  } catch {
    return asked
  }
}
