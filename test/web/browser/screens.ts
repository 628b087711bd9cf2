/** Screenshots, for whoever wants to look at the pages: they cost time, so only with REVOPS_SCREENS=1. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { projectRoot } from '../../../src/settings.ts'

const folder = join(projectRoot, 'test-results/screens')

/** Whether screenshots are asked for. */
const isKept = process.env['REVOPS_SCREENS'] === '1'

/** Keeps the whole page as `<name>.png` where screenshots are asked for. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  if (!isKept) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
