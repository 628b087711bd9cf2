/** The page at `/`: what is served here. It holds no data, so that anybody may load it. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>revops-warehouse</title>
<style>body { font: 1rem/1.5 system-ui; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }</style>
<h1>revops-warehouse</h1>
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
