// How buyers find us: channels, campaigns, and how well what they bring closes.

import type { Channel, Source } from './account.ts'
import { type Instant, startOfDay } from './calendar.ts'
import { isRunning } from './campaign_list.ts'
import type { Campaign } from './company.ts'
import type { Random } from './random.ts'

const CHANNELS: [Channel, number][] = [
  ['paid_search', 32],
  ['organic_search', 21],
  ['paid_social', 9],
  ['organic_social', 4],
  ['email', 9],
  ['referral', 9],
  ['direct', 9],
  ['offline', 17],
  ['other', 1],
]

/** Deals from these channels close better or worse than usual. */
const CLOSING: Record<Channel, number> = {
  organic_search: 1.08,
  paid_search: 1,
  paid_social: 0.72,
  organic_social: 0.85,
  email: 1.05,
  referral: 1.35,
  direct: 1.12,
  offline: 0.88,
  other: 0.8,
}
export const closingFactor = (source: Source) =>
  CLOSING[source.channel] * (source.campaign?.includes('Brand') ? 1.12 : 1)

const DETAIL: Record<Channel, readonly string[]> = {
  organic_search: ['Unknown keywords (SSL)'],
  paid_search: ['google'],
  paid_social: ['linkedin'],
  organic_social: ['LinkedIn', 'YouTube', 'X'],
  email: ['email'],
  referral: ['revenue-weekly.example', 'softwarefinder.example', 'opsblog.example'],
  direct: ['www.lumenfold.example/', 'www.lumenfold.example/pricing'],
  offline: ['CRM_UI', 'IMPORT', 'INTEGRATION'],
  other: ['podcast'],
}

/** How a buyer of ours found us on a day: paid clicks go by budget × quality. */
export function findSource(
  random: Random,
  campaigns: readonly Campaign[],
  instant: Instant,
  isKnown: boolean,
  country: string,
): Source {
  const [channel] = random.weighted(CHANNELS, ([name, weight]) =>
    name === 'email' && isKnown ? weight * 3 : weight,
  )
  return sourceOf(random, campaigns, channel, instant, country)
}

const reaches = (campaign: Campaign, country: string) =>
  campaign.countries.length === 0 || campaign.countries.includes(country)

export function sourceOf(
  random: Random,
  campaigns: readonly Campaign[],
  channel: Channel,
  instant: Instant,
  country: string,
): Source {
  const running = campaigns.filter(
    (campaign) =>
      campaign.channel === channel &&
      campaign.quality > 0 &&
      reaches(campaign, country) &&
      isRunning(campaign, startOfDay(instant)),
  )
  const detail = random.pick(DETAIL[channel])
  const named = channel === 'referral' ? 0.45 : 1
  if (running.length === 0 || !random.chance(named)) return { channel, campaign: null, detail }
  const campaign = random.weighted(
    running,
    (candidate) => candidate.quality * ((candidate.budget || 500) / (candidate.clickCost || 500)),
  )
  return { channel, campaign: campaign.name, detail }
}
