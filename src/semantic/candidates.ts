/** The model over builds that are not published yet: compiled once, however often it is asked. */
import type { Manifest } from '../warehouse/manifest.ts'
import { openSemantic, type Semantic } from './compile.ts'
import { kpiMonths } from './kpi_months.ts'
import type { Builds } from './options.ts'
import { ServedBuild } from './served_build.ts'

interface Measured {
  readonly warehouse: string
  /** The tables that the measures read: others are out of reach. */
  readonly tables: Manifest['tables']
}

export interface Candidates {
  /** What each KPI is by month over some tables. */
  measure(candidate: Measured): ReturnType<typeof kpiMonths>
  /** Compiles the model and binds every public member; throws Findings that name what is wrong. */
  check(candidate: { readonly warehouse: string; readonly manifest: Manifest }): Promise<void>
  close(): Promise<void>
}

/** @param model the folder of the model */
export function candidatesOf(model: string): Candidates {
  let current: ServedBuild | undefined
  let semantic: Promise<Semantic> | undefined
  const serve = async () => current!
  const builds: Builds = { current: serve, get: serve }

  async function over<T>(
    warehouse: string,
    manifest: Manifest,
    work: (semantic: Semantic) => Promise<T>,
  ): Promise<T> {
    // One name for the model of all of them: by another one Cube would compile it anew.
    const build = await ServedBuild.open(warehouse, { ...manifest, model: 'candidate' }, { model })
    current = build
    try {
      semantic ??= openSemantic({ warehouse, model, builds })
      return await work(await semantic)
    } finally {
      build.retire()
    }
  }

  return {
    measure: ({ warehouse, tables }) => over(warehouse, unfinished(tables), kpiMonths),
    check: ({ warehouse, manifest }) => over(warehouse, manifest, (one) => one.checkModel()),
    async close() {
      await (await semantic)?.close()
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
