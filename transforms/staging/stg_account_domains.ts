/** The web domains by which the companies of the CRMs are known. */
import type { NotNull } from 'kysely'
import { text } from '../../src/columns.ts'
import { bareDomain, itemsOf } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgAccounts } from './stg_accounts.ts'

export const stgAccountDomains = defineTable({
  name: 'stg_account_domains',
  description: 'The main and the additional domains of the companies of the CRMs.',
  grain: ['source_system', 'source_id', 'domain'],
  columns: {
    source_system: text('The CRM.'),
    source_id: text('The CRM’s id of the company.'),
    domain: text('Lower case, without scheme and `www.`.'),
  },
  query: (db) =>
    db
      .selectFrom(unionByName(main(db), additional(db)).as('known'))
      .where('known.domain', 'is not', null)
      .select(['known.source_system', 'known.source_id', 'known.domain'])
      .$narrowType<{ domain: NotNull }>()
      .distinct(),
})

const main = (db: Db) =>
  db
    .selectFrom(stgAccounts.as('company'))
    .select(['company.source_system', 'company.source_id', 'company.domain'])

const additional = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(stgAccounts.as('company'))
        .select(({ ref }) => [
          'company.source_system',
          'company.source_id',
          itemsOf(ref('company.additional_domains')).as('domain'),
        ])
        .as('listed'),
    )
    .select(({ ref }) => [
      'listed.source_system',
      'listed.source_id',
      bareDomain(ref('listed.domain')).as('domain'),
    ])
