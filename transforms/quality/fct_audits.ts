/** What the audits found of every table that marts are made of. */
import { auditResultsOf } from '../../src/run_tables.ts'
import { conformed } from '../conformed/index.ts'
import { references } from '../references/index.ts'
import { sources } from '../sources/index.ts'
import { staging } from '../staging/index.ts'

// Without the marts themselves: a row that is counted anew for a view is no second failure.
export const fctAudits = auditResultsOf('fct_audits', [
  ...sources,
  ...references,
  ...staging,
  ...conformed,
])
