/** The people of opportunities, from the generic files. */
import { rawGenericOpportunityContacts } from '../../sources/generic_opportunities.ts'
import { opportunityContactColumns } from '../objects/opportunity_contacts.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericOpportunityContacts = stagedFrom({
  name: 'stg_generic__opportunity_contacts',
  description: 'The people of generic/opportunity_contacts.',
  grain: ['opportunity_id', 'person_id'],
  columns: opportunityContactColumns,
  from: rawGenericOpportunityContacts,
  defaults: { is_primary: false },
})
