/** What all playbooks score alike: a case, what is known of it, and what became of it. */
import { type Expression, sql } from 'kysely'
import type { Day, Reporting } from '../../../src/columns.ts'
import { settings } from '../../../src/settings.ts'
import { lengthOfList as lengthOf } from '../../../src/sql/scoring.ts'
import { pointDays } from '../../../src/sql/scoring_points.ts'
import { countWords } from '../../../src/sql/sentences.ts'
import type { Figure } from '../../../src/sql/told.ts'

export const playbooks = [
  'renewals_at_risk',
  'upsell',
  'cross_sell',
  'stalled_deals',
  'leads_to_call',
  'best_time_to_write',
] as const
export type Playbook = (typeof playbooks)[number]

/** Of which time a case is; mart_playbook_cases says what each means. */
export const slices = ['today', 'undecided', 'held_out', 'between', 'before'] as const

/** What stands for the whole of a playbook among features and bands. */
export const allCases = 'all cases'

/** The feature of cross-sell that names the product and those held before. */
export const heldProducts = 'after the same products'

/** For how many days after its scoring what came of a case counts. */
export const horizonDays = 90

/** On how many days of scoring playbooks are measured: a year of them. */
export const testPoints = 12

/** The days after which it is known what came of a case. A renewal may still come late. */
const daysUntilKnown: Readonly<Record<Playbook, number>> = {
  renewals_at_risk: horizonDays + settings.lateRenewalDays,
  upsell: horizonDays,
  cross_sell: horizonDays,
  stalled_deals: horizonDays,
  leads_to_call: horizonDays,
  best_time_to_write: settings.answerDays,
}

/** The days of scoring after which it is. */
export const knownAfter = (playbook: Playbook): number =>
  Math.ceil(daysUntilKnown[playbook] / pointDays)

/** Something that a playbook may suggest, on a day on which it could have. */
export interface Case {
  readonly playbook: Playbook
  /** What it is about: an account, an opportunity, a lead cycle or a message. */
  readonly subject_id: string
  readonly account_id: string
  readonly person_id: string
  readonly product_id: string
  readonly points_back: number
  /** Whether it came to what the playbook looks for; null of a case of today. */
  readonly is_hit: boolean | null
  /** What the rule of one column goes by, the highest first. */
  readonly rule_order: number | null
  readonly features: { key: string; value: string }[]
  /** Of a case of today, else null. */
  readonly owner_id: string | null
  readonly due_date: Day | null
  readonly amount: Reporting | null
  readonly facts: string | null
  readonly facts_parts: string | null
}

/** A value for a case of today, null for one of the past, which nobody is told of. */
export const ofToday = <T>(pointsBack: Expression<number>, value: Expression<T>) =>
  sql<T | null>`case when ${pointsBack} = 0 then ${value} end`

/** How long ago a day was: '12 days ago', 'never' for none. */
export const ago = (date: Expression<Day | null>, today: Expression<Day>): Figure => {
  const days = daysFrom(date, today)
  return {
    words: sql`coalesce(${countWords(days.$castTo<number>(), 'day')} || ' ago', 'never')`,
    parts: [sql`'ago'`, days],
  }
}

/** The days from one day to another; null where one is missing. */
export const daysFrom = (from: Expression<Day | null>, to: Expression<Day | null>) =>
  sql<number | null>`(${to} - ${from})`

/** Whole units of the reporting currency. */
export const inMoney = (amount: Expression<unknown>): Figure => {
  const whole = sql`cast(round(${amount}) as bigint)`
  const currency = sql.lit(settings.reportingCurrency)
  return {
    words: sql`coalesce(format('{:,} {}', ${whole}, ${currency}), 'unknown')`,
    parts: [sql`'money'`, sql`cast(${whole} as varchar)`, currency],
  }
}

/** How many of the candidates of a day a list holds, by the settings. */
export const lengthOfList = (candidates: Expression<number>) =>
  lengthOf(candidates, settings.playbookListShare, settings.playbookListLeast)
