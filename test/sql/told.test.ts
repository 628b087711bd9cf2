/** Sentences of templates: what they say in English, and what they are made of. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  aDay,
  aMoney,
  aName,
  aNumber,
  aShare,
  aText,
  someDays,
  teller,
  telling,
  toldBefore,
} from '../../src/sql/told.ts'
import { evaluated, raw, textOf } from './fragments.ts'

const told = teller({
  sold: '[deal] was sold for [price], [rate] off, within [time].',
  billed: 'Bills since [day]: [count].',
  over: 'It is over.',
})
const sold = (days: number) =>
  told('sold', {
    deal: aText(textOf('The "big" one')),
    price: aMoney(raw('1234.5::decimal(18, 2)'), textOf('CHF')),
    rate: aShare(raw('0.125::double')),
    time: someDays(raw(`${days}::bigint`)),
  })
const billed = (isSaid: boolean) =>
  told(
    'billed',
    { day: aDay(raw("date '2024-03-05'")), count: aNumber(raw('3::bigint')) },
    sql<boolean>`${sql.lit(isSaid)}`,
  )

test('a template is filled with figures as one writes them, one day and several', async () => {
  expect(await evaluated(telling(sold(1)).words)).toBe(
    'VARCHAR: The "big" one was sold for 1,234.50 CHF, 12.5 % off, within 1 day.',
  )
  expect(await evaluated(telling(sold(2)).words)).toMatch(/within 2 days\.$/)
})

test('its parts tell the template, and each figure with its unit', async () => {
  const text = await evaluated(telling(sold(1)).parts)
  expect(JSON.parse(text.replace(/^VARCHAR: /, ''))).toEqual([
    {
      say: 'sold',
      deal: ['text', 'The "big" one'],
      price: ['money', '1234.50', 'CHF'],
      rate: ['share', 0.125],
      time: ['days', 1],
    },
  ])
})

test('sentences follow one another, and what is not said leaves no gap', async () => {
  const over = told('over', {})
  expect(await evaluated(telling(billed(true), over).words)).toBe(
    'VARCHAR: Bills since 2024-03-05: 3. It is over.',
  )
  expect(await evaluated(telling(billed(false), over).words)).toBe('VARCHAR: It is over.')
  expect(await evaluated(telling(billed(false), over).parts)).toBe('VARCHAR: [{"say":"over"}]')
  expect(await evaluated(telling(billed(false)).parts)).toBe('VARCHAR: []')
})

test('a value tells of which dimension it is', async () => {
  const by = teller({ by: 'By [channel].' })('by', { channel: aName(textOf('Email'), 'channel') })
  expect(await evaluated(telling(by).words)).toBe('VARCHAR: By Email.')
  expect(await evaluated(telling(by).parts)).toBe(
    'VARCHAR: [{"say":"by","channel":["name","Email","channel"]}]',
  )
})

test('what was told before goes first, and nothing is no sentence', async () => {
  const over = told('over', {})
  const after = (words: string | null, parts: string | null) =>
    telling(toldBefore(textOf(words), textOf(parts)), over)
  const parts = '[{"say":"billed","day":["day","2024-03-05"]},{"say":"over"}]'
  expect(await evaluated(after('Billed. Over.', parts).words)).toBe(
    'VARCHAR: Billed. Over. It is over.',
  )
  expect(await evaluated(after('Billed. Over.', parts).parts)).toBe(
    `VARCHAR: ${parts.slice(0, -1)},{"say":"over"}]`,
  )
  expect(await evaluated(after(null, null).words)).toBe('VARCHAR: It is over.')
  expect(await evaluated(after('', '[]').parts)).toBe('VARCHAR: [{"say":"over"}]')
})
