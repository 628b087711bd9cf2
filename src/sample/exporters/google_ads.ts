// Google Ads: the campaign report of a year as the UI downloads it, by day.
import { isoDay } from '../calendar.ts'
import { isRunning } from '../campaign_list.ts'
import type { AdDay, Company } from '../company.ts'
import { major, majorWithCommas, withCommas } from '../money.ts'
import { type Figures, sum, yearsOf } from './ad_days.ts'
import { csvLine, TextFile } from './csv.ts'

const HEADER =
  'Day,Campaign status,Campaign,Budget,Budget name,Budget type,Currency code,Status,Campaign type,Bid strategy type,Impr.,Clicks,CTR,Avg. CPC,Conversions,Cost'.split(
    ',',
  )
const NONE = ' --'

export function exportGoogleAds(company: Company, dir: string): void {
  for (const [year, days] of yearsOf(company, 'google')) {
    const file = new TextFile(`${dir}/campaign_report_${year}.csv`)
    file.line('Campaign report')
    file.line(csvLine([`January 1, ${year} - December 31, ${year}`]))
    file.line(csvLine(HEADER))
    for (const ad of days) file.line(csvLine(row(ad, year)))
    const all = sum(days)
    for (const label of ['Total: Account', 'Total: Campaigns']) {
      file.line(csvLine([label, ...Array(5).fill(NONE), 'EUR', NONE, NONE, NONE, ...figures(all)]))
    }
    file.close()
  }
}

function row(ad: AdDay, year: number): string[] {
  const { campaign } = ad
  // The report was made on the last day of its year: a status is of that day.
  const runs = isRunning(campaign, Date.UTC(year, 11, 31))
  return [
    isoDay(ad.day),
    runs ? 'Enabled' : 'Paused',
    campaign.name,
    major(campaign.budget),
    campaign.name,
    'Daily',
    'EUR',
    runs ? 'Eligible' : 'Paused',
    campaign.kind,
    campaign.bidding,
    ...figures(ad),
  ]
}

function figures({ impressions, clicks, conversions, cost }: Figures): string[] {
  return [
    withCommas(impressions),
    withCommas(clicks),
    impressions === 0 ? NONE : `${major(Math.round((clicks * 10_000) / impressions))}%`,
    clicks === 0 ? NONE : majorWithCommas(Math.round(cost / clicks)),
    `${withCommas(conversions)}.00`,
    majorWithCommas(cost),
  ]
}
