// Opportunities, each month those created or modified in it; their stages and the people on them.

import {
  END,
  endOfMonth,
  type Instant,
  isoDay,
  MONTHS,
  monthIndex,
  YEARS,
  yearOf,
} from '../../calendar.ts'
import type { Books } from '../../company.ts'
import type { Deal, ForecastCategory } from '../../deal.ts'
import { dealAt } from '../../deal_state.ts'
import { major } from '../../money.ts'
import { OPPORTUNITY_STAGES, stageOf } from '../../pipeline.ts'
import { Random } from '../../random.ts'
import { Sequence, salesforceId } from '../../salesforce_id.ts'
import { audit, day, dirtOf, INTEGRATION, leadSource, ObjectFile, ownerId } from './common.ts'
import { HEADERS } from './headers.ts'

/** The category, and the name that people see. */
export const FORECASTS: Record<ForecastCategory, [name: string, label: string]> = {
  OMIT: ['Omitted', 'Omitted'],
  PIPELINE: ['Pipeline', 'Pipeline'],
  BEST_CASE: ['BestCase', 'Best Case'],
  COMMIT: ['Forecast', 'Commit'],
  CLOSED: ['Closed', 'Closed'],
}

export function exportOpportunities(company: Books, dir: string): void {
  stages(dir)
  roles(company, dir)
  const dirt = dirtOf(company, 'Opportunity')
  const campaigns = new Map(company.campaigns.map(({ name, id }) => [name, id]))
  const lines = new Map<Deal, string>()
  const byMonth = new Map<number, Set<Deal>>(MONTHS.map((month) => [month, new Set()]))
  for (const deal of company.deals) {
    for (const { at } of deal.events) byMonth.get(monthIndex(at))?.add(deal)
    if (deal.mergedAt !== null) byMonth.get(monthIndex(deal.mergedAt))?.add(deal)
  }
  for (const [month, deals] of byMonth) {
    const until = Math.min(endOfMonth(month), END)
    const path = `${dir}/${yearOf(until)}/Opportunity_${isoDay(until)}.csv`
    const file = new ObjectFile(path, HEADERS.Opportunity, dirt)
    for (const deal of deals) {
      const before = lines.get(deal)
      const campaign = campaigns.get(deal.source.campaign ?? '') ?? ''
      lines.set(deal, file.row(row(deal, until, campaign)))
      if (before !== undefined && dirt.isLate()) file.line(before)
    }
    file.close()
  }
}

function row(deal: Deal, until: Instant, campaign: string): Parameters<ObjectFile['row']>[0] {
  const state = dealAt(deal, until)
  const stage = stageOf(deal.pipeline, state.stage, 'salesforce')
  const [category, label] = FORECASTS[state.forecast]
  // Opportunities cannot be merged: who finds one twice deletes the younger.
  const isDeleted = deal.mergedAt !== null && deal.mergedAt <= until
  const modifiedAt = isDeleted ? (deal.mergedAt ?? until) : state.modifiedAt
  const due = new Date(state.closeDate)
  const quarter = Math.floor(due.getUTCMonth() / 3) + 1
  const record = deal.record ?? deal.account.records[0] ?? null
  const isMerged = record?.mergedAt != null && record.mergedAt <= until
  return {
    Id: deal.id,
    IsDeleted: isDeleted,
    AccountId: deal.isUnlinked ? '' : ((isMerged ? record.mergedInto?.id : record?.id) ?? ''),
    Name: deal.name,
    StageName: stage.label,
    Amount: state.amount === null ? '' : major(state.amount),
    Probability: stage.probability,
    CloseDate: day(state.closeDate),
    Type: deal.type,
    LeadSource: leadSource(deal.source),
    IsClosed: stage.isClosed,
    IsWon: stage.isWon,
    ForecastCategory: category,
    ForecastCategoryName: label,
    CampaignId: campaign,
    HasOpportunityLineItem: false,
    OwnerId: ownerId(state.owner),
    FiscalQuarter: quarter,
    FiscalYear: due.getUTCFullYear(),
    Fiscal: `${due.getUTCFullYear()} ${quarter}`,
    HasOpenActivity: false,
    HasOverdueTask: false,
    CurrencyIsoCode: deal.currency,
    Loss_Reason__c: stage.isClosed && !stage.isWon ? deal.lostReason : '',
    ...audit(deal.createdAt, modifiedAt, ownerId(state.owner)),
  }
}

function stages(dir: string): void {
  const file = new ObjectFile(`${dir}/OpportunityStage.csv`, HEADERS.OpportunityStage)
  const createdAt = Date.UTC(2020, 1, 3, 9)
  for (const [i, { label, probability, isClosed, isWon }] of OPPORTUNITY_STAGES.entries()) {
    const key = isClosed
      ? isWon
        ? 'CLOSED'
        : 'OMIT'
      : i === 4
        ? 'COMMIT'
        : i === 3
          ? 'BEST_CASE'
          : 'PIPELINE'
    const [category, name] = FORECASTS[key]
    file.row({
      Id: salesforceId('01J', 210 + i),
      MasterLabel: label,
      ApiName: label,
      IsActive: true,
      SortOrder: i + 1,
      IsClosed: isClosed,
      IsWon: isWon,
      ForecastCategory: category,
      ForecastCategoryName: name,
      DefaultProbability: probability,
      ...audit(createdAt, createdAt, INTEGRATION),
    })
  }
  file.close()
}

const ROLES = ['Decision Maker', 'Business User', 'Evaluator', 'Economic Buyer'] as const

function roles(company: Books, dir: string): void {
  const ids = new Sequence('00K', 31_000)
  const header = HEADERS.OpportunityContactRole
  const files = new Map(
    YEARS.map((year) => [
      year,
      new ObjectFile(`${dir}/OpportunityContactRole_${year}.csv`, header),
    ]),
  )
  for (const deal of [...company.deals].sort((a, b) => a.createdAt - b.createdAt)) {
    for (const [i, contact] of deal.contacts.entries()) {
      const at = Math.max(deal.createdAt, contact.convertedAt ?? contact.createdAt)
      const year = YEARS.find((candidate) => yearOf(at) <= candidate)
      if (year === undefined || contact.convertedAt === null) continue
      files.get(year)?.row({
        Id: ids.next(3),
        OpportunityId: deal.id,
        ContactId: contact.id,
        Role: i === 0 ? '' : new Random(`role/${contact.key}`).pick(ROLES),
        IsPrimary: i === 0,
        IsDeleted: false,
        ...audit(at, at, ownerId(dealAt(deal, at).owner)),
      })
    }
  }
  for (const file of files.values()) file.close()
}
