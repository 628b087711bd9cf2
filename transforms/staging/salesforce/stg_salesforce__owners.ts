/** Salesforce’s users, who own records. */
import { pick } from '../../../src/columns.ts'
import {
  exportedDate,
  isRemoved,
  salesforceId,
  salesforceKey,
} from '../../../src/sql/salesforce.ts'
import { comparable, tidy } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawSalesforceUserRoles, rawSalesforceUsers } from '../../sources/salesforce_users.ts'
import { ownerColumns } from '../objects/owners.ts'

export const stgSalesforceOwners = defineTable({
  name: 'stg_salesforce__owners',
  description:
    'Salesforce’s users on each day of export; the team is the division, else the department, else the role.',
  grain: ['owner_id', 'exported_date'],
  columns: pick(
    ownerColumns,
    'owner_id',
    'source_system',
    'source_instance',
    'source_id',
    'owner_email',
    'owner_name',
    'first_name',
    'last_name',
    'manager_id',
    'team_name',
    'is_active',
    'exported_date',
  ),
  query: (db) =>
    db
      // A user whom files of one day show under ids of both lengths is one.
      .selectFrom(users(db).as('owner'))
      .distinctOn(['owner.owner_id', 'owner.exported_date'])
      .orderBy('owner.owner_id')
      .orderBy('owner.exported_date')
      .orderBy('owner.written_id', 'desc')
      .select([
        'owner.owner_id',
        'owner.source_system',
        'owner.source_instance',
        'owner.source_id',
        'owner.owner_email',
        'owner.owner_name',
        'owner.first_name',
        'owner.last_name',
        'owner.manager_id',
        'owner.team_name',
        'owner.is_active',
        'owner.exported_date',
      ]),
})

const users = (db: Db) =>
  db
    .selectFrom(rawSalesforceUsers.as('user'))
    .leftJoin(rawSalesforceUserRoles.as('role'), (join) =>
      join
        .onRef('role.source_instance', '=', 'user.source_instance')
        .on(({ eb, ref }) =>
          eb(salesforceId(ref('role.id')), '=', salesforceId(ref('user.user_role_id'))),
        ),
    )
    .select(({ and, eb, fn, lit, ref, val }) => [
      salesforceKey(ref('user.source_instance'), ref('user.id')).as('owner_id'),
      val('salesforce').as('source_system'),
      'user.source_instance',
      salesforceId(ref('user.id')).as('source_id'),
      comparable(ref('user.email')).as('owner_email'),
      tidy(ref('user.name')).as('owner_name'),
      tidy(ref('user.first_name')).as('first_name'),
      tidy(ref('user.last_name')).as('last_name'),
      salesforceKey(ref('user.source_instance'), ref('user.manager_id')).as('manager_id'),
      fn
        .coalesce(
          tidy(ref('user.division')),
          tidy(ref('user.department')),
          tidy(ref('user.role_name')),
          tidy(ref('role.name')),
        )
        .as('team_name'),
      and([
        eb(fn.coalesce('user.is_active', lit(true)), '=', true),
        eb(isRemoved('user'), '=', false),
      ])
        .$castTo<boolean>()
        .as('is_active'),
      exportedDate(ref('user.version_at')).as('exported_date'),
      'user.id as written_id',
    ])
