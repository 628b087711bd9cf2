/** Owners, from the generic files. */
import { writtenDayOf } from '../../../src/sql/days.ts'
import { rawGenericOwners } from '../../sources/generic_crm.ts'
import { ownerColumns } from '../objects/owners.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericOwners = stagedFrom({
  name: 'stg_generic__owners',
  description: 'The owners of generic/owners in each state that a dated file tells of.',
  grain: ['owner_id', 'exported_date'],
  columns: ownerColumns,
  from: rawGenericOwners,
  id: 'owner_id',
  // Of a day, the last state.
  statesBy: (cell) => writtenDayOf(cell('version_at')),
  values: { exported_date: (cell) => writtenDayOf(cell('version_at')) },
  defaults: { is_active: true },
})
