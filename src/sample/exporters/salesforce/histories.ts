// Histories of opportunities: a row for each state, and a row for each field that changed.

import type { Rep } from '../../account.ts'
import { type Instant, YEARS, yearOf } from '../../calendar.ts'
import type { Books } from '../../company.ts'
import type { Deal, DealEvent } from '../../deal.ts'
import { type DealState, dealAt } from '../../deal_state.ts'
import { major } from '../../money.ts'
import { stageOf } from '../../pipeline.ts'
import { Sequence } from '../../salesforce_id.ts'
import { day, dirtOf, instant, ObjectFile, ownerId } from './common.ts'
import { HEADERS } from './headers.ts'
import { FORECASTS } from './opportunities.ts'

export function exportHistories(company: Books, dir: string): void {
  const changes = company.deals.flatMap((deal) => changesOf(deal)).sort((a, b) => a.at - b.at)
  states(company, dir, changes)
  fields(company, dir, changes)
}

interface Moment {
  at: Instant
  deal: Deal
  state: DealState
  events: DealEvent[]
}

/** What happened to a deal, by second: Salesforce keeps no finer time. */
function changesOf(deal: Deal): Moment[] {
  const told = deal.events.filter(({ field }) => field !== 'touch' && field !== 'merge')
  const bySecond = Map.groupBy(told, ({ at }) => Math.floor(at / 1000))
  return [...bySecond.values()].map((events) => {
    const at = events.at(-1)?.at ?? deal.createdAt
    return { at, deal, state: dealAt(deal, at), events }
  })
}

const TRACKED = new Set<DealEvent['field']>(['stage', 'amount', 'closeDate', 'forecast'])

function states(company: Books, dir: string, changes: readonly Moment[]): void {
  const files = open(company, dir, 'OpportunityHistory')
  const ids = new Sequence('008', 40_100)
  for (const { at, deal, state, events } of changes) {
    if (!events.some(({ field }) => TRACKED.has(field))) continue
    const stage = stageOf(deal.pipeline, state.stage, 'salesforce')
    const expected =
      state.amount === null
        ? ''
        : major(Math.round((state.amount * Number(stage.probability)) / 100))
    fileOf(files, at).row({
      Id: ids.next(2),
      OpportunityId: deal.id,
      CreatedById: ownerId(state.owner),
      CreatedDate: instant(at),
      StageName: stage.label,
      Amount: state.amount === null ? '' : major(state.amount),
      ExpectedRevenue: expected,
      CloseDate: day(state.closeDate),
      Probability: stage.probability,
      ForecastCategory: FORECASTS[state.forecast][0],
      SystemModstamp: instant(at),
      IsDeleted: false,
      CurrencyIsoCode: deal.currency,
    })
  }
  for (const file of files.values()) file.close()
}

function fields(company: Books, dir: string, changes: readonly Moment[]): void {
  const files = open(company, dir, 'OpportunityFieldHistory')
  const ids = new Sequence('017', 61_500)
  for (const { at, deal, state, events } of changes) {
    const put = (field: string, before: string, after: string) => {
      if (field !== 'created' && before === after) return
      fileOf(files, at).row({
        Id: ids.next(2),
        IsDeleted: false,
        OpportunityId: deal.id,
        CreatedById: ownerId(state.owner),
        CreatedDate: instant(at),
        Field: field,
        OldValue: before,
        NewValue: after,
      })
    }
    if (at <= deal.createdAt) {
      put('created', '', '')
      continue
    }
    const before = dealAt(deal, (events[0]?.at ?? at) - 1)
    for (const event of events) tell(deal, event.field, before, state, put)
  }
  for (const file of files.values()) file.close()
}

const nameOf = (rep: Rep | null) => (rep === null ? '' : `${rep.firstName} ${rep.lastName}`)

/** An owner comes twice, by name and by id. */
function tell(
  deal: Deal,
  field: DealEvent['field'],
  before: DealState,
  after: DealState,
  put: (field: string, before: string, after: string) => void,
): void {
  const both = (of: (state: DealState) => string): [string, string] => [of(before), of(after)]
  if (field === 'stage') {
    put('StageName', ...both(({ stage }) => stageOf(deal.pipeline, stage, 'salesforce').label))
  } else if (field === 'amount') {
    put('Amount', ...both(({ amount }) => (amount === null ? '' : major(amount))))
  } else if (field === 'closeDate') {
    put('CloseDate', ...both(({ closeDate }) => day(closeDate)))
  } else if (field === 'forecast') {
    put('ForecastCategoryName', ...both(({ forecast }) => FORECASTS[forecast][1]))
  } else if (field === 'owner') {
    put('Owner', ...both(({ owner }) => nameOf(owner)))
    put('Owner', ...both(({ owner }) => ownerId(owner)))
  }
}

function open(
  company: Books,
  dir: string,
  object: 'OpportunityHistory' | 'OpportunityFieldHistory',
): Map<number, ObjectFile> {
  const dirt = dirtOf(company, object)
  const file = (year: number) =>
    new ObjectFile(`${dir}/${object}_${year}.csv`, HEADERS[object], dirt)
  return new Map(YEARS.map((year) => [year, file(year)]))
}

function fileOf(files: ReadonlyMap<number, ObjectFile>, at: Instant): ObjectFile {
  const file = files.get(Math.max(YEARS[0], yearOf(at)))
  if (file === undefined) throw new Error(`No file for ${instant(at)}`)
  return file
}
