// The crowd: leads that belong to no account of ours and mostly never buy.

import type { Channel, Source } from './account.ts'
import { DAY, END, HOUR, type Instant, isWeekend, START, season, startOfDay } from './calendar.ts'
import { isRunning } from './campaign_list.ts'
import type { Books } from './company.ts'
import { makeContact, phoneOf, runLeadCycle } from './people.ts'
import type { Random } from './random.ts'
import { chooseRep } from './reps.ts'
import { sourceOf } from './sources.ts'
import { COUNTRIES, FIRM_ENDINGS, FIRM_ROOTS, FREE_MAIL, slug } from './words.ts'

/** Leads a day without a campaign, at scale 1. */
const UNPROMPTED: [Channel, number][] = [
  ['organic_search', 0.5],
  ['direct', 0.16],
  ['organic_social', 0.1],
  ['referral', 0.08],
]

export function attractCrowd(random: Random, company: Books): void {
  for (const ad of company.adDays) {
    const stream = random.fork(`${ad.campaign.name}/${ad.day}`)
    const count = stream.poisson(ad.clicks * ad.campaign.noise)
    const source: Source = {
      channel: ad.campaign.channel,
      campaign: ad.campaign.name,
      detail: ad.campaign.platform,
    }
    for (let i = 0; i < count; i++) {
      arrive(stream.fork(i), company, source, ad.day, ad.campaign.countries)
    }
  }
  for (let day = START; day <= END; day += DAY) {
    const stream = random.fork(day)
    const mood = company.scale * season(day) * (isWeekend(day) ? 0.35 : 1.25)
    for (const [channel, rate] of UNPROMPTED) {
      const count = stream.poisson(rate * mood)
      for (let i = 0; i < count; i++) {
        arrive(stream.fork(`${channel}/${i}`), company, sourceOf(stream, [], channel, day, ''), day)
      }
    }
    for (const campaign of company.campaigns) {
      if (campaign.budget > 0 || !isRunning(campaign, day)) continue
      const count = stream.poisson(campaign.noise * mood)
      const source: Source = {
        channel: campaign.channel,
        campaign: campaign.name,
        detail: campaign.platform,
      }
      for (let i = 0; i < count; i++)
        arrive(stream.fork(`${campaign.name}/${i}`), company, source, day)
    }
  }
}

function arrive(
  random: Random,
  company: Books,
  source: Source,
  day: Instant,
  codes: readonly string[] = [],
): void {
  const at = Math.min(day + Math.floor(random.between(6, 22) * HOUR), END - 2 * HOUR)
  const contact = makeContact(random, company, null, random.path, source, at)
  const firm = `${random.pick(FIRM_ROOTS)}${random.pick(FIRM_ENDINGS).toLowerCase()}`
  const isPrivate = random.chance(0.42)
  const host = isPrivate ? random.pick(FREE_MAIL) : `${slug(firm)}-${random.int(2, 99)}.example`
  const number = random.int(1, 9999)
  contact.email = `${slug(contact.firstName)}.${slug(contact.lastName)}${isPrivate ? number : ''}@${host}`
  contact.companyName = isPrivate && random.chance(0.7) ? '' : firm
  const places = COUNTRIES.filter((country) => codes.length === 0 || codes.includes(country.code))
  const place = random.weighted(places, (country) => country.weight)
  contact.country = place.name
  contact.phone = phoneOf(random.fork('phone'), place.code)
  if (random.chance(0.12)) {
    // Newsletter readers who never ask for anything.
    contact.lifecycle.push({ at, value: 'subscriber' })
    return
  }
  const rep = chooseRep(company.reps, random, 'sdr', 'development', at)
  runLeadCycle(random, contact, at, rep, false)
}

/** Conversions as an advertiser counts them: leads of the campaign on the day. */
export function countConversions(company: Books): void {
  const byKey = new Map(company.adDays.map((ad) => [`${ad.campaign.name}/${ad.day}`, ad]))
  for (const contact of company.contacts) {
    if (contact.duplicateOf !== null || contact.source.campaign === null) continue
    const ad = byKey.get(`${contact.source.campaign}/${startOfDay(contact.createdAt)}`)
    if (ad === undefined) continue
    ad.conversions++
    if (ad.clicks >= ad.conversions) continue
    // A conversion has a click.
    ad.clicks++
    ad.impressions += 20
    ad.cost += ad.campaign.clickCost
  }
}
