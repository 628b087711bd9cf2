/** Serves the dashboards: the page, and what it loads. They hold no data, so anybody may. */
import type { Request, RequestHandler, Response } from 'express'
import type { Bundle, WebFile } from './bundle.ts'
import { allowPage } from './content_policy.ts'

/** Answers the paths of the bundle, and leaves the others to those that follow. */
export const staticFiles =
  ({ files }: Bundle): RequestHandler =>
  (request, response, next) => {
    const file = files.get(request.path)
    if (file === undefined) next()
    else if (isRead(request)) send(file, request, response)
    else refuseMethod(request, response)
  }

export const isRead = ({ method }: Request) => method === 'GET' || method === 'HEAD'

export function refuseMethod({ path }: Request, response: Response) {
  response
    .status(405)
    .set('Allow', 'GET, HEAD')
    .json({ error: `Ask ${path} by GET or HEAD.` })
}

function send(file: WebFile, request: Request, response: Response) {
  if (file.extension === 'html') allowPage(response)
  response.type(file.extension).set({
    ETag: file.etag,
    'Cache-Control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
  response.vary('Accept-Encoding')
  if (request.fresh) {
    response.status(304).end()
    return
  }
  const gzipped = request.acceptsEncodings('gzip') ? file.gzipped() : undefined
  if (gzipped) response.set('Content-Encoding', 'gzip')
  const body = gzipped ?? file.body
  response.set('Content-Length', String(body.length))
  response.end(request.method === 'HEAD' ? undefined : body)
}
