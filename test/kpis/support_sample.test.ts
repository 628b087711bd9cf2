/** View `support` on the sample company: equal to its truth at every grain and slice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TrueTicket } from '../../src/sample/truth/economics.ts'
import { openSample, type SampleWarehouse } from './sample_warehouse.ts'
import { answer } from './served_case.ts'

let sample: SampleWarehouse
beforeAll(async () => {
  sample = await openSample()
}, 300_000)
afterAll(() => sample.close())

const measures = [
  'tickets',
  'median_first_response_minutes',
  'median_resolution_hours',
  'csat',
  'tickets_per_customer',
] as const
type Grain = 'month' | 'quarter' | 'year' | 'none'
type Slice = 'all' | 'segment'

describe.each<Slice>(['all', 'segment'])('by %s', (slice) => {
  test.each<Grain>(['month', 'quarter', 'year', 'none'])(
    'and %s, all measures are those of the truth',
    async (grain) => {
      const answered = await answer(sample.semantic, 'support', measures, {
        from: '2023-01-01',
        to: '2025-12-31',
        ...(slice === 'all' ? {} : { by: [slice] }),
        ...(grain === 'none' ? {} : { grain }),
      })
      const expected = supportOf(slice, grain)
      expect(expected.size).toBeGreaterThan(0)
      for (const [key, of] of expected) expect({ [key]: answered[key] }).toEqual({ [key]: of })
    },
  )
})

test('tickets by account, agent and priority add up to all of them', async () => {
  const all = await answer(sample.semantic, 'support', ['tickets'])
  expect(all['']!['tickets']).toBe(sample.truth.tickets.length)
  for (const by of [['account_name'], ['agent', 'priority'], ['owner', 'team']]) {
    const parts = await answer(sample.semantic, 'support', ['tickets'], { by })
    const sum = Object.values(parts).reduce((total, of) => total + of['tickets']!, 0)
    expect(sum).toBe(sample.truth.tickets.length)
  }
})

/** The view in plain loops over the truth; an event has its segment on its own day. */
function supportOf(slice: Slice, grain: Grain): Map<string, Record<string, unknown>> {
  const { accounts, tickets, mrr } = sample.truth
  const account = new Map(accounts.map((account) => [account.accountId, account]))
  const segmentOn = (accountId: string, day: string) => {
    const { companyIds, segments } = account.get(accountId)!
    if (companyIds.length === 0) return 'Unknown'
    const known = segments.filter(({ from }) => isoDay(from) <= day)
    return (known.at(-1) ?? segments[0])?.segment ?? 'Unknown'
  }
  const periodOf = (day: string) => {
    const month = Number(day.slice(5, 7))
    const first = { month, quarter: month - ((month - 1) % 3), year: 1, none: 1 }[grain]
    return grain === 'none' ? '' : `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
  }
  const keyOf = (accountId: string, day: string) =>
    [
      ...(slice === 'all' ? [] : [segmentOn(accountId, day)]),
      ...(grain === 'none' ? [] : [periodOf(day)]),
    ].join(' | ')
  const by = (at: (ticket: TrueTicket) => number | null) =>
    Map.groupBy(
      tickets.filter((ticket) => at(ticket) !== null),
      (ticket) => keyOf(ticket.accountId, isoDay(at(ticket)!)),
    )
  const opened = by(({ openedAt }) => openedAt)
  const answered = by(({ firstReplyAt }) => firstReplyAt)
  const solved = by(({ solvedAt }) => solvedAt)
  const lastMonths = new Map<string, string>()
  for (const { month } of mrr) {
    const period = periodOf(`${month}-01`)
    if (month > (lastMonths.get(period) ?? '')) lastMonths.set(period, month)
  }
  const customers = Map.groupBy(
    mrr.filter(({ month }) => lastMonths.get(periodOf(`${month}-01`)) === month),
    ({ accountId, month }) => keyOf(accountId, `${month}-31`),
  )
  return new Map(
    [...opened].map(([key, of]) => {
      const rated = (solved.get(key) ?? []).filter(({ isContent }) => isContent !== null)
      const content = rated.filter(({ isContent }) => isContent).length
      const paying = customers.get(key)?.length
      return [
        key,
        {
          tickets: of.length,
          // The help desk exports whole minutes.
          median_first_response_minutes: close(
            median((answered.get(key) ?? []).map((ticket) => minutes(ticket, ticket.firstReplyAt))),
          ),
          median_resolution_hours: close(
            median((solved.get(key) ?? []).map((ticket) => minutes(ticket, ticket.solvedAt) / 60)),
          ),
          csat: rated.length ? close(content / rated.length) : null,
          tickets_per_customer: paying ? close(of.length / paying) : null,
        },
      ]
    }),
  )
}

const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 8))
const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10)
const minutes = ({ openedAt }: TrueTicket, at: number | null) =>
  Math.round((at! - openedAt) / 60_000)

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length === 0
    ? null
    : (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2
}
