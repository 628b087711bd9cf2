/** Mutants of the model: every KPI's formula, changed in the ways in which formulas go wrong. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml'
import { chosen, type Mutant, shown } from '../mutant.ts'

const cubes = 'model/cubes'

type Change = (sql: string) => string

/** What can go wrong with a formula; a change that does not apply gives the formula back. */
const changes: Readonly<Record<string, Change>> = {
  'swapped parts': (sql) => sql.replace(/^(.+) \/ nullif\((.+), 0\)$/s, '($2) / nullif($1, 0)'),
  'added up over time': (sql) => sql.replace(/balance_at_end\([^,]+, (.+)\)/s, 'sum($1)'),
  'another sign': (sql) => sql.replace(/then -(?=\{)/, 'then '),
  'subtracted, not added': (sql) => sql.replace(/ \+ (?=\{|coalesce)/, ' - '),
  'added, not subtracted': (sql) => sql.replace(/ - (?=\{)/, ' + '),
  'another window': (sql) =>
    sql.replace(/_(1|3|12)(?=\}|\)|_before)/, (_, n) => (n === '12' ? '_3' : '_12')),
  'another movement': (sql) =>
    sql.replace(/movement_type = '(\w+)'/, (_, type) =>
      type === 'new' ? "movement_type = 'churn'" : "movement_type = 'new'",
    ),
  'another factor': (sql) => sql.replace(/\b12 \* |\/ 86400\.0/, ''),
  'the mean, not the median': (sql) => sql.replace('median(', 'avg('),
  'at or above': (sql) => sql.replace(' > 0', ' >= 0'),
  'a missing complement': (sql) => sql.replace(/^1 - /, ''),
}

/** Changes to the conditions that a measure filters by. */
const filterChanges: Readonly<Record<string, Change>> = {
  'another outcome': (sql) =>
    sql.replace(/outcome = '(\w+)'/, (_, outcome) =>
      outcome === 'won' ? "outcome = 'lost'" : "outcome = 'won'",
    ),
  'renewals and disqualified ones too': (sql) => sql.replace(' and {CUBE}.is_counted', ''),
  'a dropped last condition': (sql) => sql.replace(/ and (?!.* and ).+$/s, ''),
  'not the condition': (sql) => `not (${sql})`,
}

const typeChanges: Readonly<Record<string, string>> = { sum: 'max', count: 'count_distinct' }

/** One of each KPI, and of every third of the parts that KPIs are made of. */
export function modelMutants(root: string, isAll: boolean): Mutant[] {
  return readdirSync(join(root, cubes)).flatMap((name) => {
    const file = join(cubes, name)
    const text = readFileSync(join(root, file), 'utf8')
    const view = basename(name, '.yml')
    const tests = [
      [`test/kpis/${view}.`],
      [`test/kpis/${view}_sample.test.ts`],
      ['test/proof/sample.test.ts'],
    ]
    // A name that is not there is a mistake that the model check finds, and no wrong number.
    const isKnown = ([member]: RegExpExecArray) =>
      member === 'CUBE' ||
      text.includes(`- name: ${member}\n`) ||
      text.includes(`{ name: ${member},`)
    const document = parseDocument(text)
    const all = document.get('cubes')
    if (!isSeq(all)) return []
    const measures = all.items.flatMap((cube) => (isMap(cube) ? measuresOf(cube) : []))
    const ofMeasure = (measure: YAMLMap) =>
      changesOf(measure)
        .filter(({ replace }) => [...replace.matchAll(/(?<=\{)\w+(?=\})/g)].every(isKnown))
        .map(({ what, start, end, replace }) => ({
          id: `${file} ${measure.get('name')}: ${what} (${shown(text.slice(start, end))})`,
          file,
          start,
          end,
          replace,
          tests,
        }))
    if (isAll) return measures.flatMap(ofMeasure)
    const isPart = (measure: YAMLMap) => measure.get('public') === false
    const kpis = measures.filter((measure) => !isPart(measure))
    const parts = measures.filter(isPart)
    return [
      ...chosen(parts.flatMap(ofMeasure), Math.ceil(parts.length / 3)),
      ...kpis.flatMap((measure) => chosen(ofMeasure(measure), 1)),
    ]
  })
}

const measuresOf = (cube: YAMLMap) => {
  const measures = cube.get('measures')
  return isSeq(measures) ? measures.items.filter((item) => isMap(item)) : []
}

function changesOf(measure: YAMLMap) {
  const filters = measure.get('filters', true)
  const conditions = isSeq(filters)
    ? filters.items.flatMap((filter) => (isMap(filter) ? [filter.get('sql', true)] : []))
    : []
  return [
    ...changedScalars(measure.get('sql', true), changes),
    ...conditions.flatMap((condition) => changedScalars(condition, filterChanges)),
    ...changedTypes(measure),
  ]
}

function changedScalars(node: unknown, by: Readonly<Record<string, Change>>) {
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return []
  const [start, end] = node.range
  const sql = node.value
  return Object.entries(by).flatMap(([what, change]) => {
    const changed = change(sql)
    return changed === sql ? [] : [{ what, start, end, replace: JSON.stringify(changed) }]
  })
}

/** A sum of which only the greatest part is left. */
function changedTypes(measure: YAMLMap) {
  const node = measure.get('type', true)
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return []
  const other = measure.has('sql') ? typeChanges[node.value] : undefined
  const [start, end] = node.range
  return other === undefined ? [] : [{ what: `${other} of it`, start, end, replace: other }]
}
