/** Which account a record of a company is. */
import { sql } from 'kysely'
import { flag, number, text } from '../../src/columns.ts'
import { members } from '../../src/identity/members.ts'
import { at, rowsOf } from '../../src/identity/table_rows.ts'
import { settings } from '../../src/settings.ts'
import { isOneOf } from '../../src/sql/choice.ts'
import { bareDomain, emailDomain, itemsOf } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgAccounts } from '../staging/stg_accounts.ts'
import { mapAccountClusters } from './identity/map_account_clusters.ts'
import { mapAccountMatches } from './identity/map_account_matches.ts'
import { mapAccountRecords } from './identity/map_account_records.ts'

const columns = {
  source_key: text('The record, scoped by source.'),
  source_system: text('The system.'),
  source_instance: text('The instance; empty for the only one.'),
  source_id: text('The system’s id.'),
  account_id: text('The account: the id of its oldest record; `unknown` where all are deleted.'),
  match_method: text('The strongest rule by which the record is of the account.'),
  is_internal: flag('Whether the account is a test or our own, by the domains of the settings.'),
  is_living: flag('Whether the record is in its system, not deleted and not merged away.'),
  match_score: number('The chance that it is; null of the record that leads.').nullable(),
}

const internalDomains = settings.internalDomains.map((domain) => domain.toLowerCase())

export const mapAccounts = defineTable({
  name: 'map_accounts',
  description: 'Every record of a company in any system, with the account that it is.',
  grain: ['source_key'],
  columns,
  query: (db) =>
    rowsOf(
      columns,
      members({
        records: at(mapAccountRecords),
        clusters: at(mapAccountClusters),
        matches: at(mapAccountMatches),
        id: 'account_id',
        internal: db
          .selectFrom(
            db
              .selectFrom(stgAccounts.as('company'))
              .select(({ ref }) => [
                'company.account_id as source_key',
                'company.domain',
                'company.email',
                itemsOf(sql`coalesce(${ref('company.additional_domains')}, '-')`).as('further'),
              ])
              .as('known'),
          )
          .where(({ or, ref }) =>
            or([
              isOneOf(bareDomain(ref('known.domain')), internalDomains),
              isOneOf(bareDomain(ref('known.further')), internalDomains),
              isOneOf(emailDomain(ref('known.email')), internalDomains),
            ]),
          )
          .select('known.source_key'),
      }),
    ),
})
