/** Serves the published build until someone stops it, with scheduled builds beside it. */
import { join } from 'node:path'
import type { Command } from 'commander'
import type { SecretOptions } from '../semantic/secret.ts'
import type { Server } from '../semantic/server.ts'
import type { Announced } from './announcement.ts'
import type { PassedOn } from './build_process.ts'
import { port, withExports, withJson, withWarehouse } from './options.ts'
import { printJson, printLines, say } from './output.ts'
import { askedToStop } from './shutdown.ts'

export interface ServeFlags extends PassedOn {
  readonly host?: string
  readonly port?: number
  readonly sqlPort?: number
  readonly schedule?: string
  readonly json?: boolean
}

/** The options of what serves. */
export const withServing = (command: Command) =>
  withJson(
    withWarehouse(
      withExports(
        command
          .option('--host <address>', 'the address to listen on (default: 127.0.0.1)')
          .option('--port <port>', 'the port of HTTP, 0 for any free one (default: 4000)', port)
          .option('--sql-port <port>', 'the port of SQL, 0 for any free one (default: 15432)', port)
          .option('--schedule <cron>', 'build at these times, such as "0 6 * * *"'),
      ),
    ),
  )

/** Serves; `extras` adds what only some commands print. Returns when the server has closed. */
export async function serveUntilStopped(
  flags: ServeFlags,
  extras: (server: Server, signing: SecretOptions) => Promise<Partial<Announced>>,
) {
  const { settings, projectRoot } = await import('../settings.ts')
  const { startServer } = await import('../semantic/server.ts')
  const { announcement } = await import('./announcement.ts')
  const { startSchedule } = await import('./build_schedule.ts')
  const { lineageThread } = await import('./lineage_thread.ts')
  const stopped = askedToStop()
  const signing: SecretOptions = {
    warehouse: flags.warehouse ?? settings.warehouse,
    host: flags.host ?? settings.host,
    secret: settings.secret,
  }
  const schedule = flags.schedule
    ? startSchedule(flags.schedule, settings.reportingTimeZone, flags)
    : undefined
  try {
    const server = await startServer({
      ...signing,
      port: flags.port ?? settings.port,
      model: join(projectRoot, 'model'),
      web: { ...settings, lineageOf: lineageThread() },
    })
    try {
      const { startSql } = await import('./sql_serving.ts')
      const sql = await startSql(server, settings, {
        ...signing,
        port: flags.sqlPort ?? settings.sqlPort,
      })
      try {
        const announced: Announced = {
          url: server.url,
          sql: `postgresql://token@${signing.host}:${sql.port}/revops`,
          ...(await extras(server, signing)),
        }
        if (flags.json) printJson(announced)
        else printLines(...announcement(announced))
        say(`Stopping, as ${await stopped} asks …`)
      } finally {
        await sql.close()
      }
    } finally {
      await server.close()
    }
  } finally {
    await schedule?.stop()
  }
}
