/** `revops builds`: the builds that are kept, newest first. */
import type { Command } from 'commander'
import { instant } from './figures.ts'
import { withExample, withJson, withWarehouse } from './options.ts'
import { printJson, printLines, tableLines } from './output.ts'

interface Options {
  readonly warehouse?: string
  readonly json?: boolean
}

export function addBuilds(program: Command) {
  const command = program
    .command('builds')
    .description('List the builds that are kept, for `rollback` and `kpi --as-of`.')
  withExample(withJson(withWarehouse(command)), 'builds').action(builds)
}

async function builds({ warehouse, json }: Options) {
  const { settings } = await import('../settings.ts')
  const { listBuilds } = await import('../warehouse/publish.ts')
  const folder = warehouse ?? settings.warehouse
  const kept = listBuilds(folder)
  if (json) return printJson({ builds: kept })
  if (kept.length === 0)
    return printLines(`Nothing is published in ${folder}; \`revops build\` does it.`)
  printLines(
    ...tableLines(
      [{ title: '' }, { title: 'build' }, { title: 'published at' }, { title: 'data as of' }],
      kept.map(({ build, published_at, data_as_of, current }) => [
        current ? '→' : '',
        build,
        instant(published_at),
        instant(data_as_of),
      ]),
    ),
  )
}
