import { expect, test } from 'vitest'
import { cellWriter } from '../../src/semantic/native/cells.ts'
import { dataJson } from '../../src/semantic/native/rows.ts'

test('an instant is written in one spelling, whatever the driver sends', () => {
  const write = cellWriter('time')
  expect(write('2024-01-31T00:00:00.000Z')).toBe('2024-01-31T00:00:00.000')
  expect(write('2024-01-31 10:20:30 UTC')).toBe('2024-01-31T10:20:30.000')
  expect(write('2024-01-31T10:20:30.123456+00:00')).toBe('2024-01-31T10:20:30.123')
  expect(write(new Date(0))).toBe('1970-01-01T00:00:00.000')
  expect(write('not a time')).toBe('not a time')
  expect(write(null)).toBe(null)
})

test('a number leaves as text, without an exponent', () => {
  const write = cellWriter('number')
  expect([12.5, 1e21, 1e-7, 10n ** 20n, Number.NaN].map(write)).toEqual([
    '12.5',
    '1000000000000000000000',
    '0.0000001',
    '100000000000000000000',
    null,
  ])
  expect([true, null, undefined, [1]].map(write)).toEqual([true, null, null, [1]])
})

const transform = {
  aliasToMemberNameMap: { v__d: 'v.date.month', v__m: 'v.m' },
  annotation: { 'v.date.month': { type: 'time' }, 'v.date': { type: 'time' }, 'v.m': {} },
  query: { measures: ['v.m'], timeDimensions: [{ dimension: 'v.date', granularity: 'month' }] },
}
const raw = [
  { v__d: '2024-01-01T00:00:00.000Z', v__m: '1' },
  { v__d: '2024-02-01T00:00:00.000Z', v__m: null },
]

test('rows are written in the three layouts of Cube', () => {
  expect(JSON.parse(dataJson(transform, raw))).toEqual([
    { 'v.date.month': '2024-01-01T00:00:00.000', 'v.date': '2024-01-01T00:00:00.000', 'v.m': '1' },
    { 'v.date.month': '2024-02-01T00:00:00.000', 'v.date': '2024-02-01T00:00:00.000', 'v.m': null },
  ])
  const members = ['v.date.month', 'v.m', 'v.date']
  expect(JSON.parse(dataJson({ ...transform, resType: 'compact' }, raw))).toEqual({
    members,
    dataset: [
      ['2024-01-01T00:00:00.000', '1', '2024-01-01T00:00:00.000'],
      ['2024-02-01T00:00:00.000', null, '2024-02-01T00:00:00.000'],
    ],
  })
  expect(JSON.parse(dataJson({ ...transform, resType: 'columnar' }, raw))).toEqual({
    members,
    columns: [
      ['2024-01-01T00:00:00.000', '2024-02-01T00:00:00.000'],
      ['1', null],
      ['2024-01-01T00:00:00.000', '2024-02-01T00:00:00.000'],
    ],
  })
})

test('a member that the metadata hides is refused, with rows and without', () => {
  const hidden = { ...transform, annotation: { 'v.m': {} } }
  expect(() => dataJson(hidden, raw)).toThrow("You requested hidden member: 'v.date.month'")
  expect(() => dataJson(hidden, [])).toThrow("You requested hidden member: 'v.date'")
  expect(dataJson(transform, [])).toBe('[]')
})
