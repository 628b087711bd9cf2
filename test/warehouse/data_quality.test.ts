/** An export that breaks, from its file to what `revops status` says of it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tables } from '../../transforms/index.ts'
import { json, revops } from '../cli/revops.ts'
import { warehouseFolders } from './company.ts'

const dayAt = (place: number) => new Date(Date.UTC(2024, 0, 1 + place)).toISOString().slice(0, 10)
/** So many tickets on each day, from one on. */
const ticketsOf = (first: number, days: number, aDay: number) =>
  Array.from({ length: days * aDay }, (_, place) => {
    const day = dayAt(first + Math.floor(place / aDay))
    return `t-${day}-${place % aDay},a1,${day}T09:00:00Z,normal`
  })
const header = 'ticket_id,account_id,created_at,priority'

test('a help desk that falls silent and sends rubbish costs score, and what was before stays known', async () => {
  const { exports, warehouse, build } = warehouseFolders()
  mkdirSync(join(exports, 'generic'))
  const write = (file: string, ...lines: string[]) =>
    writeFileSync(join(exports, 'generic', file), `${lines.join('\n')}\n`)
  const qualityAsOf = async (asOf: string) => {
    await build(tables, { asOf, select: '+mart_data_quality' })
    return (await json(['status', '--warehouse', warehouse])).quality
  }

  write(
    'accounts.csv',
    'account_id,account_name,domain,created_at',
    'a1,Acme,acme.com,2024-01-01T08:00:00Z',
  )
  write('tickets_2024-04-09.csv', header, ...ticketsOf(0, 100, 100))
  const before = await qualityAsOf('2024-04-09T12:00')
  expect(before.sources.find(({ source }: { source: string }) => source === 'generic')).toEqual({
    source: 'generic',
    score: 100,
    silent_hours: 3,
    checks: expect.any(Number),
    failed_checks: 0,
    volume_anomalies: 0,
  })

  // 10 to 19 April with five tickets a day in the place of a hundred, and one without a date.
  write('tickets_2024-04-19.csv', header, ...ticketsOf(100, 10, 5), 't,a1,yesterday,normal')
  const after = await qualityAsOf('2024-04-19T12:00')
  const generic = after.sources.find(({ source }: { source: string }) => source === 'generic')
  // Of 28 days and 4 weeks, 9 days and the week from the 8th are out of line.
  const [refused, odd] = [1 / 10_051, 10 / 32]
  // Accounts and tickets each by rows, fields and promises; duplicates, keys, freshness and volume.
  expect(generic).toMatchObject({
    score: expect.closeTo((100 * (10 - refused - odd)) / 10, 8),
    failed_checks: 2,
    // Seven days, and the week that ended within them.
    volume_anomalies: 8,
  })
  expect(after.history).toEqual([
    { day: '2024-04-09', score: before.score },
    { day: '2024-04-19', score: after.score },
  ])
  expect(after.score).toBeLessThan(before.score)

  const { stdout } = await revops(['status', '--warehouse', warehouse])
  expect(stdout).toMatch(/generic +96\.9 +3\.0 +2 +8\n/)
}, 120_000)
