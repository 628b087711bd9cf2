/** People, from the generic files. */
import { rawGenericPeople } from '../../sources/generic_crm.ts'
import { personColumns } from '../objects/people.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericPeople = stagedFrom({
  name: 'stg_generic__people',
  description: 'The people of generic/people in their last state.',
  grain: ['person_id'],
  columns: personColumns,
  from: rawGenericPeople,
  id: 'person_id',
  customFields: 'people',
  defaults: { record_type: 'contact', is_opted_out: false },
})
