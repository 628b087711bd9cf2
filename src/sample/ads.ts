// What advertising shows and costs, day by day.

import { DAY, END, isWeekend, START, season } from './calendar.ts'
import { isRunning } from './campaign_list.ts'
import type { AdDay, Campaign } from './company.ts'
import { exp, type Random } from './random.ts'

/** Advertising, day by day: budget, season, weekends, and budgets that grow with the company. */
export function runAds(random: Random, campaigns: readonly Campaign[], scale: number): AdDay[] {
  const days: AdDay[] = []
  for (const campaign of campaigns) {
    if (campaign.budget === 0) continue
    const stream = random.fork(campaign.name)
    for (let day = START; day <= END; day += DAY) {
      if (!isRunning(campaign, day)) continue
      const growth = 1 + (0.12 * (day - START)) / (365 * DAY)
      const weekend = isWeekend(day) ? 0.42 : 1.12
      const wanted = campaign.budget * growth * weekend * season(day) * stream.spread(1, 0.16)
      // A campaign that was paused for a day or found no auction shows nothing.
      const rests = stream.chance(0.006)
      const clicks = rests ? 0 : stream.poisson((wanted * scale) / campaign.clickCost)
      const cost = Math.round(clicks * campaign.clickCost * stream.between(0.86, 1.14))
      const rate = campaign.clickRate * exp(0.12 * stream.normal())
      const impressions = rests
        ? 0
        : Math.max(clicks, Math.round(clicks / rate) + stream.int(0, 30))
      days.push({ campaign, day, impressions, clicks, cost, conversions: 0 })
    }
  }
  return days.sort((a, b) => a.day - b.day)
}
