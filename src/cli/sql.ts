/** `revops sql "SELECT …"`: a statement over the views, through the rewriter of the SQL endpoint. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { UserError } from '../errors.ts'
import { counted } from './figures.ts'
import { withExample, withJson, withWarehouse } from './options.ts'
import { printJson, printLines, say, tableLines } from './output.ts'

interface Options {
  readonly asOf?: string
  readonly warehouse?: string
  readonly json?: boolean
}

export function addSql(program: Command) {
  const command = program
    .command('sql')
    .argument('<statement>', 'a SELECT over the views; measures as MEASURE(name)')
    .description('Answer SQL over the governed views, as an admin.')
    .option('--as-of <build>', 'answer from this build; `revops builds` lists them')
  withExample(
    withJson(withWarehouse(command)),
    'sql "SELECT segment, MEASURE(mrr) FROM revenue GROUP BY 1 ORDER BY 2 DESC"',
  ).action(sql)
}

async function sql(statement: string, { asOf, json, ...options }: Options) {
  const { settings, projectRoot } = await import('../settings.ts')
  const { openGateway } = await import('../semantic/compile.ts')
  const { createPlanner } = await import('../gateway/planner.ts')
  const { gateway, builds, close } = await openGateway({
    warehouse: options.warehouse ?? settings.warehouse,
    model: join(projectRoot, 'model'),
    ...(asOf === undefined ? {} : { build: asOf }),
  })
  const planner = await createPlanner({ gateway, builds })
  try {
    const { plan, build } = await planner.plan(statement, { role: 'admin' })
    if (plan.kind !== 'governed') throw new UserError(await noView(planner))
    for (const notice of plan.notices) say(notice)
    const result = await build.use((connection) => connection.runAndReadAll(plan.sql))
    const { build: id, data_as_of } = build.manifest
    const columns = result.columnNames()
    const rows = result.getRowsJson()
    if (json) printJson({ columns, rows, build: id, data_as_of })
    else printLines(...table(columns, rows), '', `${counted(rows.length, 'row')}, build ${id}.`)
  } catch (error) {
    throw await mistakeIn(statement, error)
  } finally {
    planner.close()
    await close()
  }
}

async function noView(planner: {
  views(bearer: { role: 'admin' }): Promise<{ keys(): Iterable<string> }>
}) {
  const views = [...(await planner.views({ role: 'admin' })).keys()]
  return `The statement asks none of the views; they are ${views.join(', ')}. Write SELECT … FROM ${views[0]}.`
}

const table = (columns: readonly string[], rows: readonly (readonly unknown[])[]): string[] =>
  tableLines(
    columns.map((title, index) => ({
      title,
      ...(rows.every((row) => isNumber(row[index])) ? { align: 'right' as const } : {}),
    })),
    rows.map((row) => row.map((value) => (value === null ? '–' : String(value)))),
  )

const isNumber = (value: unknown) =>
  value === null ||
  typeof value === 'number' ||
  (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))

/** A mistake of the statement as one sentence, with its place and what to write instead. */
async function mistakeIn(statement: string, error: unknown): Promise<unknown> {
  if (error instanceof UserError) return error
  const { sqlErrorOf } = await import('../gateway/duckdb_errors.ts')
  const { message, position, hint, sqlstate } = sqlErrorOf(error)
  if (sqlstate === 'XX000') return error
  const rest = position === undefined ? '' : statement.slice(position - 1, position + 29)
  const place = rest === '' ? '' : ` (character ${position}, at ${JSON.stringify(rest)})`
  return new UserError([`${message}${place}`, hint].filter(Boolean).join(' '), { cause: error })
}
