/** How countries dial, from the metadata of libphonenumber. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The places in the metadata's fourth version: calling code, exit code and national prefix. */
type Plan = readonly [code: string, exit: string, ...unknown[]]
const nationalPrefixAt = 5

/** Each country with its calling code, its national prefix and its prefix of calls abroad. */
export function* phoneCountries(): Generator<
  readonly [country: string, code: string, national: string, international: string]
> {
  const { version, countries } = require('libphonenumber-js/metadata.min.json') as {
    version: number
    countries: Record<string, Plan>
  }
  if (version !== 4)
    throw new TypeError(
      `The phone metadata of libphonenumber-js is of version ${version}, where 4 was expected; read its layout anew.`,
    )
  for (const [country, plan] of Object.entries(countries)) {
    const [code, exit] = plan
    // Several countries write several exit codes, as a pattern: `00` is among all of those.
    const international = /^\d+$/.test(exit) ? exit : '00'
    const national = plan[nationalPrefixAt]
    yield [country, code, typeof national === 'string' ? national : '', international]
  }
}
