/**
 * How soon each page of the dashboards stands: largest contentful paint, shifts of its layout, and
 * when nothing is left to load, in headless Chromium.
 *
 * `node bench/pages.ts [--scale 20]` measures it alone, and prints every page.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { dashboards } from '../web/src/charts/index.ts'
import { revops, timed } from './child.ts'
import { type Measure, median, milliseconds, verdictOf } from './figures.ts'
import { type Served, startServed } from './server.ts'

const budgetMs = 1500
const repetitions = 3

interface Opening {
  /** Largest contentful paint, from the start of the navigation. */
  readonly paintMs: number
  /** Until every part of the page has what it shows. */
  readonly readyMs: number
  /** Cumulative layout shift. */
  readonly shift: number
}

/** Every part of the page has what it shows. */
const ready =
  'main[data-ready="true"]:not(:has([data-state="loading"], [aria-busy="true"], .ghost))'

// What runs in the page is text, as nothing else here is in a browser.
const observing = `
  window.opening = { paintMs: 0, shift: 0 }
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) window.opening.paintMs = startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.opening.shift += value
  }).observe({ type: 'layout-shift', buffered: true })`

/** Looks at every frame until the page is ready; what was painted is told of some frames later. */
const opened = `(async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  while (!document.querySelector('${ready}')) await frame()
  const readyMs = performance.now()
  do await frame()
  while (!window.opening.paintMs)
  await frame()
  return { ...window.opening, readyMs }
})()`

interface Took {
  readonly page: string
  /** The first time, when the server has answered none of it before. */
  readonly first: Opening
  /** The median of later ones, each in a browser that knows nothing. */
  readonly paintMs: number
  readonly readyMs: number
  readonly shift: number
}

async function timesOfPages(exports: string, warehouse: string): Promise<Took[]> {
  const served = await startServed(exports, warehouse)
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
  })
  try {
    const took: Took[] = []
    for (const page of [...Object.keys(dashboards), 'metrics']) {
      const first = await open(browser, served, page)
      const later: Opening[] = []
      for (let time = 0; time < repetitions; time++) later.push(await open(browser, served, page))
      took.push({
        page,
        first,
        paintMs: median(later.map(({ paintMs }) => paintMs)),
        readyMs: median(later.map(({ readyMs }) => readyMs)),
        shift: Math.max(first.shift, ...later.map(({ shift }) => shift)),
      })
    }
    return took
  } finally {
    await browser.close()
    await served.stop()
  }
}

/** Opens a page with nothing kept from before. */
async function open(browser: Browser, { url, token }: Served, name: string): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    await context.addCookies([{ name: 'revops_session', value: token, url, sameSite: 'Strict' }])
    const page = await context.newPage()
    await page.addInitScript({ content: observing })
    await page.goto(`${url}/?page=${name}`)
    return await page.evaluate<Opening>(opened)
  } finally {
    await context.close()
  }
}

/** The overview against the budget. */
export async function measurePages(
  scale: number,
  exports: string,
  warehouse: string,
): Promise<Measure[]> {
  const overview = (await timesOfPages(exports, warehouse)).find(({ page }) => page === 'overview')!
  return [
    {
      what: 'largest contentful paint of the overview, the server having answered none of it',
      scale,
      ours: milliseconds(overview.first.paintMs),
      peer: '',
      budget: `< ${budgetMs} ms`,
      verdict: verdictOf(overview.first.paintMs < budgetMs),
    },
  ]
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      scale: { type: 'string', default: '20' },
      /** Exports and warehouse that are there already. */
      exports: { type: 'string' },
      warehouse: { type: 'string' },
    },
  })
  const scratch = mkdtempSync(join(tmpdir(), 'revops-bench-pages-'))
  try {
    const exports = values.exports ?? join(scratch, 'exports')
    const warehouse = values.warehouse ?? join(scratch, 'warehouse')
    if (values.exports === undefined)
      await timed(revops, ['sample', '--out', exports, '--scale', values.scale])
    if (values.warehouse === undefined)
      await timed(revops, ['build', '--exports', exports, '--warehouse', warehouse])
    const took = await timesOfPages(exports, warehouse)
    console.table(
      took.map(({ page, first, paintMs, readyMs, shift }) => ({
        page,
        'first paint, new': Math.round(first.paintMs),
        'all there, new': Math.round(first.readyMs),
        'largest paint': Math.round(paintMs),
        'all there': Math.round(readyMs),
        shift: Number(shift.toFixed(3)),
      })),
    )
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
