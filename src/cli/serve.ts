/** `revops serve`: answers over the published build, and notices new ones. */
import type { Command } from 'commander'
import { withExample } from './options.ts'
import { type ServeFlags, serveUntilStopped, withServing } from './serving.ts'

export function addServe(program: Command) {
  const command = program
    .command('serve')
    .description('Serve the published build over HTTP; a new one is served as soon as it is there.')
  withExample(withServing(command), 'serve', 'serve --port 8080 --schedule "0 6 * * *"').action(
    serve,
  )
}

async function serve(flags: ServeFlags) {
  const { settings } = await import('../settings.ts')
  const { readCurrent } = await import('../warehouse/manifest.ts')
  const warehouse = flags.warehouse ?? settings.warehouse
  if (!readCurrent(warehouse)) {
    const { UserError } = await import('../errors.ts')
    throw new UserError(
      `Nothing is published in ${warehouse}; run \`revops build\` first, or \`revops start\` for both.`,
    )
  }
  await serveUntilStopped(flags, async () => ({}))
}
