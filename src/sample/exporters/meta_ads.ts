// Meta Ads: the Ads Manager export of a year, by day: byte order mark, a first row without a name.
import { isoDay } from '../calendar.ts'
import type { AdDay, Company } from '../company.ts'
import { major } from '../money.ts'
import { campaignIds, type Figures, sum, yearsOf } from './ad_days.ts'
import { csvLine, TextFile } from './csv.ts'

const HEADER =
  'Reporting starts,Reporting ends,Campaign name,Campaign ID,Day,Ad set name,Ad name,Amount spent (EUR),Impressions,Reach,Link clicks,Clicks (all),Results,Result indicator'.split(
    ',',
  )

export function exportMetaAds(company: Company, dir: string): void {
  const ids = campaignIds(company, 'meta', 23_851_204_417)
  for (const [year, days] of yearsOf(company, 'meta')) {
    const file = new TextFile(`${dir}/campaign_report_${year}.csv`)
    file.line(`\uFEFF${csvLine(HEADER)}`)
    const range = [`${year}-01-01`, `${year}-12-31`]
    file.line(csvLine([...range, '', '', '', '', '', ...figures(sum(days))]))
    for (const ad of days) file.line(csvLine([...range, ...row(ad, ids.get(ad.campaign) ?? '')]))
    file.close()
  }
}

function row(ad: AdDay, id: string) {
  const { campaign, day } = ad
  const region = campaign.countries.join(' ') || 'EU'
  return [campaign.name, id, isoDay(day), `${region} | 25-54`, 'Image 1', ...figures(ad)]
}

const figures = ({ cost, impressions, clicks, conversions }: Figures) => [
  major(cost),
  impressions,
  Math.floor(impressions * 0.7),
  clicks,
  Math.floor(clicks * 1.15),
  conversions === 0 ? '' : conversions,
  conversions === 0 ? '' : 'actions:offsite_conversion.fb_pixel_lead',
]
