/** Days of scoring, scores that are counted, and the time of day where somebody is. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Day } from '../../src/columns.ts'
import {
  bandOf,
  featuresOf,
  lengthOfList,
  logOddsOf,
  shareOfLogOdds,
  smoothedShare,
  sumOfLogOdds,
} from '../../src/sql/scoring.ts'
import {
  dayOfPoint,
  greatestUntil,
  mostPointsBack,
  pointDays,
  pointOf,
  pointsWithin,
  sumOfNextPoints,
  sumOfPoints,
} from '../../src/sql/scoring_points.ts'
import { hourOf, localTimeOf, timeZoneOf, timeZones, weekdayOf } from '../../src/sql/time_zones.ts'
import { evaluated, raw, textOf } from './fragments.ts'

const today = raw("date '2024-03-31'")
const days = (...of: string[]) =>
  `(values ${of.map((day, at) => `(${at}, date '${day}')`).join(', ')}) as row(n, day)`

test('a day belongs to the first point at or after it', async () => {
  // The points are 31 March, 1 March and 31 January.
  const rows = days('2024-03-31', '2024-03-02', '2024-03-01', '2024-01-31', '2024-01-30')
  expect(await evaluated(pointOf(raw('day'), today), rows)).toBe('BIGINT: 0, 0, 1, 2, 2')
  expect(await evaluated(sql`${dayOfPoint(raw('n'), today)}::varchar`, '(select 2 as n)')).toBe(
    'VARCHAR: 2024-01-31',
  )
  expect(await evaluated(sql`typeof(${dayOfPoint(raw('n'), today)})`, '(select 2 as n)')).toBe(
    'VARCHAR: DATE',
  )
})

test('the points of a stretch are those from its first day on and before its end', async () => {
  const points = (from: string, until: string) =>
    evaluated(
      sql`(select list(n order by n) from (select ${pointsWithin(
        raw(`date '${from}'`) as ReturnType<typeof raw> & { readonly day?: Day },
        raw(`date '${until}'`),
        today,
      )} as n))`,
    )
  expect(await points('2024-01-31', '9999-01-01')).toContain('0,1,2')
  expect(await points('2024-02-01', '2024-03-31')).toContain('1')
  expect(await points('2024-02-01', '2024-03-01')).toContain('null')
  expect(await points('2024-04-01', '9999-01-01')).toContain('null')
  const longAgo = await points('2000-01-01', '9999-01-01')
  expect(longAgo.split(',')).toHaveLength(mostPointsBack + 1)
  expect(pointDays * mostPointsBack).toBe(1440)
})

test('sums are over the points up to this one, or over those after it', async () => {
  const rows = `(values (0, 1), (1, 10), (3, 100)) as row(point, value) order by point`
  const points = { of: [raw('1')], by: raw('point') }
  const value = raw('value')
  expect(await evaluated(sumOfPoints(value, 2, points), rows)).toBe('BIGINT: 11, 10, 100')
  expect(await evaluated(sumOfPoints(value, 3, points), rows)).toBe('BIGINT: 11, 110, 100')
  expect(await evaluated(sumOfNextPoints(value, 2, points), rows)).toBe('BIGINT: 0, 1, 10')
  expect(await evaluated(greatestUntil(value, points), rows)).toBe('INTEGER: 100, 100, 100')
})

test('a band is named by what is in it', async () => {
  const of = (bounds: number[], values: string) =>
    evaluated(bandOf(raw('v'), bounds, 'never'), `(select unnest([${values}]) as v)`)
  expect(await of([0, 1, 5], '0, 1, 2, 5, 6, null')).toBe(
    'VARCHAR: none, 1, 2 to 5, 2 to 5, over 5, never',
  )
  expect(await of([14, 30], '0, 14, 15, 31')).toBe('VARCHAR: up to 14, up to 14, 15 to 30, over 30')
  expect(await of([0], '0, 3')).toBe('VARCHAR: none, some')
})

test('features stand by name', async () => {
  const features = featuresOf({ size: textOf('SMB'), products: textOf('2') })
  expect(await evaluated(sql`${features}['products']`)).toBe('VARCHAR: 2')
})

test('a share is drawn towards another by so many cases', async () => {
  // (3 + 10 × 0.2) ÷ (5 + 10)
  const share = smoothedShare(raw('3'), raw('5'), raw('0.2::double'), raw('10'))
  expect(await evaluated(sql`round(${share}, 6)`)).toBe('DOUBLE: 0.333333')
})

test('odds of 1 to 3 have the logarithm −1.0986, and back', async () => {
  expect(await evaluated(logOddsOf(raw('0.25::double')))).toBe('DOUBLE: -1.0986')
  expect(await evaluated(shareOfLogOdds(raw('-1.0986::double')))).toBe('DOUBLE: 0.25')
})

test('log-odds add up to the same in any order', async () => {
  const rows = '(select unnest([0.1::double, 0.2, 0.3, null]) as v)'
  expect(
    await evaluated(sumOfLogOdds(raw('v')), `(select list(v) as vs, 0 as v from ${rows})`),
  ).toBe('DOUBLE: 0')
  expect(await evaluated(sql`(select ${sumOfLogOdds(raw('v'))} from ${sql.raw(rows)})`)).toBe(
    'DOUBLE: 0.6',
  )
})

test('a list holds a share of the candidates, of few a least number, and no more than there are', async () => {
  const of = (count: number) => evaluated(lengthOfList(raw(`${count}::bigint`), 0.1, 5))
  expect(await of(201)).toBe('BIGINT: 21')
  expect(await of(200)).toBe('BIGINT: 20')
  expect(await of(12)).toBe('BIGINT: 5')
  expect(await of(3)).toBe('BIGINT: 3')
})

test('a time zone is the one said if it is known, else that of the country, else ours', async () => {
  const of = (said: string | null, country: string | null) =>
    evaluated(timeZoneOf(textOf(said), textOf(country)))
  expect(await of('Asia/Tokyo', 'DE')).toBe('VARCHAR: Asia/Tokyo')
  expect(await of('europe_slash_berlin', 'FI')).toBe('VARCHAR: Europe/Helsinki')
  expect(await of(null, null)).toBe('VARCHAR: UTC')
})

test('every zone listed is one that DuckDB knows', async () => {
  for (const zone of new Set(Object.values(timeZones)))
    expect(
      await evaluated(localTimeOf(raw("timestamp '2024-01-01 00:00'"), textOf(zone))),
    ).toContain('TIMESTAMP')
})

test('clocks show summer time in summer', async () => {
  const at = (instant: string) =>
    localTimeOf(raw(`timestamp '${instant}'`), textOf('Europe/Berlin'))
  expect(await evaluated(hourOf(at('2024-01-10 23:30')))).toBe('VARCHAR: 00:00')
  expect(await evaluated(weekdayOf(at('2024-01-10 23:30')))).toBe('VARCHAR: Thursday')
  expect(await evaluated(hourOf(at('2024-07-10 09:30')))).toBe('VARCHAR: 11:00')
})
