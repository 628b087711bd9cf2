// Deals as they really went: visits of stages, slips, amounts, and how they ended.
import { END, type Instant, isoMonth, MONTHS, monthIndex, startOfMonth } from '../calendar.ts'
import type { Company } from '../company.ts'
import type { Deal } from '../deal.ts'
import { dealAt, inEuro, isOpen, isWon } from '../deal_state.ts'
import { sellerOf } from '../firm.ts'
import { QUALIFYING_STAGE, stageOf } from '../pipeline.ts'
import type { GroundTruth, TrueOpportunity, TrueWinLoss } from '../truth.ts'
import { accountId } from './accounts.ts'
import { recordKeyOf } from './people.ts'

export function opportunitiesOf(company: Company): TrueOpportunity[] {
  return company.deals
    .filter((deal) => deal.mergedInto === null)
    .map((deal) => opportunity(company, deal))
}

function opportunity(company: Company, deal: Deal): TrueOpportunity {
  const state = dealAt(deal, END)
  const visits = visitsOf(deal)
  const isClosed = !isOpen(deal, state.stage)
  const isRenewal = deal.pipeline === 'renewal'
  const status = isClosed ? (isWon(deal, state.stage) ? 'won' : 'lost') : 'open'
  const qualifiedAt = deal.events.find(
    (event) => event.field === 'stage' && event.value >= QUALIFYING_STAGE && event.value <= 5,
  )?.at
  const entries = deal.events.filter(
    (event) => event.field === 'stage' && !isOpen(deal, event.value),
  )
  const fallback = qualifiedAt === undefined ? null : dealAt(deal, qualifiedAt).amount
  const amount = state.amount ?? (status === 'lost' ? fallback : null) ?? 0
  return {
    dealId: deal.id,
    unit: deal.account.unit,
    mergedDealIds: state.merged.map((other) => other.id),
    accountId: accountId(deal.account),
    type: deal.type,
    isRenewal,
    isInternal: deal.isInternal,
    createdAt: deal.createdAt,
    status,
    isDisqualified: !isRenewal && status === 'lost' && qualifiedAt === undefined,
    isReopened: entries.length > 1 || (entries.length === 1 && !isClosed),
    closedAt: isClosed ? state.closeDate : null,
    terminalAt: isClosed ? (entries.at(-1)?.at ?? null) : null,
    isCreatedAfterClose: isClosed && state.closeDate < deal.createdAt,
    currency: deal.currency,
    amount: state.amount,
    amountEur: inEuro(deal, amount, company.fx.rate(deal.currency, deal.createdAt)),
    ...valuesOf(company, deal, amount),
    ownerId: state.owner === null ? null : sellerOf(state.owner).id,
    dueAt: state.closeDate,
    visits,
    slips: slipsOf(deal),
    channel: deal.source.channel,
    campaign: deal.source.campaign,
    lostReason: status === 'lost' ? deal.lostReason : null,
    recordKeys: deal.contacts.map(recordKeyOf),
  }
}

/** HubSpot has fields for both, and services are one-off; Salesforce has the amount alone. */
function valuesOf(company: Company, deal: Deal, amount: number) {
  const rate = company.fx.rate(deal.currency, deal.createdAt)
  const services = deal.account.unit === 'hubspot' && amount > deal.services ? deal.services : 0
  const acv = amount - services
  const years = deal.account.unit === 'hubspot' ? deal.termMonths / 12 : 1
  const tcv = Math.round(acv * years) + services
  return { acvEur: inEuro(deal, acv, rate), tcvEur: inEuro(deal, tcv, rate) }
}

function visitsOf(deal: Deal): TrueOpportunity['visits'] {
  const entries = deal.events.filter((event) => event.field === 'stage')
  return entries.map((event, i) => {
    const { id, label } = stageOf(deal.pipeline, event.value, deal.account.unit)
    return { stage: label, stageId: id, from: event.at, to: entries[i + 1]?.at ?? null }
  })
}

function slipsOf(deal: Deal): TrueOpportunity['slips'] {
  const slips: TrueOpportunity['slips'] = []
  let due: Instant | null = null
  for (const event of deal.events) {
    if (event.field !== 'closeDate') continue
    if (due !== null && isOpen(deal, dealAt(deal, event.at).stage)) {
      slips.push({ at: event.at, from: due, to: event.value })
    }
    due = event.value
  }
  return slips
}

export function winLossOf(opportunities: readonly TrueOpportunity[]): GroundTruth['winLoss'] {
  const months = new Map(MONTHS.map((month) => [month, empty(isoMonth(startOfMonth(month)))]))
  for (const deal of opportunities) {
    if (deal.isInternal || deal.isRenewal) continue
    const created = months.get(monthIndex(deal.createdAt))
    if (created !== undefined) created.created++
    const row = deal.closedAt === null ? undefined : months.get(monthIndex(deal.closedAt))
    if (row === undefined) continue
    if (deal.isDisqualified) row.disqualified++
    else if (deal.status === 'won') {
      row.won++
      row.wonAmountEur += deal.amountEur
    } else {
      row.lost++
      row.lostAmountEur += deal.amountEur
    }
  }
  return { months: [...months.values()], quarters: quartersOf(months) }
}

const empty = (period: string): TrueWinLoss => ({
  period,
  created: 0,
  won: 0,
  lost: 0,
  disqualified: 0,
  wonAmountEur: 0,
  lostAmountEur: 0,
})

function quartersOf(months: ReadonlyMap<number, TrueWinLoss>): TrueWinLoss[] {
  const quarters = new Map<string, TrueWinLoss>()
  for (const [month, row] of months) {
    const period = `${Math.floor(month / 12)}-Q${Math.floor((month % 12) / 3) + 1}`
    const quarter = quarters.get(period) ?? empty(period)
    quarters.set(period, quarter)
    for (const key of [
      'created',
      'won',
      'lost',
      'disqualified',
      'wonAmountEur',
      'lostAmountEur',
    ] as const) {
      quarter[key] += row[key]
    }
  }
  return [...quarters.values()]
}
