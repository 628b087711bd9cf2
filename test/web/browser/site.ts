/** The dashboards, served over the sample company to a browser: what the tests of pages share. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { lineageThread } from '../../../src/cli/lineage_thread.ts'
import { type Server, startServer } from '../../../src/semantic/server.ts'
import { issueToken, type TokenClaims } from '../../../src/semantic/tokens.ts'
import { projectRoot } from '../../../src/settings.ts'
import { currentPath, manifestPath, readManifest } from '../../../src/warehouse/manifest.ts'
import { builtSample } from '../../kpis/sample_warehouse.ts'
import { builtWeb } from './built_web.ts'
import { watched } from './watched.ts'

export interface Site {
  readonly url: string
  readonly browser: Browser
  /** A token of a role, as `revops token` prints it. */
  token(claims?: Partial<TokenClaims>): Promise<string>
  /** A page that is signed in, at a path, and what it did that it should not. */
  open(path: string, options?: Opened): Promise<OpenPage>
  /** The page of an admin that tests share, at a path, in light. */
  visit(path: string): Promise<Page>
  /** What REST answers. */
  load(query: object, claims?: Partial<TokenClaims>): Promise<Record<string, string>[]>
  /** Publishes the same tables as another build. */
  publishAgain(): string
  close(): Promise<void>
}

interface OpenPage {
  readonly page: Page
  readonly troubles: readonly string[]
  close(): Promise<void>
}

interface Opened extends BrowserContextOptions {
  readonly claims?: Partial<TokenClaims>
}

export async function openSite(browser: Browser): Promise<Site> {
  const [webFolder, sample] = await Promise.all([builtWeb(), builtSample()])
  const warehouse = ownWarehouse(sample.warehouse, sample.build)
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    warehouse,
    model: join(projectRoot, 'model'),
    webFolder,
    web: {
      embedAncestors: ['http://127.0.0.1:*'],
      annotations: annotationsFile(warehouse),
      lineageOf: lineageThread(),
    },
  })
  return siteOf(server, browser, warehouse, sample.build)
}

function siteOf(server: Server, browser: Browser, warehouse: string, build: string): Site {
  const secret = readFileSync(join(warehouse, 'secret'), 'utf8').trim()
  const token = (claims: Partial<TokenClaims> = {}) =>
    issueToken(secret, { role: 'admin', expires: 3600, ...claims })
  let published = 0
  let shared: Promise<OpenPage> | undefined
  return {
    url: server.url,
    browser,
    token,
    async open(path, { claims, ...options } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        ...options,
      })
      await context.addCookies([
        { name: 'revops_session', value: await token(claims), url: server.url, sameSite: 'Strict' },
      ])
      const page = await context.newPage()
      const troubles = watched(page, server.url)
      await page.goto(`${server.url}${path}`)
      return { page, troubles, close: () => context.close() }
    },
    async visit(path) {
      shared ??= this.open('/', { colorScheme: 'light' })
      const { page } = await shared
      await page.goto(`${server.url}${path}`)
      return page
    },
    async load(query, claims) {
      const response = await fetch(`${server.url}/cubejs-api/v1/load`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await token(claims)}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ query }),
      })
      const { data, error } = (await response.json()) as {
        data: Record<string, string>[]
        error?: string
      }
      if (error !== undefined) throw new Error(error)
      return data
    },
    publishAgain() {
      const next = `again${++published}`
      const manifest = { ...readManifest(warehouse, build), build: next }
      writeFileSync(manifestPath(warehouse, next), JSON.stringify(manifest))
      publish(warehouse, next, manifest.data_as_of)
      return next
    },
    async close() {
      await server.close()
      rmSync(warehouse, { recursive: true })
    },
  }
}

/** A warehouse with the tables of the sample and a `CURRENT` of its own, since tests publish. */
function ownWarehouse(sample: string, build: string): string {
  const warehouse = mkdtempSync(join(tmpdir(), 'revops-browser-'))
  symlinkSync(join(sample, 'tables'), join(warehouse, 'tables'))
  const manifest = manifestPath(warehouse, build)
  mkdirSync(join(manifest, '..'), { recursive: true })
  cpSync(manifestPath(sample, build), manifest)
  publish(warehouse, build, readManifest(warehouse, build).data_as_of)
  return warehouse
}

function publish(warehouse: string, build: string, dataAsOf: string) {
  const current = { build, published_at: new Date().toISOString(), data_as_of: dataAsOf }
  writeFileSync(currentPath(warehouse), JSON.stringify(current))
}

function annotationsFile(folder: string): string {
  const path = join(folder, 'annotations.json')
  writeFileSync(path, JSON.stringify([{ date: '2025-06-02', text: 'New prices' }]))
  return path
}
