/** `revops rollback`: publishes an earlier build again. */
import type { Command } from 'commander'
import { instant } from './figures.ts'
import { withExample, withJson, withWarehouse } from './options.ts'
import { printJson, printLines } from './output.ts'

interface Options {
  readonly warehouse?: string
  readonly json?: boolean
}

export function addRollback(program: Command) {
  const command = program
    .command('rollback')
    .argument(
      '[build]',
      'a build that `revops builds` lists; the one published before when left out',
    )
    .description('Publish an earlier build again; readers see it with their next query.')
  withExample(withJson(withWarehouse(command)), 'rollback').action(rollBack)
}

async function rollBack(build: string | undefined, { warehouse, json }: Options) {
  const { settings } = await import('../settings.ts')
  const { rollback } = await import('../warehouse/publish.ts')
  const current = await rollback(warehouse ?? settings.warehouse, build)
  if (json) printJson(current)
  else
    printLines(
      `Published build ${current.build} again, with data as of ${instant(current.data_as_of)}.`,
    )
}
