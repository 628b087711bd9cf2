/** Records that tell of the same thing, addresses that take no mail, deals without a history. */
import { totalOf } from '../../src/sql/quality.ts'
import { unionByName } from '../../src/sql/union.ts'
import type { Db } from '../../src/table.ts'
import { dimPeople } from '../conformed/dim_people.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { mapAccounts } from '../conformed/map_accounts.ts'
import { mapPeople } from '../conformed/map_people.ts'
import { stgAccounts } from '../staging/stg_accounts.ts'
import { stgPeople } from '../staging/stg_people.ts'
import { checks } from './checks.ts'

/**
 * Of each system the records of companies and people that are in it, and those beyond the first of
 * each. One record in each of several systems is as it should be, and so is a lead beside a contact;
 * the cookies of visitors are no records that somebody keeps.
 */
export const duplicates = (db: Db) =>
  db
    .selectFrom(unionByName(companies(db), people(db)).as('kept'))
    .groupBy(['kept.object_name', 'kept.source_system'])
    .select(({ eb, lit, ref, val }) => [
      val(checks.duplicates).as('check_name'),
      'kept.object_name',
      'kept.source_system',
      totalOf(ref('kept.record_count')).as('checked_count'),
      totalOf(eb('kept.record_count', '-', lit(1))).as('failed_count'),
    ])

const companies = (db: Db) =>
  db
    .selectFrom(mapAccounts.as('map'))
    .innerJoin(stgAccounts.as('record'), 'record.account_id', 'map.source_key')
    .where('map.is_living', '=', true)
    .groupBy(['map.source_system', 'map.source_instance', 'record.record_type', 'map.account_id'])
    .select(({ fn, val }) => [
      val('accounts').as('object_name'),
      'map.source_system',
      fn.countAll<number>().as('record_count'),
    ])

const people = (db: Db) =>
  db
    .selectFrom(mapPeople.as('map'))
    .innerJoin(stgPeople.as('record'), 'record.person_id', 'map.source_key')
    .where('map.is_living', '=', true)
    .where('record.record_type', '!=', 'visitor')
    .groupBy(['map.source_system', 'map.source_instance', 'record.record_type', 'map.person_id'])
    .select(({ fn, val }) => [
      val('people').as('object_name'),
      'map.source_system',
      fn.countAll<number>().as('record_count'),
    ])

/**
 * Of each system whose records lead, the addresses of people, and those that reach nobody for long:
 * no address by its syntax, at a domain of throw-away addresses, or at one that takes no mail. Role
 * accounts and free mail are addresses that mail reaches.
 */
export const unreachableAddresses = (db: Db) =>
  db
    .selectFrom(dimPeople.as('person'))
    .where('person.email', 'is not', null)
    .groupBy('person.source_system')
    .select(({ fn, val }) => [
      val(checks.email_addresses).as('check_name'),
      'person.source_system',
      val('people').as('object_name'),
      val('email').as('item'),
      fn.countAll<number>().as('checked_count'),
      fn
        .countAll<number>()
        .filterWhere('person.email_quality', 'in', ['invalid_syntax', 'disposable', 'unknown'])
        .as('failed_count'),
    ])

/** Of each CRM the opportunities, and those whose stages no history tells. */
export const withoutHistory = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .groupBy('opportunity.source_system')
    .select(({ fn, val }) => [
      val(checks.history).as('check_name'),
      'opportunity.source_system',
      val('opportunities').as('object_name'),
      fn.countAll<number>().as('checked_count'),
      fn.countAll<number>().filterWhere('opportunity.has_history', '=', false).as('failed_count'),
    ])
