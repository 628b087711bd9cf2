/** E-mail addresses, in SQL: whether one can be one, and which mailbox it is. */
import { type Expression, type RawBuilder, sql } from 'kysely'

type Text = Expression<string | null>

// Letters beyond ASCII are taken as a range: the classes of Unicode make patterns slow.
const beyond = '\\x{80}-\\x{10FFFF}'
const atom = `[a-z0-9!#$%&''*+/=?^_\`{|}~${beyond}-]+`
const quoted = '"(?:[ !#-\\[\\]-~]|\\\\[ -~])*"'
const label = `[a-z0-9${beyond}](?:[a-z0-9${beyond}-]*[a-z0-9${beyond}])?`
const topLevel = `(?:[a-z${beyond}]{2,}|xn--[a-z0-9-]+)`
const syntax = `(?:${atom}(?:\\.${atom})*|${quoted})@(?:${label}\\.)+${topLevel}`

/**
 * Whether a text is an address that mail can be sent to, spaces around it aside: RFC 5321 with
 * letters of all alphabets, without address literals and with a named top-level domain. Null for null.
 */
export const isAddress = (address: Text): RawBuilder<boolean | null> => {
  const bare = sql`lower(trim(${address}))`
  return sql`(regexp_full_match(${bare}, ${sql.raw(`'${syntax}'`)})
    and strlen(${bare}) <= 254
    and strlen(${bare}) - position('@' in reverse(${bare})) <= 64
    and not regexp_matches(${bare}, '[^.@]{64}[^@]*$'))`
}

/** What stands before the last `@` of an address. */
export const localPart = (address: Text): RawBuilder<string | null> =>
  sql`nullif(regexp_extract(lower(trim(${address})), '^(.*)@[^@]*$', 1), '')`

/**
 * The mailbox that an address delivers to, by its provider's rules: at Google, dots and what
 * follows a plus do not count and googlemail.com is gmail.com; others cut at the plus, Yahoo at the
 * minus. Null where the text is no address.
 */
export const mailbox = (address: Text): RawBuilder<string | null> => {
  const local = localPart(address)
  const domain = sql`regexp_extract(lower(trim(${address})), '@([^@]*)$', 1)`
  return sql`case when not ${isAddress(address)} then null
    when ${domain} in ('gmail.com', 'googlemail.com')
      then coalesce(nullif(replace(split_part(${local}, '+', 1), '.', ''), ''), ${local}) || '@gmail.com'
    when ${domain} in ('yahoo.com', 'ymail.com', 'rocketmail.com')
      or starts_with(${domain}, 'yahoo.')
      then coalesce(nullif(split_part(${local}, '-', 1), ''), ${local}) || '@' || ${domain}
    when ${domain} in ('fastmail.com', 'icloud.com', 'me.com', 'mac.com', 'proton.me', 'pm.me',
        'protonmail.com', 'zoho.com', 'mailbox.org', 'posteo.de')
      or starts_with(${domain}, 'outlook.') or starts_with(${domain}, 'hotmail.')
      or starts_with(${domain}, 'live.')
      then coalesce(nullif(split_part(${local}, '+', 1), ''), ${local}) || '@' ||
        case when ${domain} in ('me.com', 'mac.com') then 'icloud.com'
          when ${domain} in ('protonmail.com', 'pm.me') then 'proton.me' else ${domain} end
    else coalesce(nullif(split_part(${local}, '+', 1), ''), ${local}) || '@' || ${domain} end`
}

/**
 * The part of a domain that somebody registered: of `mail.berg.co.uk`, `berg.co.uk`. Null where
 * the text is no domain.
 */
export const registrableDomain = (domain: Text): RawBuilder<string | null> =>
  sql`nullif(regexp_extract(lower(trim(${domain})),
    '(?:^|[./@])([\\p{L}\\p{N}_-]+\\.(?:(?:com?|net|org|gov|edu|ac|or|ne|gob|gouv|gv|go|asn|id|ltd|plc|me|nhs|sch|biz|info|in|mil)\\.\\p{L}{2}|\\p{L}{2,}|xn--[a-z0-9-]+))\\.?(?:[:/?#].*)?$', 1), '')`
