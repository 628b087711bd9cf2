/** What records of companies are compared by. */
import { flag, integer, list, number, text } from '../../../src/columns.ts'
import { accountTraits } from '../../../src/identity/account_traits.ts'
import { at, rowsOf } from '../../../src/identity/table_rows.ts'
import { defineTable } from '../../../src/table.ts'
import { refEmailDomains } from '../../references/ref_email_domains.ts'
import { refPhoneCountries } from '../../references/ref_phone_countries.ts'
import { stgAccounts } from '../../staging/stg_accounts.ts'
import { stgPeople } from '../../staging/stg_people.ts'

import { mapAccountRecords } from './map_account_records.ts'

const columns = {
  record: integer('The record’s number.'),
  source_system: text('The system.'),
  source_instance: text('The instance.'),
  record_type: text('What the record is in its system.'),
  name: text('In one spelling, without the legal form.').nullable(),
  compact_name: text('The same without spaces.').nullable(),
  name_sound: text('As it sounds.').nullable(),
  legal_form: text('In one spelling.').nullable(),
  tax_number: text('With its country.').nullable(),
  country: text('ISO 3166-1 alpha-2.').nullable(),
  city: text('In one spelling.').nullable(),
  postal_code: text('In one spelling.').nullable(),
  street: text('In one spelling.').nullable(),
  phone: text('In E.164.').nullable(),
  domains: list('The domains that are the company’s own, of its sites before those of its mail.'),
  sole_domains: list('Those that no other company has.'),
  sorting: text('What neighbours in a block of many are sorted by.'),
  parent_record: integer('The number of the company that it belongs to.').nullable(),
  is_sole_name: flag('Whether no two companies of the name are known.'),
  name_share: number('The share of records with the name.').nullable(),
  country_share: number('The share of records with the country.').nullable(),
  city_share: number('The share of records with the city.').nullable(),
  postal_code_share: number('The share of records with the postal code.').nullable(),
}

export const mapAccountTraits = defineTable({
  name: 'map_account_traits',
  description: 'Names, addresses and numbers of every living record of companies, in one spelling.',
  grain: ['record'],
  columns,
  query: () =>
    rowsOf(
      columns,
      accountTraits({
        records: at(mapAccountRecords),
        accounts: at(stgAccounts),
        people: at(stgPeople),
        emailDomains: at(refEmailDomains),
        phoneCountries: at(refPhoneCountries),
      }),
    ),
})
