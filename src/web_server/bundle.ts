/** The built dashboards, `dist/web`, in memory: no request ever names a file of the disk. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as z from 'zod'

export interface WebFile {
  /** The name of the type, as Express knows it: `html`, `js`. */
  readonly extension: string
  readonly body: Buffer
  /** Compressed when it is first asked for; undefined where that does not make it smaller. */
  readonly gzipped: () => Buffer | undefined
  readonly etag: string
  /** Its name tells its content, so it never changes. */
  readonly isHashed: boolean
}

/** What can be embedded: the views of each chart, the charts of each dashboard and its other views. */
const catalogue = z.object({
  charts: z.record(z.string(), z.array(z.string())),
  dashboards: z.record(z.string(), z.array(z.string())),
  views: z.record(z.string(), z.array(z.string())).default({}),
})
export type WebCatalogue = z.output<typeof catalogue>

export interface Bundle {
  /** By path from the root: `/assets/…`. The page is `/`. */
  readonly files: ReadonlyMap<string, WebFile>
  /** The page of embeds, into which the server writes what is embedded. */
  readonly embedPage: string
  readonly catalogue: WebCatalogue
}

/** Reads what `npm run prepare` builds; undefined where it was not built. */
export function readBundle(folder: string): Bundle | undefined {
  if (!existsSync(join(folder, 'index.html'))) return undefined
  const files = new Map<string, WebFile>()
  for (const entry of globSync('**/*.*', { cwd: folder })) {
    const path = `/${entry.split(sep).join('/')}`
    if (!own.has(path))
      files.set(
        path === '/index.html' ? '/' : path,
        webFile(path, readFileSync(join(folder, entry))),
      )
  }
  return {
    files,
    embedPage: readFileSync(join(folder, 'embed.html'), 'utf8'),
    catalogue: catalogue.parse(JSON.parse(readFileSync(join(folder, 'charts.json'), 'utf8'))),
  }
}

/** Read by the server, and not served as they are. */
const own = new Set(['/embed.html', '/charts.json'])

function webFile(path: string, body: Buffer): WebFile {
  let gzipped: Buffer | undefined
  return {
    extension: path.slice(path.lastIndexOf('.') + 1),
    body,
    gzipped() {
      gzipped ??= gzipSync(body, { level: 9 })
      return gzipped.length < body.length ? gzipped : undefined
    },
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
    isHashed: path.startsWith('/assets/'),
  }
}

/** The views of what is to be shown; those of a dashboard are those of its charts, and its own. */
export function viewsOf(
  { charts, dashboards, views }: WebCatalogue,
  shown: { readonly charts: readonly string[]; readonly dashboards: readonly string[] },
): ReadonlySet<string> {
  const ids = [...shown.charts, ...shown.dashboards.flatMap((id) => dashboards[id] ?? [])]
  return new Set([
    ...ids.flatMap((id) => charts[id] ?? []),
    ...shown.dashboards.flatMap((id) => views[id] ?? []),
  ])
}
