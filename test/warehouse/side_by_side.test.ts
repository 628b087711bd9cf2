/** Work side by side: each step after what it needs, a few at once, all failures told. */
import { expect, test } from 'vitest'
import { runSideBySide } from '../../src/warehouse/side_by_side.ts'

/** Steps that take a moment, and note when they start and end. */
function noted(after: Record<string, string[]>, failing: readonly string[] = []) {
  const events: string[] = []
  const steps = Object.entries(after).map(([name, needed]) => ({
    name,
    after: needed,
    run: async () => {
      events.push(`${name} starts`)
      await new Promise((done) => setTimeout(done, 5))
      events.push(`${name} ends`)
      if (failing.includes(name)) throw new Error(`${name} failed`)
    },
  }))
  return { events, steps }
}

test('a step runs after those that it needs', async () => {
  const { events, steps } = noted({ c: ['a', 'b'], a: [], b: ['a', 'not a step'] })
  expect(await runSideBySide(steps, 3)).toEqual([])
  expect(events).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends'])
})

test('no more steps run at once than are allowed', async () => {
  const { events, steps } = noted({ a: [], b: [], c: [] })
  await runSideBySide(steps, 2)
  expect(events.slice(0, 2)).toEqual(['a starts', 'b starts'])
  expect(events.indexOf('c starts')).toBeGreaterThan(events.indexOf('a ends'))
})

test('a failure stops what needs it, and nothing else', async () => {
  const { events, steps } = noted({ a: [], b: ['a'], c: ['b'], d: [], e: ['d'] }, ['a', 'e'])
  expect(await runSideBySide(steps, 2)).toEqual([new Error('a failed'), new Error('e failed')])
  expect(events.filter((event) => event.endsWith('starts'))).toEqual([
    'a starts',
    'd starts',
    'e starts',
  ])
})
