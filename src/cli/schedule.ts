/** `revops schedule CRON`: builds at fixed times, without serving. */
import type { Command } from 'commander'
import type { PassedOn } from './build_process.ts'
import { UsageError } from './failure.ts'
import { withExample, withExports, withWarehouse } from './options.ts'
import { say } from './output.ts'
import { askedToStop } from './shutdown.ts'

export function addSchedule(program: Command) {
  const command = program
    .command('schedule')
    .argument('[cron]', 'when to build, such as "0 6 * * *", in the reporting time zone')
    .option('--cron <cron>', 'the same as an option')
    .description('Build on a cron expression, one build at a time, until stopped.')
  withExample(withWarehouse(withExports(command)), 'schedule "0 6 * * *"').action(schedule)
}

async function schedule(written: string | undefined, options: PassedOn & { cron?: string }) {
  const pattern = written ?? options.cron
  if (pattern === undefined)
    throw new UsageError('Say when to build: revops schedule "0 6 * * *" is six every morning.')
  const { settings } = await import('../settings.ts')
  const { startSchedule } = await import('./build_schedule.ts')
  const stopped = askedToStop()
  const running = startSchedule(pattern, settings.reportingTimeZone, options)
  say(`Stopped by ${await stopped}.`)
  await running.stop()
}
