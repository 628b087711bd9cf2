// LinkedIn Ads: the campaign performance report of a year, by day, with its preamble and total.
import type { Company } from '../company.ts'
import { major } from '../money.ts'
import { campaignIds, type Figures, sum, yearsOf } from './ad_days.ts'
import { csvLine, TextFile } from './csv.ts'

const HEADER =
  'Start Date (in UTC),Account Name,Campaign Group Name,Campaign Name,Campaign ID,Currency,Total Spent,Impressions,Clicks,Clicks to Landing Page,Conversions,Total Conversion Value,Leads'.split(
    ',',
  )

export function exportLinkedinAds(company: Company, dir: string): void {
  const ids = campaignIds(company, 'linkedin', 402_118_333)
  for (const [year, days] of yearsOf(company, 'linkedin')) {
    const file = new TextFile(`${dir}/campaign_report_${year}.csv`)
    for (const line of [
      ['Campaign Performance Report (in UTC)'],
      [`Report Start: January 1, ${year}, 12:00 AM`],
      [`Report End: December 31, ${year}, 11:59 PM`],
      [`Date Generated: December 31, ${year}, 11:59 PM`],
      [],
      HEADER,
    ]) {
      file.line(csvLine(line))
    }
    for (const ad of days) {
      const { campaign, day } = ad
      const date = new Date(day)
      const start = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${year}`
      const group = campaign.unit === 'hubspot' ? 'Core' : 'Industry'
      const names = [start, 'Lumenfold', group, campaign.name, ids.get(campaign) ?? '', 'EUR']
      file.line(csvLine([...names, ...figures(ad)]))
    }
    file.line(csvLine(['Total', '', '', '', '', 'EUR', ...figures(sum(days))]))
    file.close()
  }
}

const figures = ({ cost, impressions, clicks, conversions }: Figures) => [
  major(cost),
  impressions,
  clicks,
  Math.floor(clicks * 0.9),
  conversions,
  '0.00',
  conversions,
]
