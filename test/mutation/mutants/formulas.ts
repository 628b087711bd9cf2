/** The ways in which a KPI's formula goes wrong, as changes to its SQL. */

import { shown } from '../mutant.ts'

/** What a formula may name in the place of what it names. */
export interface Surroundings {
  readonly isMeasure: (name: string) => boolean
  /** Other measures of the cube, that do not stand on this one: of the same kind, in their order. */
  readonly measuresLike: (measure: string) => readonly string[]
  /** Columns of the same type that measures of the cube read. */
  readonly columnsLike: (column: string) => readonly string[]
  /** The values that conditions of the cube hold a column to. */
  readonly valuesOf: (column: string) => readonly string[]
}

interface Changed {
  /** What is changed, and from what into what. */
  readonly what: string
  readonly sql: string
}

/** Replaces each place that a pattern finds, one at a time. */
type Rule = (sql: string, around: Surroundings) => readonly Changed[]

const rule =
  (
    what: string,
    find: RegExp,
    replace: (match: RegExpExecArray, around: Surroundings) => string | undefined,
  ): Rule =>
  (sql, around) =>
    [...sql.matchAll(find)].flatMap((match) => {
      const by = replace(match, around)
      if (by === undefined || by === match[0]) return []
      const end = match.index + match[0].length
      const change = `${what}: ${shown(match[0])} → ${shown(by)}`
      return [{ what: change, sql: sql.slice(0, match.index) + by + sql.slice(end) }]
    })

const after = (all: readonly string[], one: string) =>
  all.filter((other) => other !== one)[
    all.indexOf(one) % Math.max(1, all.length - 1) // the one that follows, or the first
  ]

/** `(…)` with what stands in it, up to two levels deep. */
const inner = String.raw`(?:[^()]|\((?:[^()]|\([^()]*\))*\))+?`
const call = (name: string) => new RegExp(String.raw`\b${name}\((${inner})(?:, 0)?\)`, 'g')
const windows: Readonly<Record<string, string>> = { 1: '12', 3: '12', 12: '3' }
const boundaries: Readonly<Record<string, string>> = {
  ' <= ': ' < ',
  ' < ': ' <= ',
  ' >= ': ' > ',
  ' > ': ' >= ',
}
const otherAggregates: Readonly<Record<string, string>> = {
  'median(': 'avg(',
  'avg(': 'max(',
  'sum(': 'max(',
  'distinct_at_end(': 'balance_at_end(',
}

const common: readonly Rule[] = [
  rule('another value', /(?<=\.(\w+) = )'([^']+)'/g, ([, column, value], { valuesOf }) => {
    return `'${after(valuesOf(column!), value!) ?? 'none'}'`
  }),
  rule('another column', /(?<=\{CUBE\}\.)\w+\b(?! = ')/g, ([column], { columnsLike }) =>
    after(columnsLike(column), column),
  ),
  rule('at the boundary', / (?:<=|>=|<|>) (?=\d)/g, ([sign]) => boundaries[sign]),
  rule('not the condition', /(?<=when )(?!count)[^']+'[^']+'(?= then)/g, ([is]) => `not (${is})`),
]

/** Of what a measure is worked out from. */
export const formulaRules: readonly Rule[] = [
  ...common,
  rule(
    'swapped parts',
    /^((?:(?!nullif).)+) \/ nullif\(([^/]+), 0\)$/gs,
    ([, one, by]) => `(${by}) / nullif(${one}, 0)`,
  ),
  rule('another part', /(?<=\{)(?!CUBE\})\w+(?=\})/g, ([measure], { measuresLike }) =>
    after(measuresLike(measure), measure),
  ),
  rule(
    'another window',
    /(?<=\{)(\w+_)(1|3|12)((?:_before)?)(?=\})/g,
    ([, name, months, before], { isMeasure }) => {
      const other = `${name}${windows[months!]}${before}`
      return isMeasure(other) ? other : undefined
    },
  ),
  rule('added up over time', /balance_at_end\([^,()]+, ([^()]+)\)/g, ([, sql]) => `sum(${sql})`),
  rule('of all time', /distinct_at_end\([^,()]+, (.+)\)/gs, ([, sql]) => `count(distinct ${sql})`),
  rule('another aggregate', /\b(?:median|avg|sum)\(/g, ([name]) => otherAggregates[name]),
  rule('another sign', /then -(?=\{)/g, () => 'then '),
  rule('subtracted, not added', / \+ (?=\{|coalesce)/g, () => ' - '),
  rule('added, not subtracted', / - (?=\{|coalesce)/g, () => ' + '),
  rule('divided, not multiplied', / \* (?=\{)/g, () => ' / '),
  rule('another factor', /\b12 \* | \/ (?:86400|60)\.0/g, () => ''),
  rule('without its complement', /^1 - /g, () => ''),
  rule('missing in the place of 0', call('coalesce'), ([, sql]) => sql),
  // The last divisor is no place for it: an answer has no infinite number, and
  // test/architecture/model.test.ts holds every division to one that cannot be by 0.
  rule('divided by 0', new RegExp(`${call('nullif').source}(?!$)`, 'g'), ([, sql]) => sql),
  rule('below 0', call('greatest'), ([, sql]) => sql),
  rule('0 for what is missing', / else 0(?= end)/g, () => ''),
  rule('missing for 0', / when \{CUBE\}\.event in \([^)]+\) then 0(?= end)/g, () => ''),
  rule('without its guard', /^case when (?!\{CUBE\}).+ = .+ then (.+) end$/gs, ([, sql]) => sql),
]

/** Of the conditions that a measure filters by. */
export const conditionRules: readonly Rule[] = [
  ...common,
  (sql) => {
    const parts = sql.split(' and ')
    if (parts.length === 1) return [{ what: 'not the condition', sql: `not (${sql})` }]
    return parts.map((part, place) => ({
      what: `a dropped condition: ${shown(part)}`,
      sql: parts.toSpliced(place, 1).join(' and '),
    }))
  },
]
