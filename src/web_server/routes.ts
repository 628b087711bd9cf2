/** The web side of the server: dashboards, embeds, and what their pages ask beside Cube. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Express, RequestHandler } from 'express'
import { authenticate } from '../semantic/authentication.ts'
import type { Gateway } from '../semantic/gateway.ts'
import type { Published } from '../semantic/published.ts'
import { readAnnotations } from './annotations.ts'
import type { Bundle } from './bundle.ts'
import { embedPage } from './embed_page.ts'
import { type LineageOf, lineage } from './lineage.ts'
import { notBuilt } from './not_built.ts'
import { isRead, refuseMethod, staticFiles } from './static_files.ts'

export interface WebOptions {
  /** The sites that may frame embedded pages, as CSP writes them; nobody where there are none. */
  readonly embedAncestors: readonly string[]
  /** The file of annotations. */
  readonly annotations?: string | undefined
  /** Tells what a KPI is made of; nobody is told where it is missing. */
  readonly lineageOf?: LineageOf | undefined
}

interface Parts extends WebOptions {
  readonly secret: string
  readonly gateway: Gateway
  readonly published: Published
}

export function serveWeb(
  app: Express,
  bundle: Bundle | undefined,
  { secret, gateway, published, embedAncestors, annotations, lineageOf }: Parts,
) {
  // Told at the start, not when somebody opens a page.
  const marked = readAnnotations(annotations)
  app.all('/annotations.json', readOnly, authenticate(secret), (_, response) => {
    response.set('Cache-Control', 'no-store').json(marked)
  })
  app.all('/lineage', readOnly, authenticate(secret), lineage({ gateway, published, lineageOf }))
  app.all('/embed.js', readOnly, (_, response) => {
    // Pages of other sites load it.
    response.set({ 'Cross-Origin-Resource-Policy': 'cross-origin', 'Cache-Control': 'no-cache' })
    response.type('js').send(embedScript)
  })
  app.all('/embed/:kind/:id', embedPage(bundle, { secret, ancestors: embedAncestors }))
  app.use(bundle === undefined ? notBuilt : staticFiles(bundle))
}

const embedScript = readFileSync(join(import.meta.dirname, 'embed.js'))

const readOnly: RequestHandler = (request, response, next) => {
  if (isRead(request)) next()
  else refuseMethod(request, response)
}
