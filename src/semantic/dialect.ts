/**
 * Cube's SQL for a warehouse in UTC.
 *
 * Stock SQL casts every time column to TIMESTAMPTZ, which runs a calendar library on each row,
 * defeats zone maps (five times slower on a million rows) and depends on the machine's zone. Our
 * instants are TIMESTAMP in UTC and our days DATE, so they stay what they are.
 */
import { DuckDBQuery } from './cube.ts'

export class WarehouseQuery extends DuckDBQuery {
  constructor(compilers: unknown, options: object) {
    // One planner everywhere, whether the binary is there or not: so one set of numbers.
    super(compilers, { ...options, useNativeSqlPlanner: false })
  }

  /** Answers live as long as the build, so nothing is asked to find out whether they still hold. */
  cacheKeyQueries() {
    return []
  }

  convertTz(field: string) {
    return `${field}::timestamp`
  }

  timeStampCast(value: string) {
    return `${value}::timestamp`
  }
}
