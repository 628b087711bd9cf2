/** Builds on a cron expression, as processes. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { endAll, start, written } from './revops.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'revops-schedule-'))
})
afterEach(endAll)
afterAll(() => rmSync(folder, { recursive: true }))

test('a build that fails is said, the next one comes, and SIGTERM ends the schedule', async () => {
  const here = ['--exports', join(folder, 'missing'), '--warehouse', join(folder, 'warehouse')]
  const child = start(['schedule', '* * * * * *', ...here])
  const said = await written(child.stderr!, /with code 1.*\n[\s\S]*with code 1.*\n/)
  expect(said).toMatch(/Builds are scheduled at \* \* \* \* \* \* \(UTC\)/)
  expect(said).toMatch(/what is published stays\. Next try 20\d\d-/)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})
