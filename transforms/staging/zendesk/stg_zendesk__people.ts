/** Zendesk’s users. */
import { pick } from '../../../src/columns.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { comparable, sourceKey, tidy, withoutAddress } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawZendeskOrganizations, rawZendeskUsers } from '../../sources/zendesk.ts'
import { personColumns } from '../objects/people.ts'
import { personOf } from './external_ids.ts'

export const stgZendeskPeople = defineTable({
  name: 'stg_zendesk__people',
  description: 'Zendesk’s users, agents and deleted ones included.',
  grain: ['person_id'],
  columns: pick(
    personColumns,
    'person_id',
    'source_system',
    'source_instance',
    'source_id',
    'record_type',
    'account_id',
    'linked_person_ids',
    'full_name',
    'email',
    'phone',
    'company_name',
    'custom_fields',
    'is_opted_out',
    'is_deleted',
    'created_at',
    'modified_at',
  ),
  query: (db) =>
    db
      .selectFrom(rawZendeskUsers.as('user'))
      .leftJoin(rawZendeskOrganizations.as('organization'), (join) =>
        join
          .onRef('organization.source_instance', '=', 'user.source_instance')
          .onRef('organization.id', '=', 'user.organization_id'),
      )
      .select(({ ref, eb, lit, val }) => [
        sourceKey('zendesk', ref('user.source_instance'), ref('user.id')).as('person_id'),
        val('zendesk').as('source_system'),
        'user.source_instance',
        'user.id as source_id',
        val('user' as const).as('record_type'),
        sourceKey('zendesk', ref('user.source_instance'), ref('user.organization_id')).as(
          'account_id',
        ),
        personOf(ref('user.external_id')).as('linked_person_ids'),
        // Whoever writes in without a name is called by the address.
        withoutAddress(ref('user.name')).as('full_name'),
        comparable(ref('user.email')).as('email'),
        'user.phone',
        tidy(ref('organization.name')).as('company_name'),
        customFieldsOf('zendesk', 'people', ref('user.custom_fields')).as('custom_fields'),
        lit(false).as('is_opted_out'),
        anyTrue(
          ref('user._fivetran_deleted'),
          ref('user.is_gone'),
          eb('user.active', '=', false).$castTo<boolean | null>(),
        ).as('is_deleted'),
        'user.created_at',
        'user.updated_at as modified_at',
      ]),
})
