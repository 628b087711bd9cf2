/** How countries dial. */
import { text } from '../../src/columns.ts'
import { phoneCountries } from '../../src/references/phone_countries.ts'
import { defineReference } from '../../src/references/reference.ts'

export const refPhoneCountries = defineReference({
  name: 'ref_phone_countries',
  description: 'How the countries and territories of the world dial.',
  grain: ['country'],
  columns: {
    country: text('ISO 3166-1 alpha-2.'),
    calling_code: text('What stands behind the plus: `49`.'),
    national_prefix: text('What stands before a number within the country; empty for none.'),
    international_prefix: text('What stands before a number to another country.'),
  },
  rows: phoneCountries,
})
