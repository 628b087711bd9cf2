/** The middleware that gives an answer which was given before, and keeps the new ones. */
import type { Request, RequestHandler, Response } from 'express'
import { type AnswerCache, answerKey } from './answer_cache.ts'
import type { Authenticated } from './authentication.ts'
import type { Pinned } from './options.ts'

/** Comes after authentication: a bearer gets only what a bearer of the same context was given. */
export function cachedAnswers(cache: AnswerCache): RequestHandler {
  return (request, response, next) => {
    const key = keyOf(request)
    if (key === undefined) {
      next()
      return
    }
    const known = cache.get(key)
    if (known !== undefined) {
      response.set('X-Revops-Cache', 'hit').type(known.type).end(known.body)
      return
    }
    keepAnswer(response, (type, body) => cache.set(key, { type, body }))
    next()
  }
}

function keyOf(request: Request & Partial<Authenticated & { pinned: Pinned }>): string | undefined {
  const { bearer, pinned, method } = request
  const asked = method === 'GET' ? request.query : request.body
  // Whoever says how the cache is to be used wants a new answer.
  if (bearer === undefined || pinned === undefined || asked?.cache !== undefined) return undefined
  // 'Last month' is another month in time.
  const hour = new Date().toISOString().slice(0, 13)
  return answerKey(pinned.build, bearer, [hour, asked?.query, asked?.queryType])
}

/** Cube sends results as bytes, and as JSON what is no result: an error, or that it takes longer. */
function keepAnswer(response: Response, keep: (type: string, body: Buffer) => void) {
  const send = response.send.bind(response)
  response.send = (body) => {
    if (response.statusCode === 200 && Buffer.isBuffer(body))
      keep(String(response.get('Content-Type')), body)
    return send(body)
  }
}
