/** What a build and its plan are asked for, and how they read the exports and the declarations. */
import { resolve as resolvePath } from 'node:path'
import { UserError } from '../errors.ts'
import type { AnyTable } from '../table.ts'
import { checkFolders, goneObjects } from './gone_exports.ts'
import { type Survey, type SurveyOptions, surveyExports } from './load/survey.ts'
import type { Manifest } from './manifest.ts'
import { type Measure, measuringHash } from './measured.ts'
import { readPublished } from './publish.ts'
import { declared, type Situation } from './resolve.ts'

/** What a plan is made from. */
export interface PlanOptions {
  /** The folder of the raw exports. */
  readonly exports: string
  /** The folder of the tables, builds and runs. */
  readonly warehouse: string
  /** Every table of the transforms. */
  readonly tables: readonly AnyTable[]
  /** Names, +upstream, downstream+, folders, state:changed. */
  readonly select?: string
  /** Whether to make all tables, also those that stand. */
  readonly full?: boolean
  /** A day or an instant that stands for today. */
  readonly asOf?: string
  /** The folder of the semantic model. */
  readonly model: string
  /** Fills the tables that are measured; without it they have no rows. */
  readonly measure?: Measure
}

export interface BuildOptions extends PlanOptions {
  /** The currency that the transforms convert money to. */
  readonly reportingCurrency?: string
  /** The zone whose calendar days the transforms put events on: UTC by default. */
  readonly reportingTimeZone?: string
  /** How many builds stay for rollback. */
  readonly retainedBuilds: number
  /** The share of a full export that the next one may lack: 10 % by default. */
  readonly maxGoneShare?: number
  /** The share of rows that may resolve to nothing, of any relation: all by default. */
  readonly maxUnknownShare?: number
  /** The same for single relations, by table and column: `fct_invoices.account_id`. */
  readonly maxUnknownShares?: Readonly<Record<string, number>>
  readonly onProgress?: (event: ProgressEvent) => void
  /** Throws where the model does not fit the tables: then nothing is published. */
  readonly checkModel?: (candidate: { warehouse: string; manifest: Manifest }) => Promise<void>
}

export type ProgressEvent =
  | { readonly kind: 'stage'; readonly stage: Stage; readonly total: number }
  | {
      readonly kind: 'table'
      readonly name: string
      readonly reason: string
      readonly rows: number
      readonly ms: number
    }
/** `total` is how many tables a stage makes; 0 for a stage that makes none. */
export type Stage = 'survey' | 'load' | 'build' | 'check' | 'publish'

/**
 * Surveys the exports and reads the declarations: all that decides what a build has to do.
 *
 * @param options `texts` keeps what the survey makes of files for who loads them
 */
export async function situationOf(
  options: PlanOptions & Pick<SurveyOptions, 'texts'>,
): Promise<{ situation: Situation; survey: Survey }> {
  const warehouse = resolvePath(options.warehouse)
  const exports = resolvePath(options.exports)
  const { tables, texts } = options
  const contracts = tables.filter(({ source }) => 'contract' in source)
  const published = readPublished(warehouse)
  // Another folder of exports is another history: what it lacks, it has not lost.
  const history =
    published?.exports === undefined || published.exports === exports ? published : undefined
  const survey =
    contracts.length === 0
      ? noExports
      : await surveyExports({ exports, warehouse, contracts, ...(texts && { texts }) })
  checkFolders(exports, history)
  const situation = {
    ...declared(tables),
    warehouse,
    asOf: options.asOf === undefined ? undefined : instantOf(options.asOf),
    exports: new Map(survey.exports.map(({ table, fingerprint }) => [table.name, fingerprint])),
    absent: new Set(
      survey.exports.filter(({ files }) => files.length === 0).map(({ table }) => table.name),
    ),
    published,
    history,
    select: options.select,
    full: options.full ?? false,
    measuring: measuringHash(options),
  }
  const ignored = [...survey.ignored, ...goneObjects(survey, history)]
  return { situation, survey: { ...survey, ignored } }
}

const noExports: Survey = { exports: [], ignored: [] }

/** The instant that --as-of says: of a day, its last millisecond; without a zone, in UTC. */
function instantOf(asOf: string): string {
  const [, day, time = '23:59:59.999', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ]([\d:.]+)(Z|[+-]\d\d:\d\d)?)?$/.exec(asOf) ?? []
  const instant = new Date(`${day}T${time}${zone}`)
  // JavaScript takes 31 February for 3 March.
  const isDay = new Date(`${day}T00:00Z`).getUTCDate() === Number(day?.slice(-2))
  if (Number.isNaN(instant.getTime()) || !isDay)
    throw new UserError(
      `--as-of says ${asOf}, which is no day and no instant; write 2025-12-31 or 2025-12-31T18:00:00Z.`,
    )
  return instant.toISOString()
}
