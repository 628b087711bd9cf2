// What the exporters of the advertising platforms have in common: a platform's days and their sums.
import { YEARS, yearOf } from '../calendar.ts'
import type { AdDay, Campaign, Company } from '../company.ts'

export type Figures = Pick<AdDay, 'impressions' | 'clicks' | 'conversions' | 'cost'>

/** Years with their days, oldest first; years without any are left out. */
export function yearsOf(company: Company, platform: Campaign['platform']): [number, AdDay[]][] {
  const days = company.adDays.filter(({ campaign }) => campaign.platform === platform)
  const byYear = Map.groupBy(days, ({ day }) => yearOf(day))
  return YEARS.flatMap((year) => {
    const found = byYear.get(year)
    return found === undefined ? [] : [[year, found]]
  })
}

export function sum(days: readonly AdDay[]): Figures {
  const total = { impressions: 0, clicks: 0, conversions: 0, cost: 0 }
  for (const ad of days) {
    total.impressions += ad.impressions
    total.clicks += ad.clicks
    total.conversions += ad.conversions
    total.cost += ad.cost
  }
  return total
}

/** Platforms number their campaigns; ours are told apart by name. */
export function campaignIds(company: Company, platform: Campaign['platform'], first: number) {
  const campaigns = company.campaigns.filter((campaign) => campaign.platform === platform)
  return new Map(campaigns.map((campaign, i) => [campaign, String(first + i * 1_013)]))
}
