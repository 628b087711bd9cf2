/**
 * Random questions over the views, asked three ways: in SQL through the rewriter, over REST, and in
 * SQL written by hand over the tables. REVOPS_SQL_RUNS=20000 asks more of them.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSemantic, type Semantic } from '../../src/semantic/compile.ts'
import { model } from '../semantic/warehouses.ts'
import { openPlanner, type Planned } from './planned.ts'
import { byHand, inSql, overRest, question, tables } from './questions.ts'

const { REVOPS_SQL_RUNS: asked = '2000', REVOPS_RLS_RUNS: asReps = '500' } = process.env

let planned: Planned
let semantic: Semantic
beforeAll(async () => {
  planned = await openPlanner(tables)
  semantic = await openSemantic({ warehouse: planned.warehouse, model })
}, 60_000)
afterAll(() => semantic.close())

/** Values that are the same number look the same. */
const cell = (value: unknown): string => {
  if (value === null || value === undefined || value === 'null') return '–'
  const text = String(value).replace(/[T ]00:00:00(?:\.000)?$/, '')
  return /^-?\d+(?:\.\d+)?(?:e-?\d+)?$/i.test(text)
    ? String(Number(Number(text).toPrecision(10)))
    : text
}

const sorted = (rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => row.map(cell).join(' | ')).sort()
const split = (rows: readonly string[]) => rows.map((row) => row.split(' | '))

test('SQL, REST and SQL by hand give the same numbers', { timeout: 3_600_000 }, async () => {
  let answered = 0
  await fc.assert(
    fc.asyncProperty(question, async (one) => {
      const columns = (row: Readonly<Record<string, unknown>>) => [
        ...(one.grain === undefined ? [] : [row[`${one.asked.view}.date.${one.grain}`]]),
        ...one.keys.map((name) => row[`${one.asked.view}.${name}`]),
        ...one.measures.map(({ measure }) => row[`${one.asked.view}.${measure.name}`]),
      ]
      const ours = sorted(split((await planned.answer(inSql(one))).rows))
      const rest = (await semantic.load(overRest(one), { role: 'admin' })).rows.map(columns)
      expect(ours).toEqual(sorted(rest))
      expect(ours).toEqual(sorted(split(await planned.byHand(byHand(one)))))
      answered += ours.length
    }),
    { numRuns: Number(asked) },
  )
  expect(answered).toBeGreaterThan(Number(asked))
})

/** A sure guess at a foreign row: in any text, or more than there is of one's own. */
const owners = ['Ann Lee', 'Bob Ray', 'Cyd Fox']

test('a rep is answered from own rows, and from no other', { timeout: 3_600_000 }, async () => {
  let refused = 0
  await fc.assert(
    fc.asyncProperty(question, fc.constantFrom(...owners), async (one, user) => {
      const rep = { role: 'rep', user } as const
      const answer = await planned.answer(inSql(one), rep).catch((error) => {
        if (error.name !== 'SqlError') throw error
        refused++
      })
      if (!answer) return
      const own = await planned.byHand(byHand(one, [`owner = '${user}'`]))
      expect(sorted(split(answer.rows))).toEqual(sorted(split(own)))
      const others = owners.filter((owner) => owner !== user)
      expect(answer.rows.filter((row) => others.some((owner) => row.includes(owner)))).toEqual([])
    }),
    { numRuns: Number(asReps) },
  )
  expect(refused).toBeLessThanOrEqual(Number(asReps) / 5)
})
