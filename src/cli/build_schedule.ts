/** Builds on a cron expression, one at a time. */
import { Cron } from 'croner'
import { type BuildProcess, type PassedOn, startBuildProcess } from './build_process.ts'
import { UsageError } from './failure.ts'
import { took } from './figures.ts'
import { say } from './output.ts'

export interface Schedule {
  /** Ends the schedule and a build that runs, and waits for its end. */
  stop(): Promise<void>
}

/**
 * Starts builds at the times of a cron expression in a time zone. A tick while a build runs is
 * skipped; a build that fails is said and the schedule goes on.
 */
export function startSchedule(pattern: string, timezone: string, options: PassedOn): Schedule {
  let running: { readonly build: BuildProcess; readonly since: number } | undefined
  const tick = async () => {
    if (running) {
      const since = took(performance.now() - running.since)
      say(`Skipped the build that is due: the one before has been running for ${since}.`)
      return
    }
    const current = { build: startBuildProcess(options), since: performance.now() }
    running = current
    say('Building, as scheduled …')
    try {
      const ended = await current.build.ended
      const nextRun = cron.nextRun()
      if (ended !== 'done' && nextRun)
        say(
          `The scheduled build ${ended}; what is published stays. Next try ${nextRun.toISOString()}.`,
        )
    } catch (error) {
      say(`The scheduled build could not start: ${(error as Error).message}.`)
    } finally {
      running = undefined
    }
  }
  const cron = cronOf(pattern, timezone, tick)
  const first = cron.nextRun()?.toISOString() ?? 'never'
  say(`Builds are scheduled at ${pattern} (${timezone}); the first one is due ${first}.`)
  return {
    stop: async () => {
      cron.stop()
      running?.build.stop()
      await running?.build.ended
    },
  }
}

function cronOf(pattern: string, timezone: string, tick: () => Promise<void>): Cron {
  try {
    return new Cron(pattern, { timezone }, tick)
  } catch (cause) {
    throw new UsageError(
      `"${pattern}" is no cron expression (${(cause as Error).message}); write one such as "0 6 * * *" for six every morning.`,
      { cause },
    )
  }
}
