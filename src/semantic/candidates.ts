/** The model over builds that are not published yet: compiled once, however often it is asked. */
import { UserError } from '../errors.ts'
import type { Manifest } from '../warehouse/manifest.ts'
import { type OpenGateway, openGateway, type Semantic, semanticOver } from './compile.ts'
import { kpiMonths } from './kpi_months.ts'
import { type Builds, ofNoBuild } from './options.ts'
import { ServedBuild } from './served_build.ts'

interface Measured {
  readonly warehouse: string
  /** The tables that the measures read: others are out of reach. */
  readonly tables: Manifest['tables']
}

export interface Candidates {
  /** Compiles the model, so that nobody waits for it later; what is wrong with it, `check` says. */
  prepare(): Promise<void>
  /** What each KPI is by month over some tables. */
  measure(candidate: Measured): ReturnType<typeof kpiMonths>
  /** Compiles the model and binds every public member; throws Findings that name what is wrong. */
  check(candidate: { readonly warehouse: string; readonly manifest: Manifest }): Promise<void>
  close(): Promise<void>
}

/** @param model the folder of the model */
export function candidatesOf(model: string): Candidates {
  let current: ServedBuild | undefined
  let gateway: Promise<OpenGateway> | undefined
  const serve = async () => {
    if (!current) throw new UserError('There is no build to look at yet.')
    return current
  }
  const builds: Builds = { current: serve, get: serve }
  const open = () => (gateway ??= openGateway({ warehouse: '', model, builds }))

  async function over<T>(
    warehouse: string,
    manifest: Manifest,
    work: (semantic: Semantic) => Promise<T>,
  ): Promise<T> {
    // One name for the model of all of them: by another one Cube would compile it anew.
    const build = await ServedBuild.open(warehouse, { ...manifest, model: ofNoBuild }, { model })
    current = build
    try {
      return await work(semanticOver(await open(), model))
    } finally {
      build.retire()
    }
  }

  return {
    async prepare() {
      await (await open()).gateway.compile().catch(() => undefined)
    },
    measure: ({ warehouse, tables }) => over(warehouse, unfinished(tables), kpiMonths),
    check: ({ warehouse, manifest }) => over(warehouse, manifest, (one) => one.checkModel()),
    async close() {
      await (await gateway)?.close()
    },
  }
}

const unfinished = (tables: Manifest['tables']): Manifest => ({
  build: 'unfinished',
  // No query is held to a day.
  data_as_of: new Date(0).toISOString(),
  model: '',
  files: [],
  tables,
})
