/** Figures in a sentence: as one writes them, whatever their size. */
import { expect, test } from 'vitest'
import { countWords, dayWords, moneyWords, shareWords } from '../../src/sql/sentences.ts'
import { evaluated, raw, textOf } from './fragments.ts'

test('money stands with its cents, its thousands apart, and its currency', async () => {
  const of = (amount: string) => moneyWords(raw(`${amount}::decimal(18, 2)`), textOf('CHF'))
  expect(await evaluated(of('1234567.5'))).toBe('VARCHAR: 1,234,567.50 CHF')
  expect(await evaluated(of('0.05'))).toBe('VARCHAR: 0.05 CHF')
})

test('a share is of a hundred, with one place where it has one', async () => {
  expect(await evaluated(shareWords(raw('0.45::double')))).toBe('VARCHAR: 45 %')
  expect(await evaluated(shareWords(raw('0.125::double')))).toBe('VARCHAR: 12.5 %')
  expect(await evaluated(shareWords(raw('1::double')))).toBe('VARCHAR: 100 %')
})

test('a day is written as in ISO 8601', async () => {
  expect(await evaluated(dayWords(raw("date '2024-03-05'")))).toBe('VARCHAR: 2024-03-05')
})

test('a count agrees with its noun', async () => {
  expect(await evaluated(countWords(raw('1::bigint'), 'attempt'))).toBe('VARCHAR: 1 attempt')
  expect(await evaluated(countWords(raw('2::bigint'), 'attempt'))).toBe('VARCHAR: 2 attempts')
})
