/** How good an e-mail address is, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { isAddress } from './addresses.ts'

/** The worst that is true of an address counts. */
export const emailQualities = [
  'valid',
  'invalid_syntax',
  'disposable',
  'role_account',
  'free_mail',
  'unknown',
] as const
export type EmailQuality = (typeof emailQualities)[number]

interface Facts {
  /** The address as it was typed; null for none. */
  readonly address: Expression<string | null>
  /** What addresses at its domain are for: `disposable`, `free_mail`, or null. */
  readonly domainType: Expression<string | null>
  /** What stands before the `@`, where that is a role; else null. */
  readonly roleName: Expression<string | null>
  /** Whether mail can be delivered to the domain; null where nobody looked. */
  readonly hasMailServer: Expression<boolean | null>
}

/** The quality of an address: `unknown` where there is none, or where its domain takes no mail. */
export const emailQuality = ({
  address,
  domainType,
  roleName,
  hasMailServer,
}: Facts): RawBuilder<EmailQuality> =>
  sql`case when ${address} is null then 'unknown'
    when not ${isAddress(address)} then 'invalid_syntax'
    when ${domainType} = 'disposable' then 'disposable'
    when ${hasMailServer} = false then 'unknown'
    when ${roleName} is not null then 'role_account'
    when ${domainType} = 'free_mail' then 'free_mail'
    else 'valid' end`
