/** Runs tests in a checkout until one fails, and says which. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import * as z from 'zod'

export type Verdict =
  | { readonly outcome: 'passed' | 'none' }
  | { readonly outcome: 'failed'; readonly by: string }

const report = z.object({
  numTotalTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

/**
 * @param filters what the paths of the test files have in them; all where there are none
 * @param limitMs how long it may take: a change that makes tests run for ever has been noticed
 */
export async function runTests(
  checkout: string,
  filters: readonly string[],
  limitMs: number,
  excluded: readonly string[] = [],
): Promise<Verdict> {
  const output = join(checkout, 'mutation-report.json')
  rmSync(output, { force: true })
  const child = spawn(
    join(checkout, 'node_modules/node/bin/node'),
    [
      join(checkout, 'node_modules/vitest/vitest.mjs'),
      ...['run', ...filters, '--bail', '1', '--maxWorkers', '1', '--passWithNoTests'],
      ...excluded.flatMap((path) => ['--exclude', path]),
      ...['--reporter', 'json', '--outputFile', output],
    ],
    { cwd: checkout, stdio: 'ignore', detached: true },
  )
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    // The group: tests start processes of their own.
    if (child.pid) process.kill(-child.pid, 'SIGKILL')
  }, limitMs)
  await new Promise<void>((done, fail) => {
    child.once('error', fail)
    child.once('close', () => done())
  })
  clearTimeout(timer)
  if (isLate) return { outcome: 'failed', by: `no test: they took longer than ${limitMs} ms` }
  if (!existsSync(output)) return { outcome: 'failed', by: 'no test: vitest broke off' }
  const { numTotalTests, testResults } = report.parse(JSON.parse(readFileSync(output, 'utf8')))
  const failures = testResults.filter(({ status }) => status === 'failed')
  // A file that was not run any more counts as failed too.
  const failed = failures.find(({ assertionResults }) => assertionResults.some(isFailed))
  const [first] = failures
  if (!first) return { outcome: numTotalTests === 0 ? 'none' : 'passed' }
  const name = failed
    ? failed.assertionResults.find(isFailed)!.fullName
    : `set-up: ${first.message?.split('\n')[0]}`
  return { outcome: 'failed', by: `${relative(checkout, (failed ?? first).name)}: ${name}` }
}

const isFailed = ({ status }: { status: string }) => status === 'failed'
