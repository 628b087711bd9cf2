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
  if (!(await isBuilt(flags))) {
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

/** Builds in this process, whose compiled model then serves: nobody is served before. */
async function isBuilt({ exports, warehouse }: ServeFlags): Promise<boolean> {
  const { publishBuild } = await import('./build.ts')
  try {
    const { lines } = await publishBuild({
      ...(exports === undefined ? {} : { exports }),
      ...(warehouse === undefined ? {} : { warehouse }),
    })
    for (const line of lines) say(line)
    return true
  } catch (error) {
    const { report } = await import('./failure.ts')
    report(error)
    return false
  }
}

/** For how many seconds the token that is printed holds. */
const tokenHolds = 12 * 3600
