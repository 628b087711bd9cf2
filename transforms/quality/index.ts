/** What is known of the quality of all that marts are made of: it reads every other folder. */
import type { AnyTable } from '../../src/table.ts'
import { fctAudits } from './fct_audits.ts'
import { fctRecordVolumes } from './fct_record_volumes.ts'

export const quality: readonly AnyTable[] = [fctAudits, fctRecordVolumes]
