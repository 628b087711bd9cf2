// GA4: events of the website, one row each, as a connector flattens them, by year.

import type { Channel } from '../account.ts'
import { HOUR, type Instant, isoDay, isoSecond, MINUTE, YEARS, yearOf } from '../calendar.ts'
import type { Company } from '../company.ts'
import { siteUser, type WebVisit, webVisits } from '../web.ts'
import { type Cell, CsvFile } from './csv.ts'

const HEADER =
  '_fivetran_id,_fivetran_synced,bundle_sequence_id,date,device_category,geo_city,geo_country,geo_region,name,platform,timestamp,traffic_source_medium,traffic_source_name,traffic_source_source,user_first_touch_timestamp,user_id,user_pseudo_id,value_in_usd,ecommerce_purchase_revenue_in_usd,ecommerce_refund_value_in_usd,ecommerce_total_item_quantity,ecommerce_transaction_id,event_dimensions_hostname,param_video_duration,param_percent_scrolled,param_campaign,param_gclid,param_medium,param_source,param_ga_session_id,param_ga_session_number,param_engagement_time_msec,param_engaged_session_event,param_session_engaged,stream_id,is_intraday,collected_traffic_source_manual_medium,collected_traffic_source_manual_source,batch_event_index,param_session_engaged'.split(
    ',',
  )

/** Medium and source as analytics names them. */
const TRAFFIC: Record<Channel, [medium: string, source: string]> = {
  organic_search: ['organic', 'google'],
  paid_search: ['cpc', 'google'],
  paid_social: ['paid_social', 'linkedin'],
  organic_social: ['social', 'linkedin.com'],
  email: ['email', 'newsletter'],
  referral: ['referral', 'softwarefinder.example'],
  direct: ['(none)', '(direct)'],
  offline: ['offline', 'event'],
  other: ['podcast', 'podcast'],
}

export function exportGa4(company: Company, dir: string): void {
  const platforms = new Map(company.campaigns.map(({ name, platform }) => [name, platform]))
  const firsts = new Map<string, WebVisit>()
  const visits = webVisits(company)
  for (const visit of visits) if (!firsts.has(visit.visitor)) firsts.set(visit.visitor, visit)
  const files = new Map(
    YEARS.map((year) => [year, new CsvFile(`${dir}/events_${year}.csv`, HEADER)]),
  )
  let id = 0
  for (const visit of visits) {
    const file = files.get(Math.max(YEARS[0], yearOf(visit.at)) as (typeof YEARS)[number])
    const first = traffic(firsts.get(visit.visitor) ?? visit, platforms)
    const own = traffic(visit, platforms)
    for (const event of eventsOf(visit)) file?.row(row(visit, event, first, own, ++id))
  }
  for (const file of files.values()) file.close()
}

interface Event {
  name: 'session_start' | 'page_view' | 'generate_lead'
  at: Instant
  index: number
}

function* eventsOf({ at, pages, form }: WebVisit): Generator<Event> {
  yield { name: 'session_start', at, index: 1 }
  for (let page = 0; page < pages; page++) {
    yield { name: 'page_view', at: at + page * MINUTE, index: page + 2 }
  }
  if (form !== null) yield { name: 'generate_lead', at: form.at, index: pages + 2 }
}

type Traffic = [medium: string, source: string, campaign: string]

function traffic({ channel, campaign }: WebVisit, platforms: ReadonlyMap<string, string>): Traffic {
  const [medium, source] = TRAFFIC[channel]
  const isMeta = platforms.get(campaign ?? '') === 'meta'
  return [medium, isMeta ? 'facebook' : source, campaign ?? '']
}

const named = (campaign: string, medium: string) =>
  campaign || (medium === '(none)' ? '(direct)' : `(${medium})`)

function row(visit: WebVisit, event: Event, first: Traffic, own: Traffic, id: number): Cell[] {
  const { visitor, firstAt, contact, country, form } = visit
  const isKnown = contact !== null && (form === null || event.at >= form.at || visit.number > 1)
  const isSearchAd = own[0] === 'cpc'
  return [
    id,
    isoSecond(Math.ceil(event.at / HOUR) * HOUR),
    index(visit.at, event),
    isoDay(event.at),
    Number(visitor.slice(0, 3)) % 4 === 0 ? 'mobile' : 'desktop',
    '',
    country,
    '',
    event.name,
    'WEB',
    isoSecond(event.at),
    first[0],
    named(first[2], first[0]),
    first[1],
    isoSecond(firstAt),
    isKnown ? siteUser(contact) : '',
    visitor,
    ...['', '', '', '', '', 'www.lumenfold.example', '', ''],
    own[2],
    isSearchAd ? `Cj0${visitor.replace('.', '')}` : '',
    own[0] === '(none)' ? '' : own[0],
    own[0] === '(none)' ? '' : own[1],
    Math.floor(visit.at / 1000),
    visit.number,
    event.name === 'page_view' ? 21_000 : '',
    1,
    1,
    '3206015529',
    'FALSE',
    own[0] === '(none)' ? '' : own[0],
    own[0] === '(none)' ? '' : own[1],
    event.index,
    1,
  ]
}

const index = (at: Instant, event: Event) => (Math.floor(at / 1000) % 100_000) * 10 + event.index
