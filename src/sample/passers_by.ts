// Visitors of the website whom nobody ever gets to know.

import type { Channel } from './account.ts'
import { DAY, END, HOUR, type Instant, isWeekend, START, season } from './calendar.ts'
import type { Company } from './company.ts'
import type { Random } from './random.ts'
import { COUNTRIES } from './words.ts'

/** Visitors a day and channel at scale 1, of those who agree to be counted. */
const ANONYMOUS: [Channel, number][] = [
  ['organic_search', 0.36],
  ['direct', 0.22],
  ['organic_social', 0.06],
  ['referral', 0.05],
  ['email', 0.04],
]
/** Of a hundred clicks on an advertisement so many are counted. */
const COUNTED_CLICKS = 0.006

export function passBy(random: Random, company: Company): void {
  for (let day = START; day <= END; day += DAY) {
    const stream = random.fork(day)
    const growth = 1 + (day - START) / (1100 * DAY)
    const mood = company.scale * season(day) * growth * (isWeekend(day) ? 0.32 : 1.2)
    for (const [channel, rate] of ANONYMOUS) {
      const count = stream.poisson(rate * mood)
      for (let i = 0; i < count; i++) {
        visit(stream.fork(`${channel}/${i}`), company, day, channel, null, [])
      }
    }
  }
  for (const { campaign, day, clicks } of company.adDays) {
    const stream = random.fork(`${campaign.name}/${day}`)
    const count = stream.poisson(clicks * COUNTED_CLICKS)
    for (let i = 0; i < count; i++) {
      visit(stream.fork(i), company, day, campaign.channel, campaign.name, campaign.countries)
    }
  }
  company.traffic.sort((a, b) => a.at - b.at)
}

/** Once, or again within some weeks, then on their own. */
function visit(
  random: Random,
  company: Company,
  day: Instant,
  channel: Channel,
  campaign: string | null,
  codes: readonly string[],
): void {
  const places = COUNTRIES.filter(({ code }) => codes.length === 0 || codes.includes(code))
  const country = random.weighted(places, ({ weight }) => weight).name
  const firstAt = day + Math.floor(random.between(6, 22.5) * HOUR)
  const visitor = `${random.int(100_000_000, 2_147_483_647)}.${Math.floor(firstAt / 1000)}`
  const person = { visitor, firstAt, country }
  company.traffic.push({ ...person, at: firstAt, channel, campaign, pages: random.int(1, 3) })
  if (!random.chance(0.3)) return
  const again = firstAt + Math.floor(random.between(0.1, 30) * DAY)
  if (again > END) return
  const returning: Channel = random.pick(['direct', 'organic_search'])
  company.traffic.push({ ...person, at: again, channel: returning, campaign: null, pages: 1 })
}
