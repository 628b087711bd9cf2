/** Load, transform, audit, check, publish: all of a build, or nothing of it. */
import { existsSync } from 'node:fs'
import { resolve as resolvePath } from 'node:path'
import { dataAsOf } from '../run_tables.ts'
import { buildIdOf, modelHash } from './fingerprint.ts'
import { refuseFuture } from './future_rows.ts'
import { goneFiles } from './gone_exports.ts'
import { type BuildOptions, situationOf } from './inputs.ts'
import { RawTexts } from './load/raw_text.ts'
import { withLock } from './lock.ts'
import { type Made, makeTables, manifestTables } from './make.ts'
import { type FileAccount, type Manifest, manifestPath } from './manifest.ts'
import { withMemory } from './memory.ts'
import { publish, retire } from './publish.ts'
import { nothingObserved } from './run_content.ts'
import { newRunId, type Run, type TableOutcome, writeRun } from './runs.ts'
import { sweepUnfinished, sweepUnnamed } from './sweep.ts'
import { refuseUnknown } from './unknown_shares.ts'

export interface BuildReport {
  readonly build: string
  /** Whether it was put in the place of another: false where it was published already. */
  readonly published: boolean
  readonly data_as_of: string
  readonly tables: TableOutcome[]
  /** What became of the rows of each export file. */
  readonly files: FileAccount[]
  readonly warnings: string[]
  /** The id of the run, in the run store. */
  readonly run: string
}

/**
 * Makes what is new or changed, and publishes it once all of it has kept its promises.
 *
 * @throws UserError for what a user has to mend; the published build is then as it was.
 */
export async function build(options: BuildOptions): Promise<BuildReport> {
  const warehouse = resolvePath(options.warehouse)
  return withLock(warehouse, async () => {
    const startedAt = new Date()
    const run = newRunId(startedAt)
    const made = new Map<string, Made>()
    const record = (outcome: Pick<Run, 'outcome'> & Partial<Run>) =>
      writeRun(warehouse, {
        run,
        started_at: startedAt.toISOString(),
        ms: Date.now() - startedAt.getTime(),
        tables: [...made.values()].map(outcomeOf),
        files: [],
        warnings: [],
        ...outcome,
      })
    sweepUnfinished(warehouse)
    try {
      const report = await makeAndPublish({ ...options, warehouse }, made)
      const { published, ...outcome } = report
      record({ outcome: published ? 'published' : 'unchanged', ...outcome })
      return { ...report, run }
    } catch (error) {
      record({ outcome: 'failed', message: error instanceof Error ? error.message : String(error) })
      throw error
    }
  })
}

/** @param made is filled with the tables as they are made, so that a failure can tell of them. */
async function makeAndPublish(
  options: BuildOptions,
  made: Map<string, Made>,
): Promise<Omit<BuildReport, 'run'>> {
  const { warehouse, model, checkModel, onProgress } = options
  onProgress?.({ kind: 'stage', stage: 'survey', total: 0 })
  const { situation, survey, tables } = await surveyAndMake(options, made)
  refuseUnknown(tables, options)
  if (options.asOf === undefined) refuseFuture(tables, Date.now())
  const manifest = withMemory(manifestOf(tables, modelHash(model), options), {
    warehouse,
    tables: situation.tables,
    before: situation.history,
    timeZone: options.reportingTimeZone ?? 'UTC',
  })
  const isPublished = situation.published?.build === manifest.build && made.size === 0
  if (!isPublished) {
    // A build that is retained has passed the check of its model.
    if (made.size > 0 || !existsSync(manifestPath(warehouse, manifest.build))) {
      onProgress?.({ kind: 'stage', stage: 'check', total: 0 })
      await checkModel?.({ warehouse, manifest })
    }
    onProgress?.({ kind: 'stage', stage: 'publish', total: 0 })
    publish(warehouse, manifest)
  }
  sweepUnnamed(warehouse, retire(warehouse, options.retainedBuilds))
  const { build, data_as_of, files } = manifest
  return {
    build,
    published: !isPublished,
    data_as_of,
    tables: tables.map(outcomeOf),
    files,
    warnings: [
      ...survey.ignored,
      ...goneFiles(files, situation.history?.files),
      ...warningsOf(tables, manifest),
    ],
  }
}

async function surveyAndMake(options: BuildOptions, made: Map<string, Made>) {
  // What the survey turns into text to look at it, the load reads: files are turned once.
  const texts = new RawTexts(options.warehouse)
  try {
    const { situation, survey } = await situationOf({ ...options, texts })
    return {
      situation,
      survey,
      tables: await makeTables({ ...options, texts }, situation, survey, made),
    }
  } finally {
    texts.close()
  }
}

function manifestOf(
  tables: readonly Made[],
  model: string,
  { reportingCurrency, exports }: BuildOptions,
): Manifest {
  const asOf = tables.find(({ version }) => version.table.name === dataAsOf.name)!
  const data_as_of = asOf.version.ingredients.data
  const fingerprints = Object.fromEntries(
    tables.map(({ version }) => [version.table.name, version.fingerprint]),
  )
  const behind = tables.flatMap(({ version }) => (version.isBehind ? version.table.name : []))
  return {
    build: buildIdOf(fingerprints, model, data_as_of),
    data_as_of,
    model,
    tables: manifestTables(tables),
    files: tables.flatMap(({ stored }) => stored.files),
    exports: resolvePath(exports),
    ...(reportingCurrency === undefined ? {} : { reporting_currency: reportingCurrency }),
    ...(behind.length === 0 ? {} : { behind }),
  }
}

const outcomeOf = ({ version, stored }: Made): TableOutcome => ({
  name: version.table.name,
  action: version.action,
  reason: version.reason,
  rows: stored.rows,
  ms: version.action === 'skip' ? 0 : stored.ms,
  audits: stored.audits,
})

function warningsOf(tables: readonly Made[], { behind, data_as_of }: Manifest): string[] {
  const warnings = tables.flatMap(({ version: { table }, stored }) => [
    ...stored.warnings,
    ...stored.audits
      .filter(({ severity, broken }) => severity === 'warn' && broken > 0)
      .map(
        ({ name, broken }) =>
          `${table.name}: ${name}, but not in ${broken} of ${stored.rows} rows.`,
      ),
  ])
  if (behind)
    warnings.push(
      `--select left these tables behind the inputs: ${behind.join(', ')}; build without it to bring them up to date.`,
    )
  if (data_as_of === nothingObserved)
    warnings.push(
      'No row of the exports says when it was created or changed, so data_as_of is 1970-01-01; say it with --as-of.',
    )
  return warnings
}
