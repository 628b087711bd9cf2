/** Which companies of the CRMs were merged away, and what they became part of. */
import { text } from '../../src/columns.ts'
import { itemsOf } from '../../src/sql/text.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgAccounts } from '../staging/stg_accounts.ts'

export const mapMergedCompanies = defineTable({
  name: 'map_merged_companies',
  description:
    'Every company that a company of the same CRM names as merged into it, with the last survivor of the chain.',
  grain: ['source_system', 'source_id'],
  columns: {
    source_system: text('The CRM.'),
    source_id: text('The CRM’s id of the company that was merged away.'),
    survivor_id: text('The CRM’s id of the company that it is part of now.'),
  },
  query: (db) =>
    db
      .withRecursive('merge', (from) =>
        from
          .selectFrom(listed(db).as('first'))
          .select(['first.source_system', 'first.source_id', 'first.survivor_id'])
          // Distinct, so that companies which name each other end the search too.
          .union((next) =>
            next
              .selectFrom('merge')
              .innerJoin(listed(db).as('further'), (join) =>
                join
                  .onRef('further.source_system', '=', 'merge.source_system')
                  .onRef('further.source_id', '=', 'merge.survivor_id'),
              )
              .select(['merge.source_system', 'merge.source_id', 'further.survivor_id']),
          ),
      )
      .selectFrom('merge')
      .leftJoin(listed(db).as('further'), (join) =>
        join
          .onRef('further.source_system', '=', 'merge.source_system')
          .onRef('further.source_id', '=', 'merge.survivor_id'),
      )
      .where('further.source_id', 'is', null)
      .select(({ fn }) => [
        'merge.source_system',
        'merge.source_id',
        fn.min('merge.survivor_id').as('survivor_id'),
      ])
      .groupBy(['merge.source_system', 'merge.source_id']),
})

const listed = (db: Db) =>
  db
    .selectFrom(stgAccounts.as('company'))
    .select(({ ref }) => [
      'company.source_system',
      itemsOf(ref('company.merged_ids')).as('source_id'),
      'company.source_id as survivor_id',
    ])
