// Deals with the labels of the UI: each month the state of those created or modified in it.
import {
  END,
  endOfMonth,
  type Instant,
  isoDay,
  MONTHS,
  monthIndex,
  yearOf,
} from '../../calendar.ts'
import type { Company } from '../../company.ts'
import type { Deal, Stage } from '../../deal.ts'
import { dealAt, inEuro } from '../../deal_state.ts'
import type { RowDirt } from '../../dirt.ts'
import { major } from '../../money.ts'
import { FORECAST_LABELS, pipelineOf, RENEWAL, SALES, stageOf } from '../../pipeline.ts'
import { team, teamAt } from '../../reps.ts'
import { type Cell, CsvFile } from '../csv.ts'
import { dirtOf, drillDown, minute, ownerName, recordAt, SOURCE_LABELS } from './common.ts'

const PIPELINES = [
  ['sales', SALES],
  ['renewal', RENEWAL],
] as const

const HEADER = [
  ...'Record ID,Deal Name,Pipeline,Deal Stage,Deal Type,Deal owner,HubSpot Team,Amount,Currency,Amount in company currency,Annual contract value,Total contract value,Forecast category,Deal probability,Create Date,Close Date,Last Modified Date,Closed Lost Reason,Original Traffic Source,Original Traffic Source Drill-Down 1,HubSpot Campaign,Associated Company IDs,Associated Contact IDs,Merged Deal IDs'.split(
    ',',
  ),
  ...PIPELINES.flatMap(([, pipeline]) =>
    pipeline.stages.map((stage) => `Date entered "${stage.label} (${pipeline.label})"`),
  ),
]

export function exportDeals(company: Company, dir: string): void {
  const dirt = dirtOf(company, 'deals')
  const lines = new Map<Deal, string>()
  const byMonth = new Map<number, Deal[]>(MONTHS.map((month) => [month, []]))
  for (const deal of company.deals) {
    for (const month of new Set(deal.events.map((event) => monthIndex(event.at)))) {
      byMonth.get(month)?.push(deal)
    }
  }
  for (const [month, deals] of byMonth) {
    const until = Math.min(endOfMonth(month), END)
    const path = `${dir}/${yearOf(until)}/deals_${isoDay(until)}.csv`
    const file = new CsvFile(path, HEADER, dirt)
    for (const deal of deals) {
      if (deal.mergedAt !== null && deal.mergedAt <= until) continue
      const before = lines.get(deal)
      lines.set(deal, file.row(row(company, deal, until, dirt)))
      if (before !== undefined && dirt.isLate(0.009)) file.line(before)
    }
    file.close()
  }
}

function row(company: Company, deal: Deal, until: Instant, dirt: RowDirt): Cell[] {
  const state = dealAt(deal, until)
  const stage = stageOf(deal.pipeline, state.stage)
  const { amount, owner } = state
  const isLost = stage.isClosed && !stage.isWon
  const rate = company.fx.rate(deal.currency, deal.createdAt)
  const recurring =
    amount === null ? null : amount > deal.services ? amount - deal.services : amount
  const total =
    amount === null || recurring === null
      ? null
      : Math.round((recurring * deal.termMonths) / 12) + amount - recurring
  const spelled =
    owner !== null && dirt.isLate(0.03) ? `${ownerName(owner)} ${owner.email}` : ownerName(owner)
  const money = (value: number | null) => (value === null ? '' : major(value))
  return [
    deal.id,
    deal.name,
    pipelineOf(deal.pipeline).label,
    stage.label,
    deal.type,
    spelled,
    owner === null ? '' : team(teamAt(owner, state.modifiedAt)).name,
    money(amount),
    deal.currency,
    amount === null ? '' : major(inEuro(deal, amount, rate)),
    money(recurring),
    money(total),
    FORECAST_LABELS[state.forecast],
    stage.probability,
    minute(deal.createdAt),
    minute(state.closeDate),
    minute(state.modifiedAt),
    isLost ? deal.lostReason : '',
    SOURCE_LABELS[deal.source.channel],
    drillDown(deal.source),
    deal.source.campaign ?? '',
    deal.isUnlinked
      ? ''
      : (recordAt(deal.record ?? deal.account.records[0] ?? null, until)?.id ?? ''),
    deal.contacts.map((contact) => contact.id).join(';'),
    state.merged.map((other) => other.id).join(';'),
    ...PIPELINES.flatMap(([name, pipeline]) =>
      pipeline.stages.map((_, i) =>
        deal.pipeline === name ? minute(state.entered.get(i as Stage)) : '',
      ),
    ),
  ]
}
