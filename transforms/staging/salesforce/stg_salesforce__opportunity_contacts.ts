/** The people of Salesforce’s opportunities. */
import { pick } from '../../../src/columns.ts'
import { isRemoved, salesforceKey } from '../../../src/sql/salesforce.ts'
import { tidy } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawSalesforceOpportunityContactRoles } from '../../sources/salesforce_opportunities.ts'
import { opportunityContactColumns } from '../objects/opportunity_contacts.ts'

export const stgSalesforceOpportunityContacts = defineTable({
  name: 'stg_salesforce__opportunity_contacts',
  description:
    'The contacts of opportunities; of several roles of a contact the primary one, else the first; deleted ones are out.',
  grain: ['opportunity_id', 'person_id'],
  columns: pick(
    opportunityContactColumns,
    'opportunity_id',
    'person_id',
    'role',
    'is_primary',
    'created_at',
  ),
  query: (db) =>
    db
      .selectFrom(roles(db).as('role'))
      .distinctOn(['role.opportunity_id', 'role.person_id'])
      .orderBy('role.opportunity_id')
      .orderBy('role.person_id')
      .orderBy('role.is_primary', 'desc')
      .orderBy('role.created_at')
      .orderBy('role.id')
      .select([
        'role.opportunity_id',
        'role.person_id',
        'role.role',
        'role.is_primary',
        'role.created_at',
      ]),
})

const roles = (db: Db) =>
  db
    .selectFrom(rawSalesforceOpportunityContactRoles.as('role'))
    .where('role.contact_id', 'is not', null)
    .where(isRemoved('role'), '=', false)
    .select(({ fn, lit, ref }) => [
      'role.id',
      salesforceKey(ref('role.source_instance'), ref('role.opportunity_id')).as('opportunity_id'),
      salesforceKey(ref('role.source_instance'), ref('role.contact_id'))
        .$castTo<string>()
        .as('person_id'),
      tidy(ref('role.role')).as('role'),
      fn.coalesce('role.is_primary', lit(false)).as('is_primary'),
      'role.created_date as created_at',
    ])
