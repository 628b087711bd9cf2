/**
 * `npm run test:mutation`: changes formulas, audits and transforms one at a time, and expects of
 * each change that some test fails: first of the tests of its place, then of the whole suite. Those
 * of formulas, all of them, are tried on the tests of KPIs (formulas/).
 *
 * REVOPS_MUTANTS=20 takes as many of the audits and transforms, from all over them, `all` every
 * place that a rule finds; REVOPS_MUTANTS_LIKE='model/|audit' takes those whose id matches.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyOf } from './checkout.ts'
import { triedFormulas } from './formulas/run.ts'
import { type Mutant, withMutant } from './mutant.ts'
import { mutantsOf } from './mutants/index.ts'
import { formulaMutants } from './mutants/model.ts'
import { inWords, type Result, unnoticed } from './result.ts'
import { runTests, type Verdict } from './suite.ts'

const root = resolve(fileURLToPath(new URL('../..', import.meta.url)))
const atOnce = 2
const likelyMs = 240_000
const wholeMs = 600_000
/** Tests that look at the text of the tree, or whose time is better spent elsewhere. */
const excluded = [
  'test/faults/**',
  'test/docs/**',
  'test/architecture/**',
  'test/sample/**',
  'test/mutation/**',
  'test/cli/**',
]

const { REVOPS_MUTANTS: size = '', REVOPS_MUTANTS_LIKE: like = '' } = process.env
const isLike = ({ id }: { readonly id: string }) => new RegExp(like).test(id)
const found = mutantsOf(root, size === 'all').filter(isLike)
const every = Math.max(1, Math.floor(found.length / (Number(size) || found.length)))
const mutants = found.filter((_, index) => index % every === 0)
const formulas = formulaMutants(root).filter(isLike)
const say = (line: string) => process.stdout.write(`${line}\n`)

const started = Date.now()
say(`${formulas.length} mutants of formulas`)
const results = await triedFormulas(root, formulas, say)
const checkouts = mutants.length > 0 ? Array.from({ length: atOnce }, () => copyOf(root)) : []
try {
  if (mutants.length > 0) results.push(...(await triedInCopies()))
} finally {
  for (const checkout of checkouts) rmSync(checkout, { recursive: true, force: true })
}
const survived = results.filter(({ outcome }) => outcome === 'survived')
const of = (outcome: Result['outcome']) => results.filter((one) => one.outcome === outcome).length
say(
  `\n${of('killed')} killed, ${of('accepted')} accepted, ${survived.length} survived, in ${Math.round((Date.now() - started) / 60_000)} min`,
)
for (const { id } of survived) say(`  survived: ${id}`)
mkdirSync(join(root, 'test-results'), { recursive: true })
writeFileSync(join(root, 'test-results/mutation.json'), JSON.stringify(results, null, 2))
if (survived.length > 0) process.exitCode = 1

/** By the tests that are likely to notice, and what those leave by the whole suite. */
async function triedInCopies(): Promise<Result[]> {
  await refuseFailing(checkouts[0]!)
  say(`${mutants.length} mutants of ${found.length}, ${atOnce} at once`)
  const likely = await triedBy(mutants, async (checkout, { tests }) => {
    for (const filters of tests) {
      const verdict = await runTests(checkout, filters, likelyMs)
      if (verdict.outcome === 'failed') return verdict
    }
    return { outcome: 'passed' }
  })
  const left = new Set(likely.flatMap(({ id, outcome }) => (outcome === 'survived' ? id : [])))
  if (left.size > 0) say(`\n${left.size} are left, which the whole suite is to notice`)
  const whole = await triedBy(
    mutants.filter(({ id }) => left.has(id)),
    (checkout) => runTests(checkout, [], wholeMs, excluded),
  )
  return [...likely.filter(({ id }) => !left.has(id)), ...whole]
}

/** Tests that fail without a change would kill every mutant. */
async function refuseFailing(checkout: string) {
  const filters = [...new Set(mutants.flatMap(({ tests }) => tests.flat()))]
  const verdict = await runTests(checkout, filters, wholeMs)
  if (verdict.outcome !== 'passed')
    throw new Error(
      `Without a change the tests do not pass: ${'by' in verdict ? verdict.by : `none are like ${filters.join(', ')}`}`,
    )
}

/** Tries mutants in all checkouts, each by tests of its own. */
async function triedBy(
  mutants: readonly Mutant[],
  test: (checkout: string, mutant: Mutant) => Promise<Verdict>,
): Promise<Result[]> {
  const waiting = [...mutants]
  const results: Result[] = []
  const work = async (checkout: string) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const result = await tried(checkout, mutant, test)
      results.push(result)
      process.stdout.write(inWords(result))
    }
  }
  await Promise.all(checkouts.map(work))
  return results
}

async function tried(
  checkout: string,
  mutant: Mutant,
  test: (checkout: string, mutant: Mutant) => Promise<Verdict>,
): Promise<Result> {
  const begun = Date.now()
  const verdict = await withMutant(checkout, mutant, () => test(checkout, mutant))
  const seconds = Math.round((Date.now() - begun) / 1000)
  const { id } = mutant
  if (verdict.outcome === 'failed') return { id, outcome: 'killed', by: verdict.by, seconds }
  return unnoticed(id, seconds)
}
