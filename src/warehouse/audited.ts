/** Tables of what the audits found: a row for each promise of the tables that stand. */
import type { Made } from './make.ts'

/** What the audits found of a table, as rows of `auditResultsOf`. */
export const auditsOf = ({ version, stored }: Made) =>
  stored.audits.map(({ name, severity, broken }) => ({
    table_name: version.table.name,
    promise: name,
    is_warning: severity === 'warn',
    row_count: stored.rows,
    broken_count: broken,
  }))
