/** Every table of the warehouse, in the order in which the data flows. */
import { runTables } from '../src/run_tables.ts'
import type { AnyTable } from '../src/table.ts'
import { conformed } from './conformed/index.ts'
import { martPipeline } from './marts/mart_pipeline.ts'
import { martRevenue } from './marts/mart_revenue.ts'
import { references } from './references/index.ts'
import { sources } from './sources/index.ts'
import { staging } from './staging/index.ts'

export { conformed, references, sources, staging }

export const marts: readonly AnyTable[] = [martPipeline, martRevenue]

export const tables: readonly AnyTable[] = [
  ...runTables,
  ...sources,
  ...references,
  ...staging,
  ...conformed,
  ...marts,
]
