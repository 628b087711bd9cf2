/** What records of people are compared by. */
import { flag, integer, list, number, text } from '../../../src/columns.ts'
import { personTraits } from '../../../src/identity/person_traits.ts'
import { at, rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { refEmailDomains } from '../../references/ref_email_domains.ts'
import { refNicknames } from '../../references/ref_nicknames.ts'
import { refPhoneCountries } from '../../references/ref_phone_countries.ts'
import { refRoleNames } from '../../references/ref_role_names.ts'
import { stgPeople } from '../../staging/stg_people.ts'
import { mapAccounts } from '../map_accounts.ts'
import { mapPersonRecords } from './map_person_records.ts'

const columns = {
  record: integer('The record’s number.'),
  first_name: text('In one spelling.').nullable(),
  last_name: text('In one spelling.').nullable(),
  full_first_names: list('The full names that the first name may stand for.'),
  mailboxes: list('The mailboxes that are the person’s own.'),
  mailbox: text('The first of them.').nullable(),
  mailbox_name: text('What stands before its `@`.').nullable(),
  mailbox_digits: text('The digits in it.').nullable(),
  own_domain: text('The domain of the address, where it is that of an employer.').nullable(),
  phones: list('In E.164.'),
  birth_digits: text('The day of birth, year first.').nullable(),
  account_id: text('The account that the person belongs to.').nullable(),
  company_name: text('The employer in one spelling.').nullable(),
  street: text('In one spelling.').nullable(),
  city: text('In one spelling.').nullable(),
  postal_code: text('In one spelling.').nullable(),
  region: text('In one spelling.').nullable(),
  last_sound: text('The last name as it sounds.').nullable(),
  first_sound: text('The first name as it sounds.').nullable(),
  sorting: text('What neighbours in a block of many are sorted by.'),
  is_named_mailbox: flag('Whether the mailbox is but the name of its owner.'),
  first_name_share: number('The share of records with the first name.').nullable(),
  last_name_share: number('The share of records with the last name.').nullable(),
  account_share: number('The share of records with the account.').nullable(),
  company_share: number('The share of records with the employer.').nullable(),
  city_share: number('The share of records with the city.').nullable(),
  postal_code_share: number('The share of records with the postal code.').nullable(),
}

export const mapPersonTraits = defineTable({
  name: 'map_person_traits',
  description: 'Names, addresses and numbers of every living record of people, in one spelling.',
  grain: ['record'],
  columns,
  query: () =>
    rowsOf(
      columns,
      personTraits({
        records: at(mapPersonRecords),
        people: at(stgPeople),
        accounts: at(mapAccounts),
        emailDomains: at(refEmailDomains),
        roleNames: at(refRoleNames),
        nicknames: at(refNicknames),
        phoneCountries: at(refPhoneCountries),
      }),
    ),
})
