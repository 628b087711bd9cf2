/** The page that stands in the place of an embedded one: why it is not shown, in the reader's language. */
import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { allowWords } from './content_policy.ts'
import { type Language, languages, type Refusal, statusOf, words } from './refusal_words.ts'

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { display: grid; place-content: center; min-height: 12rem; margin: 0; padding: 1.5rem; box-sizing: border-box; background: #fff; color: #1f2733; text-align: center }
h1 { font-size: 1.0625rem; font-weight: 600; margin: 0 0 .25rem }
p { font-size: .9375rem; margin: 0; max-width: 26rem; color: #55606e }
@media (prefers-color-scheme: dark) { body { background: #14181f; color: #e6eaf0 } p { color: #a5afbd } }
`

/** Tells the page around, whose script (embed.js) may fetch another token. */
const scriptOf = (reason: Refusal) =>
  `if (parent !== window) parent.postMessage({ source: 'revops', type: 'refused', status: ${statusOf[reason]}, reason: '${reason}' }, '*')`

export function refuse(
  request: Request,
  response: Response,
  reason: Refusal,
  ancestors: readonly string[],
) {
  const language = languageOf(request)
  const [heading, sentence] = words[language][reason]
  const script = scriptOf(reason)
  allowWords(response, ancestors, { style: hashOf(style), script: hashOf(script) })
  if (statusOf[reason] === 401) response.set('WWW-Authenticate', 'Bearer')
  response
    .status(statusOf[reason])
    .set({ 'Cache-Control': 'no-store', 'Content-Language': language })
    .vary('Accept-Language')
    .type('html')
    .send(
      `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${style}</style>
<main>
<h1>${heading}</h1>
<p>${sentence}</p>
</main>
<script>${script}</script>
</html>
`,
    )
}

/** The language of `?locale`, else the best of `Accept-Language`, else English. */
function languageOf(request: Request): Language {
  const asked = String(request.query['locale'] ?? '')
    .slice(0, 2)
    .toLowerCase()
  return (
    languages.find((language) => language === asked) ??
    ((request.acceptsLanguages([...languages]) || 'en') as Language)
  )
}

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`
