/** What stands before the `@` of addresses of roles. */
import { text } from '../../src/columns.ts'
import { defineReference } from '../../src/references/reference.ts'
import { roleNames } from '../../src/references/role_names.ts'

export const refRoleNames = defineReference({
  name: 'ref_role_names',
  description: 'What stands before the `@` of an address that belongs to a role: `info`.',
  grain: ['role_name'],
  columns: { role_name: text('Lower case.') },
  rows: roleNames,
})
