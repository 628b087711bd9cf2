/** Every table of the warehouse, in the order in which the data flows. */
import type { AnyTable } from '../src/table.ts'

export const sources: readonly AnyTable[] = []
export const staging: readonly AnyTable[] = []
export const conformed: readonly AnyTable[] = []
export const marts: readonly AnyTable[] = []

export const tables: readonly AnyTable[] = [...sources, ...staging, ...conformed, ...marts]
