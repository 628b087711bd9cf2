/** Countries and regions, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { settings } from '../settings.ts'
import { countries } from './countries.ts'

/** The ISO code of a country as people type it: a name in some language, or a code; null where none is recognised. */
export const countryCode = (typed: Expression<string | null>): RawBuilder<string | null> =>
  sql`${codes}[lower(trim(${typed}))]`

/** The English name of a country; `Unknown` where the code is null. */
export const countryName = (code: Expression<string | null>): RawBuilder<string> =>
  sql`coalesce(${names}[${code}], 'Unknown')`

/** The region of a country by the settings: `Other` for one that they do not list, `Unknown` for none. */
export const regionOf = (code: Expression<string | null>): RawBuilder<string> =>
  sql`case when ${code} is null then 'Unknown' else coalesce(${regions}[${code}], 'Other') end`

const codes = mapOf(
  countries.flatMap(([code, name, spellings]) =>
    [code.toLowerCase(), name.toLowerCase(), ...(spellings?.split('|') ?? [])].map(
      (spelling) => [spelling, code] as const,
    ),
  ),
)
const names = mapOf(countries.map(([code, name]) => [code, name]))
const regions = mapOf(Object.entries(settings.regions))

function mapOf(entries: readonly (readonly [string, string])[]): RawBuilder<unknown> {
  const byKey = [...new Map(entries)]
  return sql`map([${sql.join(byKey.map(([key]) => sql.lit(key)))}]::varchar[], [${sql.join(
    byKey.map(([, value]) => sql.lit(value)),
  )}]::varchar[])`
}
