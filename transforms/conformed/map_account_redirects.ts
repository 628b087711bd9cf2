/** Where an id of companies leads that a record had before it became one with another. */
import { text } from '../../src/columns.ts'
import { defineTable } from '../../src/table.ts'
import { mapAccounts } from './map_accounts.ts'

export const mapAccountRedirects = defineTable({
  name: 'map_account_redirects',
  description:
    'Every id that was, or may have been, an account of its own, with the one that it is part of now.',
  grain: ['former_id'],
  columns: {
    former_id: text('The id of a record that is not the account’s.'),
    account_id: text('The account that it is now.'),
  },
  query: (db) =>
    db
      .selectFrom(mapAccounts.as('map'))
      .whereRef('map.source_key', '!=', 'map.account_id')
      .where('map.account_id', '!=', 'unknown')
      .select(['map.source_key as former_id', 'map.account_id']),
})
