/** The KPIs of view `pipeline`, worked out in plain loops over the sample company's truth. */
import type { GroundTruth, TrueOpportunity } from '../../src/sample/truth.ts'

export type Slice = 'all' | 'source_system' | 'deal_type' | 'channel' | 'segment'
export type Grain = 'month' | 'quarter' | 'year' | 'none'
export type Values = Record<string, number | null>

/** Every measure of created and closed opportunities by slice value and period, as keys of `answer`. */
export function pipelineOf(truth: GroundTruth, slice: Slice, grain: Grain) {
  const groups = new Map<string, { created: TrueOpportunity[]; closed: TrueOpportunity[] }>()
  const group = (deal: TrueOpportunity, at: number) => {
    const key = [...sliceOf(truth, slice, deal, at), ...periodOf(grain, at)].join(' | ')
    const known = groups.get(key) ?? { created: [], closed: [] }
    groups.set(key, known)
    return known
  }
  for (const deal of truth.opportunities) {
    if (deal.isInternal) continue
    group(deal, deal.createdAt).created.push(deal)
    if (deal.closedAt !== null) group(deal, deal.closedAt).closed.push(deal)
  }
  return Object.fromEntries([...groups].map(([key, deals]) => [key, measuresOf(deals)]))
}

function measuresOf(deals: { created: TrueOpportunity[]; closed: TrueOpportunity[] }): Values {
  const counts = (deal: TrueOpportunity) => !deal.isRenewal && !deal.isDisqualified
  const [created, closed] = [deals.created.filter(counts), deals.closed.filter(counts)]
  const won = closed.filter(({ status }) => status === 'won')
  const lost = closed.filter(({ status }) => status === 'lost')
  const [wonValue, lostValue] = [euro(won), euro(lost)]
  const cycles = won.flatMap((deal) => (deal.isCreatedAfterClose ? [] : [daysOpen(deal)]))
  return {
    opportunities_created: created.length,
    pipeline_created: euro(created),
    cohort_win_rate: share(created.filter(({ status }) => status === 'won').length, created.length),
    opportunities_won: won.length,
    opportunities_lost: lost.length,
    opportunities_closed: closed.length,
    disqualified_opportunities: deals.closed.filter((deal) => deal.isDisqualified).length,
    won_amount: euro(deals.closed.filter(({ status }) => status === 'won')),
    lost_amount: lostValue,
    win_rate: share(won.length, closed.length),
    win_rate_by_value: share(wonValue, wonValue + lostValue),
    average_deal_size: share(wonValue, won.length),
    sales_cycle_days: share(
      cycles.reduce((sum, days) => sum + days, 0),
      cycles.length,
    ),
    median_sales_cycle_days: median(cycles),
  }
}

export type Unit = TrueOpportunity['unit']

/** The open stages of each unit’s sales, in their order. */
const openStages: Readonly<Record<Unit, readonly string[]>> = {
  hubspot: ['Discovery', 'Qualified', 'Demo', 'Proposal', 'Negotiation'],
  salesforce: [
    'Prospecting',
    'Qualified',
    'Solution Workshop',
    'Proposal/Price Quote',
    'Negotiation/Review',
  ],
}

/** Conversion and days of each open stage of a unit’s sales, over all time. */
export function stagesOf(truth: GroundTruth, unit: Unit): Record<string, Values> {
  const order = openStages[unit]
  const deals = truth.opportunities.filter(
    (deal) => deal.unit === unit && !deal.isInternal && !deal.isRenewal && !deal.isDisqualified,
  )
  return Object.fromEntries(
    order.map((stage, place) => {
      const later = [...order.slice(place + 1), 'Closed Won']
      let [cameTo, passed] = [0, 0]
      const days: number[] = []
      for (const { visits } of deals) {
        const isPassed = visits.some((visit) => later.includes(visit.stage))
        if (isPassed || visits.some((visit) => visit.stage === stage)) cameTo++
        if (isPassed) passed++
        for (const visit of visits)
          if (visit.stage === stage && visit.to !== null)
            days.push((wholeSeconds(visit.to) - wholeSeconds(visit.from)) / 86_400)
      }
      const total = days.reduce((sum, some) => sum + some, 0)
      return [
        stage,
        {
          stage_conversion_rate: share(passed, cameTo),
          stage_deal_days: total,
          days_in_stage: share(total, days.length),
          median_days_in_stage: median(days),
        },
      ]
    }),
  )
}

/**
 * From created to closed, without the time that it stood closed before it was reopened. The CRM
 * exports when a deal was created to the minute.
 */
function daysOpen({ createdAt, closedAt, visits }: TrueOpportunity): number {
  const standingClosed = visits
    .filter(({ stage, to }) => stage.startsWith('Closed') && to !== null)
    .reduce((sum, { from, to }) => sum + wholeSeconds(to!) - wholeSeconds(from), 0)
  return (wholeSeconds(closedAt!) - Math.floor(createdAt / 60_000) * 60 - standingClosed) / 86_400
}

function sliceOf(truth: GroundTruth, slice: Slice, deal: TrueOpportunity, at: number): string[] {
  if (slice === 'all') return []
  if (slice === 'source_system') return [deal.unit]
  if (slice === 'deal_type') return [deal.type]
  if (slice === 'channel') return [channels[deal.channel] ?? deal.channel]
  const endOfDay = Date.UTC(...dayOf(at)) + 86_400_000
  const account = truth.accounts.find(({ accountId }) => accountId === deal.accountId)!
  const held = account.segments.filter(({ from }) => from < endOfDay)
  return [(held.at(-1) ?? account.segments[0])?.segment ?? 'Unknown']
}

const channels: Readonly<Record<string, string>> = {
  organic_search: 'Organic Search',
  paid_search: 'Paid Search',
  paid_social: 'Paid Social',
  organic_social: 'Organic Social',
  email: 'Email',
  referral: 'Referral',
  direct: 'Direct',
  offline: 'Offline',
  other: 'Other',
}

function periodOf(grain: Grain, at: number): string[] {
  const [year, month] = dayOf(at)
  const first = { none: 0, year: 1, quarter: Math.floor(month / 3) * 3 + 1, month: month + 1 }[
    grain
  ]
  return grain === 'none' ? [] : [`${year}-${String(first).padStart(2, '0')}-01`]
}

const dayOf = (at: number): [year: number, month: number, day: number] => {
  const date = new Date(at)
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
}

const wholeSeconds = (at: number) => Math.floor(at / 1000)
const euro = (deals: readonly TrueOpportunity[]) =>
  deals.reduce((cents, deal) => cents + deal.amountEur, 0) / 100
const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
