/** The tables of facts that come with the code. */
import type { AnyTable } from '../../src/table.ts'
import { refEmailDomains } from './ref_email_domains.ts'
import { refMailServers } from './ref_mail_servers.ts'
import { refNicknames } from './ref_nicknames.ts'
import { refPhoneCountries } from './ref_phone_countries.ts'
import { refRoleNames } from './ref_role_names.ts'

export const references: readonly AnyTable[] = [
  refEmailDomains,
  refRoleNames,
  refMailServers,
  refNicknames,
  refPhoneCountries,
]
