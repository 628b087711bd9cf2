/** `revops plan`: what a build would do, and why. */
import { type Command, Option } from 'commander'
import { type BuildFlags, buildInputs } from './build_inputs.ts'
import { counted } from './figures.ts'
import { moment, withExample, withExports, withJson, withWarehouse } from './options.ts'
import { printJson, printLines, tableLines } from './output.ts'

/** The options that decide what a build does. */
export const withSelection = (command: Command) =>
  command
    .option(
      '--select <sel>',
      'tables: names, +upstream, downstream+, folders such as staging/hubspot, state:changed',
    )
    .option('--full', 'build all tables, also those that are there')
    .addOption(
      new Option('--as-of <date>', 'take this day or instant as "today"').argParser(moment),
    )

export function addPlan(program: Command) {
  const command = program
    .command('plan')
    .description('Say what a build would do with each table, and why; change nothing.')
  withExample(
    withJson(withWarehouse(withExports(withSelection(command)))),
    'plan',
    'plan --select +mart_revenue',
  ).action(planBuild)
}

async function planBuild({ json, ...flags }: BuildFlags & { json?: boolean }) {
  const inputs = await buildInputs(flags)
  const { plan } = await import('../warehouse/index.ts')
  const { tables } = await plan(inputs)
  if (json) return printJson({ tables })
  const idle = tables.filter(({ action }) => action === 'skip').length
  printLines(
    ...tableLines(
      [{ title: 'table' }, { title: 'action' }, { title: 'why' }],
      tables.map(({ name, action, reason }) => [name, action, reason]),
    ),
    '',
    `${counted(tables.length - idle, 'table')} to make, ${idle} to skip.`,
  )
}
