/** `revops status`: what is published, how fresh and good it is, and what the last runs did. */
import type { Command } from 'commander'
import type { FileAccount } from '../warehouse/manifest.ts'
import type { Run } from '../warehouse/runs.ts'
import type { DataQuality } from './data_quality.ts'
import { age, count, counted, instant, took } from './figures.ts'
import { withExample, withJson, withWarehouse } from './options.ts'
import { printJson, printLines, tableLines } from './output.ts'

interface Options {
  readonly warehouse?: string
  readonly json?: boolean
}

type Status = Awaited<ReturnType<typeof statusOf>>

/** How many of the last runs are told of. */
const runsTold = 5

export function addStatus(program: Command) {
  const command = program
    .command('status')
    .description('Say what is published, how fresh it is, and what the last runs did.')
  withExample(withJson(withWarehouse(command)), 'status', 'status --json').action(status)
}

async function status({ warehouse, json }: Options) {
  const { settings } = await import('../settings.ts')
  const found = await statusOf(warehouse ?? settings.warehouse)
  if (json) printJson(found)
  else printLines(...linesOf(found))
}

async function statusOf(warehouse: string) {
  const { readCurrent, readManifest } = await import('../warehouse/manifest.ts')
  const { listRuns, readRun } = await import('../warehouse/runs.ts')
  const { dataQualityOf } = await import('./data_quality.ts')
  const current = readCurrent(warehouse)
  const manifest = current && readManifest(warehouse, current.build)
  return {
    warehouse,
    build: current?.build ?? null,
    published_at: current?.published_at ?? null,
    data_as_of: current?.data_as_of ?? null,
    tables: Object.keys(manifest?.tables ?? {}).length,
    quarantined: (manifest?.files ?? []).reduce((sum, file) => sum + file.quarantined, 0),
    behind: manifest?.behind ?? [],
    warnings: Object.entries(manifest?.tables ?? {}).flatMap(([table, { audits }]) =>
      audits
        .filter(({ severity, broken }) => severity === 'warn' && broken > 0)
        .map(({ name, broken }) => ({ table, audit: name, broken })),
    ),
    exports: exportsOf(manifest?.files ?? []),
    quality: (manifest && (await dataQualityOf(warehouse, manifest))) ?? null,
    runs: listRuns(warehouse)
      .slice(0, runsTold)
      .map((run) => runTold(readRun(warehouse, run))),
  }
}

/** A run without its tables and files. */
const runTold = ({ run, started_at, ms, outcome, message, build }: Run) => ({
  run,
  started_at,
  ms,
  outcome,
  ...(build === undefined ? {} : { build }),
  ...(message === undefined ? {} : { message }),
})

/** The files of each system, and what became of their rows. */
function exportsOf(files: readonly FileAccount[]) {
  const bySystem = Map.groupBy(files, ({ file }) => file.split(/[\\/]/)[0]!)
  return [...bySystem].map(([system, of]) => {
    const sum = (key: 'read' | 'accepted' | 'quarantined' | 'superseded') =>
      of.reduce((total, file) => total + file[key], 0)
    return {
      system,
      files: of.length,
      read: sum('read'),
      accepted: sum('accepted'),
      quarantined: sum('quarantined'),
      superseded: sum('superseded'),
    }
  })
}

function linesOf(status: Status): string[] {
  return [
    ...publishedLines(status),
    ...section('Exports', exportLines(status)),
    ...section('Data quality', qualityLines(status.quality)),
    ...section('Audits that warn', warningLines(status)),
    ...section('Last runs', runLines(status)),
  ]
}

const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]

function publishedLines(status: Status) {
  const { warehouse, build, published_at, data_as_of, tables, quarantined, behind } = status
  if (build === null || published_at === null || data_as_of === null)
    return [`Nothing is published in ${warehouse}; \`revops build\` does it.`]
  const ago = (iso: string) => `${instant(iso)} (${age(Date.now() - Date.parse(iso))} ago)`
  return [
    `Build ${build}, ${counted(tables, 'table')}`,
    `  published   ${ago(published_at)}`,
    `  data as of  ${ago(data_as_of)}`,
    ...(quarantined === 0
      ? []
      : [`  refused     ${counted(quarantined, 'row')}; \`revops quarantine\` shows them`]),
    ...(behind.length === 0 ? [] : [`  behind its inputs, by --select: ${behind.join(', ')}`]),
  ]
}

const exportLines = ({ exports }: Status) =>
  exports.length === 0
    ? []
    : tableLines(
        [
          { title: 'system' },
          ...['files', 'read', 'accepted', 'refused', 'superseded'].map((title) => ({
            title,
            align: 'right' as const,
          })),
        ],
        exports.map(({ system, files, read, accepted, quarantined, superseded }) => [
          system,
          ...[files, read, accepted, quarantined, superseded].map(count),
        ]),
      )

function qualityLines(quality: DataQuality | null): string[] {
  if (!quality) return []
  const { checks, failed_checks, sources } = quality
  return [
    `score ${scoreTold(quality.score)} of 100, ${count(failed_checks)} of ${counted(checks, 'check')} failed`,
    ...tableLines(
      [
        { title: 'source' },
        ...['score', 'hours silent', 'failed checks', 'odd volumes'].map((title) => ({
          title,
          align: 'right' as const,
        })),
      ],
      sources.map(({ source, score, silent_hours, ...of }) => [
        source,
        scoreTold(score),
        silent_hours === null ? '–' : silent_hours.toFixed(1),
        count(of.failed_checks),
        count(of.volume_anomalies),
      ]),
    ),
  ]
}

const scoreTold = (score: number | null) => (score === null ? '–' : score.toFixed(1))

const warningLines = ({ warnings }: Status) =>
  warnings.map(({ table, audit, broken }) => `${table}: ${audit} (${counted(broken, 'row')})`)

const runLines = ({ runs }: Status) =>
  runs.map(
    ({ started_at, outcome, ms, message }) =>
      `${instant(started_at)}  ${outcome} in ${took(ms)}${message ? `: ${message.split('\n')[0]}` : ''}`,
  )
