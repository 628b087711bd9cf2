/** The headers that say what a page may do, and who may frame it. */
import type { Response } from 'express'

const page = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Chart tooltips are placed and coloured by attributes.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
]

/** For our own page, which nobody may frame. */
export function allowPage(response: Response) {
  response.set('Content-Security-Policy', [...page, "frame-ancestors 'none'"].join('; '))
}

/** For an embedded page, which sites of the settings may frame. */
export function allowEmbed(response: Response, ancestors: readonly string[]) {
  allowFrame(response)
  response.set('Content-Security-Policy', [...page, framedBy(ancestors)].join('; '))
}

/** For a page of a few words with its own style and script, named by their hashes. */
export function allowWords(
  response: Response,
  ancestors: readonly string[],
  hashes: { readonly style: string; readonly script: string },
) {
  allowFrame(response)
  response.set(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      `style-src '${hashes.style}'`,
      `script-src '${hashes.script}'`,
      "base-uri 'none'",
      "form-action 'none'",
      framedBy(ancestors),
    ].join('; '),
  )
}

/** `frame-ancestors` says who may; the older headers know only our own site. */
function allowFrame(response: Response) {
  response.removeHeader('X-Frame-Options')
  response.set('Cross-Origin-Resource-Policy', 'cross-origin')
}

const framedBy = (ancestors: readonly string[]) =>
  `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`
