/** The run store: what each build did, why, and what came of it. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { UserError } from '../errors.ts'
import { namesIn, readIfThere, writeDurably } from './diskio.ts'
import { auditResult, fileAccount } from './manifest.ts'

/** What became of a table in a run. */
const tableOutcome = z.object({
  name: z.string(),
  action: z.enum(['load', 'build', 'skip']),
  /** Why: new, query changed, upstream changed (…), data changed, unchanged … */
  reason: z.string(),
  rows: z.int(),
  /** What it took in this run; 0 where it stood already. */
  ms: z.number(),
  audits: z.array(auditResult),
})
export type TableOutcome = z.output<typeof tableOutcome>

const runSchema = z.object({
  run: z.string(),
  started_at: z.string(),
  ms: z.number(),
  outcome: z.enum(['published', 'unchanged', 'failed']),
  /** What went wrong, where it failed. */
  message: z.string().optional(),
  build: z.string().optional(),
  data_as_of: z.string().optional(),
  tables: z.array(tableOutcome),
  files: z.array(fileAccount),
  warnings: z.array(z.string()),
})
export type Run = z.output<typeof runSchema>

/** How many runs stay. */
const runsKept = 500

const folderOf = (warehouse: string) => join(warehouse, 'runs')

/** A name for a run, by which runs sort as they started. */
export const newRunId = (startedAt: Date) =>
  `${startedAt.toISOString().replaceAll(/[-:]/g, '')}-${randomUUID().slice(0, 6)}`

/** Notes a run, and forgets those that are too old. */
export function writeRun(warehouse: string, run: Run) {
  const folder = folderOf(warehouse)
  writeDurably(join(folder, `${run.run}.json`), JSON.stringify(run))
  for (const name of namesIn(folder).slice(0, -runsKept)) rmSync(join(folder, name))
}

/** The ids of the runs, newest first. */
export function listRuns(warehouse: string): string[] {
  return namesIn(folderOf(warehouse))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .reverse()
}

/** What a run did. Throws a UserError where there is no such run. */
export function readRun(warehouse: string, run: string): Run {
  const text = readIfThere(join(folderOf(warehouse), `${run}.json`))
  if (text === undefined)
    throw new UserError(`There is no run ${run} in ${warehouse}; \`revops status\` lists the last.`)
  return runSchema.parse(JSON.parse(text))
}
