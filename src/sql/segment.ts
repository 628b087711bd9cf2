/** The size segment of an account, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { settings } from '../settings.ts'

/** The segment that a number of employees belongs to by the settings; `Unknown` where there is none. */
export const segmentOf = (employees: Expression<number | null>): RawBuilder<string> => {
  const descending = [...settings.segments].sort((a, b) => b.fromEmployees - a.fromEmployees)
  const cases = descending.map(
    ({ name, fromEmployees }) =>
      sql`when ${employees} >= ${sql.lit(fromEmployees)} then ${sql.lit(name)}`,
  )
  return sql`case ${sql.join(cases, sql` `)} else 'Unknown' end`
}
