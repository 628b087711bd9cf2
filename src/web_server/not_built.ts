/** The page at `/` where the dashboards were not built: how to build them, and what is served anyway. */
import type { RequestHandler } from 'express'
import { isRead, refuseMethod } from './static_files.ts'

export const notBuilt: RequestHandler = (request, response, next) => {
  if (request.path !== '/') next()
  else if (isRead(request)) response.type('html').send(page)
  else refuseMethod(request, response)
}

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>revops-warehouse</title>
<h1>revops-warehouse</h1>
<p><strong>The dashboards are not built.</strong> Run <code>npm run prepare</code>, and start the
server again.</p>
<p>This is a governed warehouse of revenue figures. Its answers need a token, or a browser that is
signed in by the link that <code>revops start</code> prints.</p>
<ul>
<li><code>POST /cubejs-api/v1/load</code>: a query in JSON, see
<a href="https://docs.cube.dev/reference/rest-api">the reference of the REST API</a></li>
<li><code>GET /cubejs-api/v1/meta</code>: the views and their measures</li>
<li><code>POST /cubejs-api/graphql</code>: GraphQL</li>
<li><a href="/healthz">/healthz</a> and <a href="/readyz">/readyz</a>: whether it lives, and whether
it answers</li>
</ul>
</html>
`
