/** A planner over the small warehouse of test/semantic, and what its plans answer. */
import { afterAll } from 'vitest'
import { createPlanner, type Planner } from '../../src/gateway/planner.ts'
import { startGateway } from '../../src/semantic/gateway.ts'
import { Published } from '../../src/semantic/published.ts'
import type { SecurityContext } from '../../src/semantic/roles.ts'
import type { ServedBuild } from '../../src/semantic/served_build.ts'
import { model, publishedWarehouse } from '../semantic/warehouses.ts'

export interface Planned {
  readonly warehouse: string
  readonly planner: Planner
  /** The rows that a statement over views answers, each as text by column. */
  answer(sql: string, bearer?: SecurityContext): Promise<Answered>
  /** The rows of SQL over the tables themselves. */
  byHand(sql: string): Promise<string[]>
}

interface Answered {
  readonly columns: readonly string[]
  readonly rows: readonly string[]
}

export const admin: SecurityContext = { role: 'admin' }

const asText = (row: readonly unknown[]) =>
  row
    .map((value) => String(typeof value === 'number' ? Number(value.toPrecision(12)) : value))
    .join(' | ')

export async function openPlanner(queries?: Record<string, string>): Promise<Planned> {
  const warehouse = await publishedWarehouse('b1', queries)
  const builds = new Published(warehouse, { model })
  const gateway = startGateway({
    builds,
    model,
    secret: 'nothing is signed here',
    authenticate: async () => {
      throw new Error('no tokens here')
    },
    report: (message, cause) => {
      throw new Error(message, { cause })
    },
  })
  const planner = await createPlanner({ gateway, builds })
  afterAll(async () => {
    planner.close()
    await gateway.close()
    await builds.close()
  })
  const run = (build: ServedBuild, sql: string) =>
    build.use((connection) => connection.runAndReadAll(sql))
  return {
    warehouse,
    planner,
    async answer(sql, bearer = admin) {
      const { plan, build } = await planner.plan(sql, bearer)
      if (plan.kind !== 'governed') throw new Error(`${sql} is for the ${plan.kind}`)
      const result = await run(build, plan.sql)
      return { columns: result.columnNames(), rows: result.getRows().map(asText) }
    },
    async byHand(sql) {
      return (await run(await builds.current(), sql)).getRows().map(asText)
    },
  }
}
