/** A server over the small warehouse of test/semantic, with a bundle of dashboards of two charts. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Server, startServer } from '../../../src/semantic/server.ts'
import { issueToken, type TokenClaims } from '../../../src/semantic/tokens.ts'
import type { WebOptions } from '../../../src/web_server/routes.ts'
import { model, newFolder, publishedWarehouse } from '../../semantic/warehouses.ts'

export const shell =
  '<!doctype html><title>shell</title><script src="/assets/app-1a2b.js"></script>'
const embedShell = '<!doctype html><title>embedded shell</title><!--embed-->'
export const script = `console.log('${'dashboards '.repeat(200)}')`

function newBundle(): string {
  const folder = newFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), shell)
  writeFileSync(join(folder, 'embed.html'), embedShell)
  writeFileSync(join(folder, 'theme.js'), 'document')
  writeFileSync(join(folder, 'assets/app-1a2b.js'), script)
  writeFileSync(
    join(folder, 'charts.json'),
    JSON.stringify({
      charts: { 'deals.won': ['pipeline'], 'revenue.mrr': ['revenue'] },
      dashboards: { overview: ['deals.won', 'revenue.mrr'] },
    }),
  )
  return folder
}

export interface ServedWeb {
  readonly url: string
  /** Asks a path; what is asked stays as it is written, dots and all. */
  get(path: string, init?: RequestInit): Promise<Response>
  token(claims: Partial<TokenClaims>): Promise<string>
}

/** Closed when the tests of the file are done. */
export async function serveWeb(
  web: Partial<WebOptions> = {},
  webFolder = newBundle(),
): Promise<ServedWeb> {
  const warehouse = await publishedWarehouse()
  const server: Server = await startServer({
    host: '127.0.0.1',
    port: 0,
    warehouse,
    model,
    webFolder,
    web: { embedAncestors: [], ...web },
  })
  afterAll(() => server.close())
  const secret = readFileSync(join(warehouse, 'secret'), 'utf8').trim()
  return {
    url: server.url,
    get: (path, init) => fetch(`${server.url}${path}`, { redirect: 'manual', ...init }),
    token: (claims) => issueToken(secret, { role: 'executive', expires: 60, ...claims }),
  }
}
