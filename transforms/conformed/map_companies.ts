/** Which account a company of a CRM is: its own, or that of the company it was merged into. */
import { flag, oneOf, text } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { isOneOf } from '../../src/sql/choice.ts'
import { scopedId } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgAccountDomains } from '../staging/stg_account_domains.ts'
import { stgAccounts } from '../staging/stg_accounts.ts'
import { mapMergedCompanies } from './map_merged_companies.ts'

const methods = ['own id', 'merged id', 'deleted'] as const
type Method = (typeof methods)[number]

const internalDomains = settings.internalDomains.map((domain) => domain.toLowerCase())

export const mapCompanies = defineTable({
  name: 'map_companies',
  description:
    'Every company of a CRM and the account that it is; merged companies are their survivor, deleted ones `unknown`.',
  grain: ['source_system', 'source_id'],
  columns: {
    source_system: text('The CRM.'),
    source_id: text('The CRM’s id of the company.'),
    account_id: text('The account: `<system>:<id of the survivor>`, or `unknown`.'),
    is_internal: flag('Whether it is a test or our own, by the domains of the settings.'),
    match_method: oneOf(methods, 'How the account was found.'),
  },
  query: (db) =>
    db
      .selectFrom(members(db).as('member'))
      .leftJoin(stgAccounts.as('survivor'), (join) =>
        join
          .onRef('survivor.source_system', '=', 'member.source_system')
          .onRef('survivor.source_id', '=', 'member.survivor_id'),
      )
      .leftJoin(internal(db).as('internal'), (join) =>
        join
          .onRef('internal.source_system', '=', 'member.source_system')
          .onRef('internal.source_id', '=', 'member.survivor_id'),
      )
      .select(({ eb, ref }) => [
        'member.source_system',
        'member.source_id',
        eb
          .case()
          .when('survivor.is_deleted', '=', false)
          .then(scopedId(ref('member.source_system'), ref('member.survivor_id')))
          .else('unknown')
          .end()
          .as('account_id'),
        eb('internal.source_id', 'is not', null).$castTo<boolean>().as('is_internal'),
        eb
          .case()
          .when('survivor.is_deleted', 'is distinct from', false)
          .then<Method>('deleted')
          .when('member.survivor_id', '=', ref('member.source_id'))
          .then<Method>('own id')
          .else<Method>('merged id')
          .end()
          .as('match_method'),
      ]),
})

/** All ids: those of companies that were exported, and those that were merged away before. */
const members = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(stgAccounts.as('company'))
          .select([
            'company.source_system',
            'company.source_id',
            'company.source_id as survivor_id',
          ])
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom(mapMergedCompanies.as('merged'))
                  .whereRef('merged.source_system', '=', 'company.source_system')
                  .whereRef('merged.source_id', '=', 'company.source_id')
                  .select('merged.source_id'),
              ),
            ),
          ),
        db
          .selectFrom(mapMergedCompanies.as('merged'))
          .select(['merged.source_system', 'merged.source_id', 'merged.survivor_id']),
      ).as('listed'),
    )
    .selectAll('listed')

const internal = (db: Db) =>
  db
    .selectFrom(stgAccountDomains.as('known'))
    .where(({ ref }) => isOneOf(ref('known.domain'), internalDomains))
    .select(['known.source_system', 'known.source_id'])
    .distinct()
