/** Tries the formulas of all KPIs: on the worked cases of their view, then on the sample company. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FormulaMutant } from '../mutants/model.ts'
import { type Result, unnoticed } from '../result.ts'
import type { Killed } from './trial.ts'
import { tried } from './tried.ts'

const atOnce = 2

/**
 * @param say is told of each view what was left of how many
 * @returns the mutants in their order
 */
export async function triedFormulas(
  root: string,
  mutants: readonly FormulaMutant[],
  say: (line: string) => void,
): Promise<Result[]> {
  const views = [...Map.groupBy(mutants, ({ view }) => view)]
  const killed = new Map<string, Killed>()
  const take = async (some: readonly FormulaMutant[], files: readonly string[], where: string) => {
    const begun = Date.now()
    for (const one of await tried(root, some, files)) killed.set(one.id, one)
    const left = some.filter(({ id }) => !killed.has(id)).length
    say(
      `${where}: ${some.length} mutants, ${left} left, ${Math.round((Date.now() - begun) / 1000)} s`,
    )
  }
  const waiting = [...views]
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [view, some] = next
        await take(some, testsOf(root, view).cases, `cases of ${view}`)
      }
    }),
  )
  const left = mutants.filter(({ id }) => !killed.has(id))
  if (left.length > 0) {
    const files = views.flatMap(([view]) => testsOf(root, view).samples)
    await take(left, [...files, 'test/proof/sample.test.ts'], 'the sample')
  }
  return mutants.map(({ id }) => {
    const by = killed.get(id)?.by
    return by === undefined ? unnoticed(id, 0) : { id, outcome: 'killed', by, seconds: 0 }
  })
}

/**
 * The test files of a view, and those of the sample: `<view>.test.ts` or `<view>.<topic>.test.ts`;
 * of a view without one, whose cases stand beside those of another, all that ask for it.
 */
function testsOf(root: string, view: string) {
  const folder = join('test', 'kpis')
  const like = (pattern: string) =>
    globSync(pattern, { cwd: join(root, folder) })
      .sort()
      .map((name) => join(folder, name))
  const own = like(`{${view},${view}_sample,${view}.*}.test.ts`)
  const asking = (file: string) => readFileSync(join(root, file), 'utf8').includes(`'${view}'`)
  const files = own.length > 0 ? own : like('*.test.ts').filter(asking)
  const isSample = (file: string) => file.endsWith('_sample.test.ts')
  return {
    cases: files.filter((file) => !isSample(file)),
    samples: files.filter(isSample),
  }
}
