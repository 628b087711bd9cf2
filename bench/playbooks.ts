/**
 * How good the lists of the playbooks are on companies that nothing was tuned to, for
 * docs/playbooks.md: `node bench/playbooks.ts --folder DIR --scenario steady 3001-3020`.
 */
import type { DuckDBInstance } from '@duckdb/node-api'
import { martPlaybook } from '../transforms/marts/mart_playbook.ts'
import { type Playbook, playbooks } from '../transforms/marts/playbook/cases.ts'
import { measuredCompanies } from './companies.ts'
import { intervalOf } from './resampled.ts'

/** What came of the lists of a playbook and of those of its rule, over the days measured. */
interface Measured {
  readonly playbook: Playbook
  readonly candidates: number
  readonly hits: number
  readonly listed: number
  readonly listedHits: number
  readonly ruleHits: number
}

console.log(`\n${tableOf(await measuredCompanies(martPlaybook, measure, inShort))}`)

async function measure(instance: DuckDBInstance): Promise<Measured[]> {
  const connection = await instance.connect()
  const rows = await connection.runAndReadAll(`
    select playbook, sum(candidate_count)::int as candidates, sum(candidate_hit_count)::int as hits,
      sum(listed_count)::int as listed, sum(listed_hit_count)::int as "listedHits",
      sum(rule_hit_count)::int as "ruleHits"
    from mart_playbook where row_kind = 'measurement' group by all order by playbook`)
  connection.closeSync()
  return rows.getRowObjectsJson() as unknown as Measured[]
}

function inShort(measured: readonly Measured[]): string {
  const share = (part: number, whole: number) => (part / whole).toFixed(3)
  return measured
    .map(
      ({ playbook, listed, listedHits, ruleHits, hits, candidates }) =>
        `${playbook} ${share(listedHits, listed)} (rule ${share(ruleHits, listed)}, all ${share(hits, candidates)})`,
    )
    .join(', ')
}

/**
 * By playbook, over all companies: precision, the rule’s, all cases’, lift over chance and over the
 * rule, and by how many points it is above the rule, each with its 95 % interval.
 */
function tableOf(companies: readonly (readonly Measured[])[]): string {
  return [
    '| playbook | listed | precision | of the rule | of all cases | lift over chance | lift over the rule | points above the rule | companies won |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...playbooks.map((playbook) =>
      rowOf(
        playbook,
        companies.flatMap((company) => company.filter((one) => one.playbook === playbook)),
      ),
    ),
  ].join('\n')
}

function rowOf(playbook: Playbook, companies: readonly Measured[]): string {
  const sum = (of: readonly Measured[], value: (one: Measured) => number) =>
    of.reduce((total, one) => total + value(one), 0)
  const listed = (of: readonly Measured[]) => sum(of, (one) => one.listed)
  const precision = (of: readonly Measured[]) => sum(of, (one) => one.listedHits) / listed(of)
  const rule = (of: readonly Measured[]) => sum(of, (one) => one.ruleHits) / listed(of)
  const all = (of: readonly Measured[]) =>
    sum(of, (one) => one.hits) / sum(of, (one) => one.candidates)
  const shown = (figure: (of: readonly Measured[]) => number, words: (value: number) => string) => {
    const [low, high] = intervalOf(companies, figure)
    return `${words(figure(companies))} (${words(low)} … ${words(high)})`
  }
  const won = companies.filter(({ listedHits, ruleHits }) => listedHits > ruleHits).length
  const tied = companies.filter(({ listedHits, ruleHits }) => listedHits === ruleHits).length
  return `| ${[
    `\`${playbook}\``,
    listed(companies),
    shown(precision, percent),
    percent(rule(companies)),
    percent(all(companies)),
    shown((of) => precision(of) / all(of), ratio),
    shown((of) => precision(of) / rule(of), ratio),
    shown((of) => precision(of) - rule(of), points),
    `${won} of ${companies.length}${tied > 0 ? `, ${tied} tied` : ''}`,
  ].join(' | ')} |`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function ratio(value: number): string {
  return value.toFixed(2)
}

function points(share: number): string {
  return `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(1)}`
}
