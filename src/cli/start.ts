/** `revops start`: builds if needed, then serves, and says how to get a first answer. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { withExample } from './options.ts'
import { say } from './output.ts'
import { type ServeFlags, serveUntilStopped, withServing } from './serving.ts'

export function addStart(program: Command) {
  const command = program
    .command('start')
    .description('Build if needed, then serve; print how to sign in and how to ask a KPI.')
  withExample(withServing(command), 'start', 'start --exports /tmp/exports --port 8080').action(
    start,
  )
}

async function start(flags: ServeFlags) {
  const { settings, projectRoot } = await import('../settings.ts')
  const { readCurrent } = await import('../warehouse/manifest.ts')
  const { startBuildProcess } = await import('./build_process.ts')
  if ((await startBuildProcess(flags).ended) !== 'done') {
    if (!readCurrent(flags.warehouse ?? settings.warehouse)) {
      const { UserError } = await import('../errors.ts')
      throw new UserError('The build failed and nothing is published yet, so nothing is served.')
    }
    say('The build failed: what was published before is served.')
  }
  await serveUntilStopped(flags, async ({ url, signInLink }, signing) => {
    const { readModel } = await import('../docs/model.ts')
    const { curlFor } = await import('./announcement.ts')
    const { secretOf } = await import('../semantic/secret.ts')
    const { issueToken } = await import('../semantic/tokens.ts')
    const token = await issueToken(secretOf(signing), { role: 'admin', expires: tokenHolds })
    const curl = curlFor(url, token, readModel(join(projectRoot, 'model')))
    return { sign_in: signInLink, token, ...(curl === undefined ? {} : { curl }) }
  })
}

/** For how many seconds the token that is printed holds. */
const tokenHolds = 12 * 3600
