/** The KPIs of view `funnel`, worked out in plain loops over the sample company's truth. */
import type { GroundTruth, TrueRecord } from '../../src/sample/truth.ts'

export type Slice = 'all' | 'source_system' | 'channel'
export type Grain = 'month' | 'quarter' | 'year' | 'none'
export type Values = Record<string, number | null>

const stages = ['leadAt', 'mqlAt', 'salAt', 'sqlAt', 'opportunityAt', 'customerAt'] as const
type Stage = (typeof stages)[number]
type Instants = Record<Stage, number | null>

export interface Cycle {
  readonly unit: TrueRecord['unit']
  readonly channel: string
  readonly beganAt: number
  readonly endsAt: number
  /** Recorded, or told by an opportunity. */
  readonly own: Instants
  /** With those that were skipped. */
  readonly reached: Instants
}

/**
 * Every lead cycle of people who are not our own.
 *
 * @param personOf whom a record is of: what identity found out is not what is tested here
 */
export function cyclesOf(truth: GroundTruth, personOf: (recordKey: string) => string): Cycle[] {
  const records = truth.people
    .filter(({ isInternal }) => !isInternal)
    .flatMap((person) => person.records)
  const people = Map.groupBy(records, ({ recordKey }) => personOf(recordKey))
  const cycles = new Map([...people].map(([person, own]) => [person, recordedCycles(own)]))
  for (const deal of truth.opportunities) {
    if (deal.isInternal || deal.isRenewal) continue
    const createdAt = Math.floor(deal.createdAt / 60_000) * 60_000
    for (const person of new Set(deal.recordKeys.map(personOf))) {
      const begun = (cycles.get(person) ?? []).filter(
        ({ beganAt }) => dayOf(beganAt) <= dayOf(createdAt),
      )
      const same = begun.filter(({ unit }) => unit === deal.unit)
      const cycle = (same.length > 0 ? same : begun).sort((a, b) => a.beganAt - b.beganAt).at(-1)
      if (cycle === undefined) continue
      tell(cycle, 'opportunityAt', Math.max(createdAt, cycle.beganAt))
      if (deal.status === 'won')
        tell(cycle, 'customerAt', Math.max(deal.closedAt!, createdAt, cycle.beganAt))
    }
  }
  const all = [...cycles.values()].flat()
  for (const { own, reached } of all)
    for (const [place, stage] of stages.entries()) {
      const known = stages.slice(place).flatMap((later) => own[later] ?? [])
      reached[stage] = known.length === 0 ? null : Math.min(...known)
    }
  return all
}

function tell({ own }: Cycle, stage: Stage, at: number) {
  own[stage] = Math.min(own[stage] ?? at, at)
}

/** A lead record that was converted does not come back: the next one opens the next cycle. */
function recordedCycles(all: readonly TrueRecord[]): Cycle[] {
  return [...Map.groupBy(all, ({ unit }) => unit)].flatMap(([unit, exported]) => {
    const records = exported.map(asExported)
    const lifeOf = (record: TrueRecord) =>
      unit === 'hubspot'
        ? 0
        : records.filter(
            (other) =>
              other !== record &&
              other.endedAt !== null &&
              other.endedAt <= (record.stages[0]?.at ?? Number.NEGATIVE_INFINITY),
          ).length
    return [...Map.groupBy(records, lifeOf).values()].flatMap((alive) => cyclesOfLife(unit, alive))
  })
}

/** Salesforce tells the day of a conversion and not its time. */
function asExported(record: TrueRecord): TrueRecord {
  if (record.endedAt === null) return record
  const began = record.stages.find(({ stage }) => stage === 'leadAt')?.at ?? 0
  const onDay = (at: number) => (dayOf(at) === dayOf(began) ? began : Date.parse(dayOf(at)))
  const stagesTold = record.stages.map(({ stage, at }) =>
    stage === 'sqlAt' ? { stage, at: onDay(at) } : { stage, at },
  )
  return { ...record, stages: stagesTold, endedAt: onDay(record.endedAt) }
}

function cyclesOfLife(unit: Cycle['unit'], records: TrueRecord[]): Cycle[] {
  const firstOf = ({ stages: told }: TrueRecord) =>
    told.find(({ stage }) => stage !== 'opportunityAt' && stage !== 'customerAt')
  const [leader] = records
    .filter((record) => firstOf(record) !== undefined)
    .sort((a, b) => firstOf(a)!.at - firstOf(b)!.at)
  if (leader === undefined) return []
  const first = firstOf(leader)!
  const openings: number[] = []
  for (const entry of leader.stages) {
    if (entry.at < first.at || (entry.stage !== 'leadAt' && entry !== first)) continue
    if (openings.length > 0 && dayOf(openings.at(-1)!) === dayOf(entry.at)) continue
    openings.push(entry.at)
  }
  return openings.map((beganAt, place) => {
    const endsAt = openings[place + 1] ?? Number.POSITIVE_INFINITY
    const own = nothing()
    for (const record of records)
      for (const { stage, at } of record.stages)
        if (at >= beganAt && at < endsAt) own[stage] = Math.min(own[stage] ?? at, at)
    const channel = channels[leader.channel] ?? leader.channel
    return { unit, channel, beganAt, endsAt, own, reached: nothing() }
  })
}

const nothing = (): Instants => ({
  leadAt: null,
  mqlAt: null,
  salAt: null,
  sqlAt: null,
  opportunityAt: null,
  customerAt: null,
})

const counts = {
  leadAt: 'leads',
  mqlAt: 'mqls',
  salAt: 'sals',
  sqlAt: 'sqls',
  opportunityAt: 'people_with_opportunity',
  customerAt: 'people_converted',
} as const
const rates = {
  lead_to_mql_rate: ['leadAt', 'mqlAt'],
  mql_to_sal_rate: ['mqlAt', 'salAt'],
  sal_to_sql_rate: ['salAt', 'sqlAt'],
  sql_to_opportunity_rate: ['sqlAt', 'opportunityAt'],
  opportunity_to_customer_rate: ['opportunityAt', 'customerAt'],
  lead_to_customer_rate: ['leadAt', 'customerAt'],
} as const
const medians = {
  median_days_to_mql: 'mqlAt',
  median_days_to_sal: 'salAt',
  median_days_to_sql: 'sqlAt',
  median_days_to_opportunity: 'opportunityAt',
  median_days_to_customer: 'customerAt',
} as const

/** What the truth knows of the funnel by slice value and period, as keys of `answer`. */
export function funnelOf(cycles: readonly Cycle[], slice: Slice, grain: Grain) {
  const values = new Map<string, Values>()
  const groupsBy = (stage: Stage) =>
    Map.groupBy(
      cycles.filter(({ reached }) => reached[stage] !== null),
      (cycle) => [...sliceOf(cycle, slice), ...periodOf(grain, cycle.reached[stage]!)].join(' | '),
    )
  const set = (key: string, measure: string, value: number | null) =>
    values.set(key, { ...values.get(key), [measure]: value })
  for (const [stage, measure] of Object.entries(counts))
    for (const [key, group] of groupsBy(stage as Stage)) set(key, measure, group.length)
  for (const [measure, [from, to]] of Object.entries(rates))
    for (const [key, group] of groupsBy(from))
      set(key, measure, group.filter(({ reached }) => reached[to] !== null).length / group.length)
  for (const [measure, stage] of Object.entries(medians))
    for (const [key, group] of groupsBy(stage)) set(key, measure, median(daysTo(stage, group)))
  return Object.fromEntries(values)
}

export const measures = [
  ...Object.values(counts),
  ...Object.keys(rates),
  ...Object.keys(medians),
] as const

/** The rates of cohorts that are older than what nine of ten who converted took, and of the others. */
export function ratesByMaturity(cycles: readonly Cycle[], asOf: number) {
  const values: Record<'true' | 'false', Values> = { true: {}, false: {} }
  for (const [measure, [from, to]] of Object.entries(rates)) {
    const took = cycles
      .filter(({ own, reached }) => [from, to].every((stage) => own[stage] === reached[stage]))
      .flatMap(({ own }) => (own[to] === null ? [] : seconds(own[to]) - seconds(own[from]!)))
      .sort((a, b) => a - b)
    const matureAfter = took[Math.ceil(took.length * 0.9) - 1]!
    const entered = cycles.filter(({ reached }) => reached[from] !== null)
    for (const isMature of [true, false]) {
      const group = entered.filter(
        ({ reached }) => seconds(asOf) - seconds(reached[from]!) >= matureAfter === isMature,
      )
      values[`${isMature}`][measure] =
        group.filter(({ reached }) => reached[to] !== null).length / group.length
    }
  }
  return values
}

const seconds = (at: number) => Math.floor(at / 1000)

/** Of those of whom both instants are known. */
const daysTo = (stage: Stage, cycles: readonly Cycle[]) =>
  cycles
    .filter(({ own, reached }) => own[stage] === reached[stage] && own.leadAt === reached.leadAt)
    .map(({ own }) => (seconds(own[stage]!) - seconds(own.leadAt!)) / 86_400)

const sliceOf = ({ unit, channel }: Cycle, slice: Slice) =>
  slice === 'all' ? [] : [slice === 'channel' ? channel : unit]

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

export function periodOf(grain: Grain, at: number): string[] {
  const [year, month] = dayOf(at).split('-').map(Number) as [number, number]
  const first = { none: 0, year: 1, quarter: Math.floor((month - 1) / 3) * 3 + 1, month }[grain]
  return grain === 'none' ? [] : [`${year}-${String(first).padStart(2, '0')}-01`]
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
