/** Headless Chromium, from the npm registry alone. */
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** Starts it; undefined, with the reason on standard error, where this machine lacks what it needs. */
export async function startChromium(): Promise<Browser | undefined> {
  try {
    // The package's own arguments switch off what keeps sites apart, which is what we test.
    return await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: ['--no-sandbox', '--no-zygote', '--font-render-hinting=none', '--disable-gpu'],
    })
  } catch (error) {
    process.stderr.write(`Tests in a browser are skipped: ${(error as Error).message}\n`)
    return undefined
  }
}
