/** JSON texts. */
import { expect, test } from 'vitest'
import { jsonParameter, jsonText } from '../../src/sql/json.ts'
import { evaluated, textOf } from './fragments.ts'

test('a path finds its text', async () => {
  const json = textOf('{"manual": {"source": "google", "medium": ""}}')
  expect(await evaluated(jsonText(json, '$.manual.source'))).toBe('VARCHAR: google')
  expect(await evaluated(jsonText(json, '$.manual.medium'))).toBe('VARCHAR: null')
  expect(await evaluated(jsonText(textOf('no json'), '$.manual'))).toBe('VARCHAR: null')
})

test.each([
  ['source', 'google'],
  ['ga_session_id', '1700000000'],
  ['percent', '2.5'],
  ['medium', 'null'],
])('the parameter %s is %s', async (key, value) => {
  const json = textOf(
    JSON.stringify([
      { key: 'source', value: { string_value: 'google', int_value: null } },
      { key: 'ga_session_id', value: { int_value: '1700000000' } },
      { key: 'percent', value: { double_value: 2.5 } },
    ]),
  )
  expect(await evaluated(jsonParameter(json, key))).toBe(`VARCHAR: ${value}`)
  expect(await evaluated(jsonParameter(textOf(null), key))).toBe('VARCHAR: null')
})
