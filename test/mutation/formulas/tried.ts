/** Tries mutants of formulas on tests, each test file once for all of them. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FormulaMutant } from '../mutants/model.ts'
import { type Killed, killedIn } from './trial.ts'
import { writeTwins } from './twins.ts'

/**
 * @param files the paths of test files; what fails there without a change is an error
 * @returns what was noticed, and by which test
 */
export async function tried(
  root: string,
  mutants: readonly FormulaMutant[],
  files: readonly string[],
): Promise<Killed[]> {
  const folder = mkdtempSync(join(tmpdir(), 'revops-twins-'))
  try {
    const twins = writeTwins(join(root, 'model'), join(folder, 'model'), mutants)
    writeFileSync(join(folder, 'mutants.json'), JSON.stringify(twins))
    await run(root, folder, files)
    return killedIn(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function run(root: string, folder: string, files: readonly string[]): Promise<void> {
  const child = spawn(
    join(root, 'node_modules/node/bin/node'),
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      ...['run', ...files, '--config', join(root, 'test/mutation/formulas/vitest.config.ts')],
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, REVOPS_TWINS: folder } },
  )
  let output = ''
  child.stdout.on('data', (text) => (output += text))
  child.stderr.on('data', (text) => (output += text))
  const code = await new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  if (code !== 0) throw new Error(`Without a change tests of formulas do not pass:\n${output}`)
}
