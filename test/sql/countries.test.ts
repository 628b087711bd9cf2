/** The list of countries: each code once, and no spelling of two countries. */
import { expect, test } from 'vitest'
import { countries } from '../../src/sql/countries.ts'

test('each country has a code of its own', () => {
  const codes = countries.map(([code]) => code)
  expect(codes.filter((code) => !/^[A-Z]{2}$/.test(code))).toEqual([])
  expect(new Set(codes).size).toBe(codes.length)
})

test('no spelling means two countries', () => {
  const meanings = Map.groupBy(
    countries.flatMap(([code, name, spellings]) =>
      [code, name, ...(spellings?.split('|') ?? [])].map((spelling) => ({
        spelling: spelling.toLowerCase(),
        code,
      })),
    ),
    ({ spelling }) => spelling,
  )
  const ambiguous = [...meanings].filter(
    ([, found]) => new Set(found.map(({ code }) => code)).size > 1,
  )
  expect(ambiguous.map(([spelling]) => spelling)).toEqual([])
})
