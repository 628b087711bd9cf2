/** The files of the connectors for ad platforms and GA4, as they are. */
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'
import { Adapter } from './adapter_build.ts'

const data = join(projectRoot, '../shared/data')
const ads = join(data, 'fivetran_dbt_ad_reporting')
const ga4 = join(data, 'fivetran_dbt_ga4_export')

const prefixes = [
  ['google_ads_', 'google_ads'],
  ['linkedin_', 'linkedin_ads'],
  ['facebook_ads_', 'meta_ads'],
  ['microsoft_ads_', 'microsoft_ads'],
] as const

/** The files of each system, as paths in an exports folder. */
function filesOf(system: string): (readonly [from: string, to: string])[] {
  if (system === 'ga4') return [[join(ga4, 'event_data.csv'), 'ga4/event_data.csv']]
  const [prefix] = prefixes.find(([, other]) => other === system)!
  return readdirSync(ads)
    .filter((file) => file.startsWith(prefix))
    .map((file) => [join(ads, file), `${system}/${file}`])
}

const rowsIn = { google_ads: 370, linkedin_ads: 368, meta_ads: 1236, microsoft_ads: 3386, ga4: 6 }
const filesIn = { google_ads: 11, linkedin_ads: 9, meta_ads: 12, microsoft_ads: 12, ga4: 1 }

describe.skipIf(!existsSync(ads))(
  'the connectors’ files (skipped where ../shared/data is absent)',
  () => {
    test.each(Object.keys(rowsIn) as (keyof typeof rowsIn)[])(
      'of %s load whole',
      async (system) => {
        const adapter = new Adapter(system)
        for (const [from, to] of filesOf(system)) {
          mkdirSync(dirname(join(adapter.exports, to)), { recursive: true })
          cpSync(from, join(adapter.exports, to))
        }
        const { files } = await adapter.build()
        expect(files).toHaveLength(filesIn[system])
        expect(files.filter(({ quarantined }) => quarantined > 0)).toEqual([])
        for (const { read, accepted, quarantined, superseded } of files)
          expect(accepted + quarantined + superseded).toBe(read)
        expect(files.reduce((rows, { read }) => rows + read, 0)).toBe(rowsIn[system])
      },
    )

    test('of an ad platform tell of its cost once, however many levels are there', async () => {
      const adapter = new Adapter('microsoft_ads')
      for (const [from, to] of filesOf('microsoft_ads')) {
        mkdirSync(dirname(join(adapter.exports, to)), { recursive: true })
        cpSync(from, join(adapter.exports, to))
      }
      const report = await adapter.build()
      // Days of which the campaigns' report tells count by it alone; others by ad groups, or ads.
      const [row] = await adapter.rows(
        report,
        `with told as (
           select 1 as level, date, round(spend, 2) as spend from raw_microsoft_ads__campaign_daily_report
           union all select 2, date, spend from raw_microsoft_ads__ad_group_daily_report
           union all select 3, date, spend from raw_microsoft_ads__ad_daily_report
         ), best as (select date, min(level) as level from told group by date)
         select (select sum(cost_local) from stg_microsoft_ads__ad_spend)::varchar as staged,
           (select sum(spend)::decimal(18, 2) from told join best using (date, level))::varchar as told`,
      )
      expect(row!['staged']).toBe(row!['told'])
    })
  },
)
