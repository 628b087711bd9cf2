/** `revops kpi VIEW.MEASURE`: a governed number in the terminal, with its formula and freshness. */
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { age, instant } from './figures.ts'
import type { Grain } from './kpi_comparison.ts'
import { kpiQuery, rowLimit } from './kpi_query.ts'
import { type KpiAnswer, kpiRows, printableRows } from './kpi_rows.ts'
import { findMeasure } from './measure.ts'
import { day, gathered, withExample, withJson, withWarehouse } from './options.ts'
import { printJson, printLines, say, tableLines } from './output.ts'

interface Options {
  readonly by?: readonly string[]
  readonly grain?: string
  readonly from?: string
  readonly to?: string
  readonly where?: readonly string[]
  readonly asOf?: string
  readonly warehouse?: string
  readonly json?: boolean
}

const grains = ['day', 'week', 'month', 'quarter', 'year']

export function addKpi(program: Command) {
  const command = program
    .command('kpi')
    .argument('<view.measure>', 'the measure; docs/generated/kpis.md lists them')
    .description('Answer a KPI through the semantic layer, as an admin.')
    .option('--by <dimension>', 'a row for each value of it; may be repeated', gathered)
    .addOption(new Option('--grain <grain>', 'a row for each of these').choices(grains))
    .option('--from <day>', 'from this day on', day)
    .option('--to <day>', 'up to this day, itself included', day)
    .option(
      '--where <filter>',
      "dimension=value or dimension!=value; may be repeated, values of one dimension are 'or'",
      gathered,
    )
    .option('--as-of <build>', 'answer from this build; `revops builds` lists them')
  withExample(
    withJson(withWarehouse(command)),
    'kpi pipeline.win_rate --grain quarter --from 2025-01-01',
    'kpi revenue.mrr --by segment --where country=Germany --where country=Austria',
  ).action(kpi)
}

async function kpi(name: string, { json, ...options }: Options) {
  const { settings, projectRoot } = await import('../settings.ts')
  const { readModel } = await import('../docs/model.ts')
  const { comparisons, isByDay } = await import('./kpi_comparison.ts')
  const model = join(projectRoot, 'model')
  const { measure, view } = findMeasure(name, readModel(model))
  const query = kpiQuery(measure, view, options)

  const warehouse = options.warehouse ?? settings.warehouse
  const { readManifest } = await import('../warehouse/manifest.ts')
  const { openSemantic } = await import('../semantic/compile.ts')
  const semantic = await openSemantic({
    warehouse,
    model,
    ...(options.asOf === undefined ? {} : { build: options.asOf }),
  })
  try {
    const answered = await semantic.load(query, { role: 'admin' })
    // Of the build, since the settings may be others by now.
    const { reporting_currency: currency } = readManifest(warehouse, answered.build)
    if (answered.rows.length >= rowLimit)
      say(`These are the first ${rowLimit} rows; ask for less with --where, --from and --to.`)
    const rows = kpiRows(answered.rows, query)
    const answer: KpiAnswer = {
      kpi: name,
      title: measure.title ?? measure.name,
      formula: text(measure.meta['formula']),
      unit: text(measure.meta['unit']),
      build: answered.build,
      data_as_of: answered.data_as_of,
      rows,
      ...(options.grain === undefined || rows.length >= rowLimit
        ? {}
        : {
            comparisons: await comparisons({
              query,
              grain: options.grain as Grain,
              rows,
              today: dayIn(settings.reportingTimeZone, answered.data_as_of),
              isByDay: isByDay(measure),
              ask: async (asked) =>
                kpiRows((await semantic.load(asked, { role: 'admin' })).rows, asked),
            }),
          }),
    }
    if (json) printJson(answer)
    else printAnswer(answer, currency ?? settings.reportingCurrency)
  } finally {
    await semantic.close()
  }
}

function printAnswer(answer: KpiAnswer, currency: string) {
  const { titles, rows } = printableRows(answer, currency)
  const old = age(Date.now() - Date.parse(answer.data_as_of))
  printLines(
    answer.title,
    ...(answer.formula === '' ? [] : [`= ${answer.formula}`]),
    '',
    ...(rows.length === 0 ? ['No rows.'] : tableLines(titles, rows)),
    '',
    ...partLines(answer),
    `Build ${answer.build}, data as of ${instant(answer.data_as_of)} (${old} ago).`,
  )
}

/** Says of a running period with which days it is compared. */
function partLines({ rows, comparisons = [] }: KpiAnswer): string[] {
  const [date, compared] = [rows.at(-1)?.['date'], comparisons.at(-1)]
  if (!compared || typeof date !== 'string') return []
  const dayBefore = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10)
  if (compared.to >= dayBefore) return []
  return [
    `The period from ${date} is still running: it is compared with ${compared.from} to ${compared.to}.`,
  ]
}

/** The calendar day of an instant in a zone. */
const dayIn = (timeZone: string, iso: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(iso))

const text = (value: unknown) => (typeof value === 'string' ? value : '')
