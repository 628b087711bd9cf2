import { expect, test } from 'vitest'
import { AnswerCache, answerKey } from '../../src/semantic/answer_cache.ts'

const answer = (bytes: number) => ({ type: 'application/json', body: Buffer.alloc(bytes) })

test('the least recently used answers go first, by number and by size', () => {
  const cache = new AnswerCache({ entries: 2, bytes: 100 })
  cache.set('a', answer(10))
  cache.set('b', answer(10))
  cache.get('a')
  cache.set('c', answer(10))
  expect(cache.get('b')).toBeUndefined()
  expect(cache.get('a')).toBeDefined()
  expect(cache.size).toEqual({ entries: 2, bytes: 20 })
})

test('an answer that would push out the others is not kept', () => {
  const cache = new AnswerCache({ entries: 10, bytes: 80 })
  cache.set('large', answer(11))
  expect(cache.size).toEqual({ entries: 0, bytes: 0 })
  for (let at = 0; at < 20; at++) cache.set(`small ${at}`, answer(10))
  expect(cache.size).toEqual({ entries: 8, bytes: 80 })
})

test('clearing forgets every answer', () => {
  const cache = new AnswerCache()
  cache.set('a', answer(10))
  cache.clear()
  expect(cache.get('a')).toBeUndefined()
  expect(cache.size).toEqual({ entries: 0, bytes: 0 })
})

test('an answer depends on the build, the role, the user, the team and what is asked', () => {
  const keys = [
    answerKey('b1', { role: 'admin' }, ['q']),
    answerKey('b2', { role: 'admin' }, ['q']),
    answerKey('b1', { role: 'analyst' }, ['q']),
    answerKey('b1', { role: 'rep', user: 'Ann' }, ['q']),
    answerKey('b1', { role: 'rep', user: 'Bob' }, ['q']),
    answerKey('b1', { role: 'manager', team: 'Ann' }, ['q']),
    answerKey('b1', { role: 'admin' }, ['other']),
  ]
  expect(new Set(keys).size).toBe(keys.length)
})
