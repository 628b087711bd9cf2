/** Money in the currency of its row. */
import { expect, test } from 'vitest'
import { fromFloat, fromMicros, sumOfOneCurrency } from '../../src/sql/local_money.ts'
import { evaluated, raw } from './fragments.ts'

test('amounts of one currency add up exactly, no amounts to nothing', async () => {
  const amounts = '(values (0.104::decimal(28, 6)), (0.201), (null)) as row(amount)'
  expect(await evaluated(sumOfOneCurrency(raw('amount')), amounts)).toBe('DECIMAL(18,2): 0.31')
  expect(await evaluated(sumOfOneCurrency(raw('amount')), `(from ${amounts} where false)`)).toBe(
    'DECIMAL(18,2): 0.00',
  )
})

test('micros become money without rounding', async () => {
  expect(await evaluated(fromMicros(raw('20836690::bigint')))).toBe('DECIMAL(28,6): 20.836690')
  expect(await evaluated(fromMicros(raw('9007199254740991::bigint')))).toBe(
    'DECIMAL(28,6): 9007199254.740991',
  )
  expect(await evaluated(fromMicros(raw('null::bigint')))).toBe('DECIMAL(28,6): null')
})

test('a float becomes money without its noise', async () => {
  expect(await evaluated(fromFloat(raw('(0.1::double + 0.2::double)')))).toBe(
    'DECIMAL(28,6): 0.300000',
  )
  expect(await evaluated(fromFloat(raw('null::double')))).toBe('DECIMAL(28,6): null')
})
