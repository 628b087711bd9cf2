/** Sentences of the warehouse as they are said in the reader's language. */
import { expect, test } from 'vitest'
import { sentencesOf } from '../../../web/src/format/sentences.ts'

const templates: Readonly<Record<string, string>> = {
  sold: '[deal]: [price], [rate], [time], [count], [day].',
  over: 'Over, [deal].',
  seen: '[seen] by [channel]: [most].',
}
const words: Readonly<Record<string, string>> = {
  'channel: Email': 'E-Mail',
  'features: days open': 'Tage offen',
  'features: # to #': '# bis #',
  'features: never': 'nie',
}
const named = (dimension: string, value: string) => words[`${dimension}: ${value}`] ?? value
const said = (parts: object[], locale: string) =>
  sentencesOf(JSON.stringify(parts), (name) => templates[name]!, named, {
    locale,
    currency: 'EUR',
    perDay: (amount) => amount,
  })
const sold = {
  say: 'sold',
  deal: ['text', 'Acme [day]'],
  price: ['money', '1234.50', 'CHF'],
  rate: ['share', 0.125],
  time: ['days', 1],
  count: ['number', 1200],
  day: ['day', '2024-03-05'],
}
const over = { say: 'over', deal: ['text', null] }
// Languages differ in which space they write before a unit.
const plain = (text: string | undefined) => text?.replaceAll(/\s/g, ' ')

test('figures are written as the reader’s language writes them, money in its own currency', () => {
  expect(plain(said([sold, over], 'en'))).toBe(
    'Acme [day]: CHF 1,235, 12.5%, 1 day, 1,200, Mar 5, 2024. Over, –.',
  )
  expect(plain(said([sold], 'de'))).toBe('Acme [day]: 1.235 CHF, 12,5 %, 1 Tag, 1.200, 05.03.2024.')
})

test('sentences of Japanese follow one another without a space', () => {
  expect(said([over, over], 'ja')).toBe('Over, –.Over, –.')
})

test('names, features and bands are told in words of the language, what has none as it is', () => {
  const seen = {
    say: 'seen',
    seen: ['ago', 1],
    channel: ['name', 'Email', 'channel'],
    most: [
      'factors',
      [
        ['days open', '61 to 120', '1.50'],
        ['size', 'SMB, 4 to 9', '1.05'],
      ],
    ],
  }
  expect(said([seen], 'de')).toBe(
    'vor 1 Tag by E-Mail: Tage offen: 61 bis 120 (×1,50); size: SMB, 4 bis 9 (×1,05).',
  )
  expect(said([{ ...seen, seen: ['ago', null] }], 'de')).toMatch(/^nie by/)
})

test('what is no parts is no sentences', () => {
  expect(
    sentencesOf('Not allocated', String, named, {
      locale: 'en',
      currency: 'EUR',
      perDay: String,
    }),
  ).toBe(undefined)
})
