/** The warehouse: plan, build, publish, go back. Loads DuckDB only where a table has to be made. */
export { type BuildReport, build } from './build.ts'
export type { BuildOptions, ProgressEvent, Stage } from './inputs.ts'
export { plan } from './plan.ts'
export { listBuilds, rollback } from './publish.ts'
export { listRuns, readRun } from './runs.ts'
