/**
 * Whether leakage finds the leaks that were planted, and nothing else, on companies that nothing was
 * tuned to, for docs/leakage.md: `node bench/leakage.ts --folder DIR --scenario steady 6001-6020`.
 */
import type { DuckDBInstance } from '@duckdb/node-api'
import { Kysely } from 'kysely'
import { groundTruth, type simulate } from '../src/sample/index.ts'
import { duckdbDialect } from '../src/warehouse/dialect.ts'
import { findingsOf, matched } from '../test/kpis/leakage_truth.ts'
import { fctLeaks } from '../transforms/conformed/fct_leaks.ts'
import { measuredCompanies } from './companies.ts'

type Measured = Awaited<ReturnType<typeof measure>>
const companies = await measuredCompanies(fctLeaks, measure, inShort)
console.log(`\n${tableOf(companies)}`)
for (const { missed, wrong } of companies) {
  for (const leak of missed) console.log(`missed: ${leak}`)
  for (const finding of wrong) console.log(`wrong: ${finding}`)
}

async function measure(instance: DuckDBInstance, company: ReturnType<typeof simulate>) {
  const db = new Kysely<object>({ dialect: duckdbDialect(instance) })
  return matched(await findingsOf(db), groundTruth(company))
}

function inShort({ leaks, findings, found, exact }: Measured): string {
  return `${found} of ${leaks} leaks found, ${findings} findings, ${exact} amounts to the cent`
}

/** Over all: recall and precision with their 95 % intervals, and those of the worst company. */
function tableOf(all: readonly Measured[]): string {
  const sum = (value: (one: Measured) => number) =>
    all.reduce((total, one) => total + value(one), 0)
  const found = sum((one) => one.found)
  const shown = (whole: (one: Measured) => number) => {
    const worst = Math.min(...all.map((one) => one.found / whole(one)))
    const [low, high] = wilson(found, sum(whole))
    return `${share(found / sum(whole))} (${share(low)} … ${share(high)}) | ${share(worst)}`
  }
  return [
    '| companies | leaks | findings | found | recall | of the worst company | precision | of the worst company | amounts to the cent |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    `| ${[
      all.length,
      sum(({ leaks }) => leaks),
      sum(({ findings }) => findings),
      found,
      shown(({ leaks }) => leaks),
      shown(({ findings }) => findings),
      sum(({ exact }) => exact),
    ].join(' | ')} |`,
  ].join('\n')
}

/**
 * The 95 % interval of a share by Wilson’s score (1927), which, unlike drawing companies again, is
 * one also where nothing was missed.
 */
function wilson(part: number, whole: number): readonly [low: number, high: number] {
  const z = 1.96
  const mean = (part + z ** 2 / 2) / (whole + z ** 2)
  const half = (z / (whole + z ** 2)) * Math.sqrt((part * (whole - part)) / whole + z ** 2 / 4)
  return [mean - half, mean + half]
}

function share(value: number): string {
  return value.toFixed(3)
}
