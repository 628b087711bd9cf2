/** The commands, and how they are parsed. */
import { Command, CommanderError } from 'commander'
import { addBuild } from './build.ts'
import { addBuilds } from './builds.ts'
import { addDocs } from './docs.ts'
import { report } from './failure.ts'
import { addForget } from './forget.ts'
import { addKpi } from './kpi.ts'
import { addLineage } from './lineage.ts'
import { addMailServers } from './mail_servers.ts'
import { addPlan } from './plan.ts'
import { addQuarantine } from './quarantine.ts'
import { addRollback } from './rollback.ts'
import { addSample } from './sample.ts'
import { addSchedule } from './schedule.ts'
import { addServe } from './serve.ts'
import { addSql } from './sql.ts'
import { addStart } from './start.ts'
import { addStatus } from './status.ts'
import { addToken } from './token.ts'

/** Runs the command line. Gives the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function run(args: readonly string[]): Promise<number> {
  // Stdout is for answers: what libraries log belongs to stderr.
  console.log = console.error
  console.info = console.error
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe has left, such as `head`.
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  // A server goes on where nobody reads any more what it says.
  process.stderr.on('error', () => {})
  try {
    await program().parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    return report(error)
  }
}

function program(): Command {
  const program = new Command('revops')
    .description('One governed truth for revenue teams: raw exports in, KPIs out, for every tool.')
    .exitOverride(({ code, exitCode, message }) => {
      throw new CommanderError(exitCode, code, message)
    })
    .configureOutput({ outputError: (text, write) => write(sentence(text, commands)) })
    .helpCommand(false)
    .addHelpText(
      'after',
      `
Examples:
  $ revops start                                    build if needed, then serve
  $ revops kpi pipeline.win_rate --grain quarter    a governed number in the terminal
  $ revops lineage revenue.mrr                      from the KPI to the columns of the exports

Exit codes: 0 done, 1 failed (the published build is untouched), 2 wrong usage.
Settings: revops.config.ts and the environment (REVOPS_WAREHOUSE, REVOPS_EXPORTS, …).`,
    )
  addStart(program)
  addBuild(program)
  addPlan(program)
  addServe(program)
  addSchedule(program)
  addStatus(program)
  addBuilds(program)
  addRollback(program)
  addQuarantine(program)
  addForget(program)
  addKpi(program)
  addSql(program)
  addLineage(program)
  addMailServers(program)
  addToken(program)
  addSample(program)
  addDocs(program)
  const commands = program.commands.map((command) => command.name())
  for (const command of program.commands)
    command.showHelpAfterError(`\`revops ${command.name()} --help\` shows how it is called.`)
  return program
}

/** Commander's message as one of ours. An unknown command gets the list of those that there are. */
function sentence(text: string, commands: readonly string[]): string {
  const [message = '', ...hints] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n')
  const opening = message.charAt(0).toUpperCase() + message.slice(1)
  const stop = /[.?!]$/.test(opening) ? '' : '.'
  const hint = hints.map((line) => ` ${line.replace(/^\(|\)$/g, '')}`).join('')
  const list = message.startsWith('unknown command')
    ? ` The commands are ${commands.join(', ')}.`
    : ''
  return `revops: ${opening}${stop}${hint}${list}\n`
}
