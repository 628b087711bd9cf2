/** `revops build`: load, transform, audit, publish. */
import type { Command } from 'commander'
import type { Candidates } from '../semantic/candidates.ts'
import type { BuildReport } from '../warehouse/index.ts'
import { type BuildFlags, buildInputs, premisesOf } from './build_inputs.ts'
import { count, counted, instant, took } from './figures.ts'
import { withExample, withExports, withJson, withWarehouse } from './options.ts'
import { printJson, printLines, say, tableLines } from './output.ts'
import { withSelection } from './plan.ts'
import { startProgress } from './progress.ts'

export function addBuild(program: Command) {
  const command = program
    .command('build')
    .description('Load the exports, build what has changed, audit it, and publish it.')
  withExample(
    withJson(withWarehouse(withExports(withSelection(command)))),
    'build',
    'build --exports /tmp/exports --warehouse /tmp/warehouse',
    'build --select staging/hubspot+',
  ).action(runBuild)
}

async function runBuild({ json, ...flags }: BuildFlags & { json?: boolean }) {
  const { report, lines } = await publishBuild(flags)
  if (json) printJson(report)
  else printLines(...lines)
}

/** Builds if needed, says what is odd, and gives what came of it, also as lines to print. */
export async function publishBuild(
  flags: BuildFlags,
): Promise<{ report: BuildReport; lines: string[] }> {
  const started = performance.now()
  const premises = await premisesOf(flags)
  const { noteStandstill, reportStandstill, stampOf } = await import('../warehouse/standstill.ts')
  const stood = premises && (await reportStandstill(premises))
  const stamp = premises && stampOf(premises)
  const report = stood ?? (await makeBuild(flags))
  if (stamp && !stood) noteStandstill(premises.warehouse, stamp, report)
  for (const warning of report.warnings) say(`Warning: ${warning}`)
  return { report, lines: linesOf(report, performance.now() - started) }
}

async function makeBuild(flags: BuildFlags): Promise<BuildReport> {
  const inputs = await buildInputs(flags)
  const { build } = await import('../warehouse/index.ts')
  const progress = startProgress()
  // Measured and checked by one compiled model, which is loaded only where a build needs it.
  let opened: Promise<Candidates> | undefined
  const candidates = () => (opened ??= openCandidates(inputs.model))
  // What goes wrong with it, those who need it are told.
  const prepare = () =>
    void candidates().then(
      (one) => one.prepare(),
      () => undefined,
    )
  try {
    return await build({
      ...inputs,
      onProgress(event) {
        progress.show(event)
        // While DuckDB makes tables, there is time to compile the model for them.
        if (event.kind === 'stage' && event.total > 0) prepare()
      },
      measure: async (candidate) => (await candidates()).measure(candidate),
      checkModel: async (candidate) => (await candidates()).check(candidate),
    })
  } finally {
    progress.end()
    await (await opened)?.close()
  }
}

async function openCandidates(model: string): Promise<Candidates> {
  const { candidatesOf } = await import('../semantic/candidates.ts')
  return candidatesOf(model)
}

function linesOf(report: BuildReport, ms: number): string[] {
  const made = report.tables.filter(({ action }) => action !== 'skip')
  return [
    ...(made.length === 0 ? [] : [...madeLines(made), '']),
    ...refusedLines(report),
    summary(report, made.length, ms),
  ]
}

const madeLines = (made: BuildReport['tables']) =>
  tableLines(
    [
      { title: 'table' },
      { title: 'why' },
      { title: 'rows', align: 'right' },
      { title: 'time', align: 'right' },
    ],
    made.map(({ name, reason, rows, ms }) => [name, reason, count(rows), took(ms)]),
  )

function refusedLines({ files }: BuildReport): string[] {
  const refused = files.reduce((sum, { quarantined }) => sum + quarantined, 0)
  if (refused === 0) return []
  const are = refused === 1 ? 'is' : 'are'
  return [`Warning: ${counted(refused, 'row')} of the exports ${are} refused.`]
}

function summary({ build, published, data_as_of, tables }: BuildReport, made: number, ms: number) {
  const fresh = `data as of ${instant(data_as_of)}`
  return published
    ? `Published build ${build}: ${made} of ${counted(tables.length, 'table')} made in ${took(ms)}, ${fresh}.`
    : `Nothing has changed: build ${build} stays published (${took(ms)}), ${fresh}.`
}
