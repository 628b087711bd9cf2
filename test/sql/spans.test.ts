/** What follows from spans and discounts of subscriptions. */
import { expect, test } from 'vitest'
import { monthlyPrice } from '../../src/sql/recurring.ts'
import { changesOfSpans } from '../../src/sql/spans.ts'
import { evaluated, raw, rowsOf } from './fragments.ts'

const span = (line: string, from: string, to: string | null, mrr: number) =>
  `select '${line}' as subscription_line_id, 'S' as subscription_id, 'x' as source_system, 'A' as account_id,
    'core' as product_id, 'plan' as plan_id, 'EUR' as currency_code, timestamp '${from}' as starts_at,
    ${to === null ? 'null::timestamp' : `timestamp '${to}'`} as ends_at, ${mrr}::decimal(28, 8) as mrr_local`
const discount = (from: string, to: string | null, rate: number | null, amount: number | null) =>
  `select 'S' as subscription_id, timestamp '${from}' as starts_at,
    ${to === null ? 'null::timestamp' : `timestamp '${to}'`} as ends_at, ${rate}::double as discount_rate,
    ${amount}::decimal(28, 8) as discount_local`
const noDiscount = `${discount('2024-01-01', null, 0, 0)} where false`

async function changes(spans: string[], discounts: string[] = [noDiscount]) {
  const rows = (await rowsOf(
    changesOfSpans(
      raw(`(${spans.join(' union all ')})`),
      raw(`(${discounts.join(' union all ')})`),
    ),
  )) as { subscription_line_id: string; changed_at: Date; mrr_change_local: string }[]
  return rows
    .map(
      ({ subscription_line_id: line, changed_at, mrr_change_local }) =>
        `${line} ${changed_at.toISOString().slice(0, 10)} ${mrr_change_local}`,
    )
    .sort()
}

test('spans that follow each other change by their difference, and end at 0', async () => {
  expect(
    await changes([
      span('L', '2024-01-01', '2024-02-01', 100),
      span('L', '2024-02-01', '2024-03-01', 100),
      span('L', '2024-03-01', '2024-04-01', 130),
      span('L', '2024-06-01', null, 50),
    ]),
  ).toEqual([
    'L 2024-01-01 100.00000000',
    'L 2024-03-01 30.00000000',
    'L 2024-04-01 -130.00000000',
    'L 2024-06-01 50.00000000',
  ])
})

test('shares come off one after the other, amounts in proportion to the lines, and never below 0', async () => {
  const lines = [span('K', '2024-01-01', null, 300), span('L', '2024-01-01', null, 100)]
  // 20 % and 10 % leave 72 %.
  expect(
    await changes(lines, [
      discount('2024-01-01', null, 0.2, null),
      discount('2024-01-01', null, 0.1, null),
    ]),
  ).toEqual(['K 2024-01-01 216.00000000', 'L 2024-01-01 72.00000000'])
  expect(await changes(lines, [discount('2024-02-01', '2024-03-01', null, 40)])).toEqual([
    'K 2024-01-01 300.00000000',
    'K 2024-02-01 -30.00000000',
    'K 2024-03-01 30.00000000',
    'L 2024-01-01 100.00000000',
    'L 2024-02-01 -10.00000000',
    'L 2024-03-01 10.00000000',
  ])
  expect(await changes(lines, [discount('2024-01-01', null, null, 500)])).toEqual([])
})

test('a change has the types that it states', async () => {
  const [row] = (await rowsOf(
    changesOfSpans(
      raw(`(${span('L', '2024-01-01', null, 1)})`),
      raw(`(${discount('2024-01-01', null, 0.5, null)})`),
    ),
  )) as Record<string, unknown>[]
  expect(row).toMatchObject({ product_id: 'core', plan_id: 'plan', mrr_change_local: '0.50000000' })
})

test.each([
  ['day', 1, '60.83333333'],
  ['week', 1, '8.66666667'],
  ['month', 3, '0.66666667'],
  ['year', 1, '0.16666667'],
  ['year', 2, '0.08333333'],
  [null, 1, 'null'],
] as const)('2.00 by %s × %d is worth %s a month', async (interval, count, value) => {
  const price = {
    unitPrice: raw('1.00::decimal(28, 8)'),
    interval: raw(interval === null ? 'null::varchar' : `'${interval}'`),
    intervalCount: raw(`${count}::bigint`),
  }
  expect(await evaluated(monthlyPrice(raw('2::bigint'), price))).toBe(`DECIMAL(28,8): ${value}`)
})
