/** Which company an account belongs to, directly and in the end. */
import type { RawBuilder } from 'kysely'
import { flag, text } from '../../src/columns.ts'
import { firstKnown } from '../../src/sql/latest.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgAccounts } from '../staging/stg_accounts.ts'
import { survivorOrder } from './account_survivorship.ts'
import { mapAccounts } from './map_accounts.ts'

export const mapAccountParents = defineTable({
  name: 'map_account_parents',
  description:
    'Every account that belongs to another one, with that one and the one at the top; without those whose parent is deleted, internal or the account itself.',
  grain: ['account_id'],
  audits: (self) => [
    {
      name: 'no company belongs, over others, to itself',
      severity: 'warn',
      broken: (db) =>
        db
          .selectFrom(self.as('child'))
          .where('child.is_circular', '=', true)
          .select('child.account_id'),
    },
  ],
  columns: {
    account_id: text('The account.'),
    parent_account_id: text('The account that it belongs to.'),
    ultimate_parent_id: text(
      'The account at the top; of those that belong to each other in a circle, the one with the least id.',
    ),
    is_circular: flag('Whether it is in a circle of such.'),
  },
  query: (db) =>
    db
      // WITH RECURSIVE is said at the first table, whichever is the recursive one.
      .withRecursive('child', () => children(db))
      .withRecursive('above', (from) =>
        from
          .selectFrom('child')
          .select(['child.account_id', 'child.parent_account_id as ancestor_id'])
          // A union drops what it has found before, which is what ends a circle.
          .union(
            from
              .selectFrom('above')
              .innerJoin('child', 'child.account_id', 'above.ancestor_id')
              .select(['above.account_id', 'child.parent_account_id as ancestor_id']),
          ),
      )
      .with('circular', (from) =>
        from
          .selectFrom('above')
          .whereRef('above.account_id', '=', 'above.ancestor_id')
          .select('above.account_id'),
      )
      .selectFrom('child')
      .innerJoin('above', 'above.account_id', 'child.account_id')
      .leftJoin('child as further', 'further.account_id', 'above.ancestor_id')
      .leftJoin('circular as ancestor', 'ancestor.account_id', 'above.ancestor_id')
      .leftJoin('circular as itself', 'itself.account_id', 'child.account_id')
      .groupBy(['child.account_id', 'child.parent_account_id', 'itself.account_id'])
      .select(({ eb, fn }) => [
        'child.account_id',
        'child.parent_account_id',
        fn
          .coalesce(
            fn.min('above.ancestor_id').filterWhere('further.account_id', 'is', null),
            fn.min('above.ancestor_id').filterWhere('ancestor.account_id', 'is not', null),
          )
          .$castTo<string>()
          .as('ultimate_parent_id'),
        eb('itself.account_id', 'is not', null).$castTo<boolean>().as('is_circular'),
      ]),
})

/** One row per account with a parent: that of the record which survivorship asks first. */
const children = (db: Db) =>
  db
    .selectFrom(stgAccounts.as('record'))
    .innerJoin(ofAccounts(db).as('map'), 'map.source_key', 'record.account_id')
    .innerJoin(ofAccounts(db).as('parent'), 'parent.source_key', 'record.parent_account_id')
    .where('map.is_living', '=', true)
    .whereRef('parent.account_id', '!=', 'map.account_id')
    .groupBy('map.account_id')
    .select(({ ref }) => [
      'map.account_id',
      (
        firstKnown(
          ref('parent.account_id'),
          survivorOrder('parent_account_id', {
            account_id: ref('map.account_id'),
            source_key: ref('map.source_key'),
            record_type: ref('record.record_type'),
            source_system: ref('record.source_system'),
            created_at: ref('record.created_at'),
            modified_at: ref('record.modified_at'),
          }),
        ) as RawBuilder<string>
      ).as('parent_account_id'),
    ])

/** Records of accounts that count. One that was merged away still tells which account a parent is. */
const ofAccounts = (db: Db) =>
  db
    .selectFrom(mapAccounts.as('map'))
    .where('map.account_id', '!=', 'unknown')
    .where('map.is_internal', '=', false)
    .select(['map.source_key', 'map.account_id', 'map.is_living'])
