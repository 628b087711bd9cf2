/**
 * What tests ask, while a mutant is tried: a question about a measure goes to its twin, and the
 * answer comes back under the measure's name. Set up before each test file of a mutation run.
 */
import { join } from 'node:path'
import { vi } from 'vitest'
import type { Semantic } from '../../../src/semantic/compile.ts'
import { trial } from './trial.ts'
import { twinMark } from './twins.ts'

vi.mock('../../../src/semantic/gateway.ts', async (original) => {
  const real = await original<typeof import('../../../src/semantic/gateway.ts')>()
  const model = join(trial().folder, 'model')
  const startGateway: typeof real.startGateway = (source) => real.startGateway({ ...source, model })
  return { ...real, startGateway }
})

vi.mock('../../../src/semantic/compile.ts', async (original) => {
  const real = await original<typeof import('../../../src/semantic/compile.ts')>()
  const semanticOver: typeof real.semanticOver = (...over) => withTwins(real.semanticOver(...over))
  const openSemantic: typeof real.openSemantic = async (options) =>
    withTwins(await real.openSemantic(options))
  return { ...real, semanticOver, openSemantic }
})

const withTwins = (semantic: Semantic): Semantic => ({
  ...semantic,
  async load(query, context) {
    const { asked, mutant } = trial()
    const text = JSON.stringify(query)
    for (const [name] of text.matchAll(/\w+\.\w+/g)) asked.add(name)
    const names = mutant?.names ?? {}
    const put = text.replaceAll(/(?<=")\w+\.\w+(?=")/g, (name) => names[name] ?? name)
    try {
      return unmarked(await semantic.load(JSON.parse(put) as object, context))
    } catch (error) {
      if (error instanceof Error) error.message = error.message.replaceAll(twinMark, '')
      throw error
    }
  },
  meta: async (context) => {
    const views = (await semantic.meta(context)) as readonly { measures: { name: string }[] }[]
    return views.map((view) => ({
      ...view,
      measures: view.measures.filter(({ name }) => !/__m\d+$/.test(name)),
    }))
  },
})

const unmarked = <T>(answer: T): T =>
  JSON.parse(JSON.stringify(answer).replaceAll(twinMark, '')) as T
