/** The KPIs of view `revenue`, worked out in plain loops over the sample company's truth. */
import type { GroundTruth, TrueAccount, TrueMovement } from '../../src/sample/truth.ts'

export type Slice = 'all' | 'segment' | 'owner'
export type Grain = 'month' | 'quarter' | 'year' | 'none'
export type Values = Record<string, number | null>

const endOfData = '2025-12-31'

/** Every measure by slice value and period, as keys of `answer` in served_case.ts. */
export function revenueOf(truth: GroundTruth, slice: Slice, grain: Grain, from: string) {
  const books = booksOf(truth, slice)
  const expected: Record<string, Values> = {}
  for (const [period, monthEnds] of periods(grain, from)) {
    const [first, last] = [monthEnds[0]!, monthEnds.at(-1)!]
    const values = new Set(books.flatMap((book) => [...book.slices(first, last)]))
    for (const value of values) {
      const key = [...(slice === 'all' ? [] : [value]), ...(grain === 'none' ? [] : [period])]
      expected[key.join(' | ')] = {
        ...balancesOf(books, value, last),
        ...movementsOf(books, value, `${first.slice(0, 7)}-01`, last),
        ...windowsOf(books, value, last, 1, ['logo_churn_rate', 'net_revenue_retention_monthly']),
        ...windowsOf(books, value, last, 3, [
          'logo_churn_rate_quarterly',
          'net_revenue_retention_quarterly',
        ]),
        ...windowsOf(books, value, last, 12, ['logo_churn_rate_yearly', 'net_revenue_retention']),
      }
    }
  }
  return expected
}

/** An account: its changes of MRR, and what a day’s slice value of it is. */
interface Book {
  readonly changes: readonly TrueMovement[]
  readonly sliceOn: (day: string) => string
  slices(from: string, to: string): Set<string>
}

function booksOf(truth: GroundTruth, slice: Slice): Book[] {
  const ownerName = new Map(truth.owners.map(({ ownerId, name }) => [ownerId, name]))
  const accounts = new Map(truth.accounts.map((account) => [account.accountId, account]))
  const sliceOf = (account: TrueAccount, day: string): string => {
    if (slice === 'all') return ''
    // A payer that no company matches has nobody who owns it, and no size.
    if (account.companyIds.length === 0) return 'Unknown'
    if (slice === 'segment') return last(account.segments, day)?.segment ?? 'Unknown'
    return ownerName.get(last(account.owners, day)?.ownerId ?? '') ?? 'Unknown'
  }
  return [...Map.groupBy(truth.movements, ({ accountId }) => accountId)].map(([id, unsorted]) => {
    const changes = unsorted.toSorted((a, b) => a.day.localeCompare(b.day))
    const account = accounts.get(id)!
    const sliceOn = (day: string) => sliceOf(account, day)
    return {
      changes,
      sliceOn,
      slices: (from, to) =>
        new Set([
          ...monthEnds(from, to).map((day) => sliceOn(attributesDay(changes, day))),
          ...changes
            .filter(({ day }) => from.slice(0, 7) <= day && day <= to)
            .map(({ day }) => sliceOn(day)),
        ]),
    }
  })
}

function last<T extends { from: number }>(versions: readonly T[], day: string): T | undefined {
  const known = versions.filter(({ from }) => new Date(from).toISOString().slice(0, 10) <= day)
  return known.at(-1) ?? versions[0]
}

const mrrOn = (book: Pick<Book, 'changes'>, day: string) =>
  book.changes
    .filter((change) => change.day <= day)
    .reduce((sum, { change }) => sum + Number(change), 0)

const isNone = (mrr: number) => Math.abs(mrr) < 1e-6

/** The day whose owner and segment hold for a window: its end, or the day the MRR ended. */
function attributesDay(changes: readonly TrueMovement[], day: string): string {
  if (!isNone(mrrOn({ changes }, day))) return day
  return changes.filter((change) => change.day <= day).at(-1)?.day ?? day
}

function balancesOf(books: readonly Book[], value: string, day: string): Values {
  const own = books.filter((book) => book.sliceOn(day) === value).map((book) => mrrOn(book, day))
  const mrr = sum(own)
  const customers = own.filter((amount) => !isNone(amount)).length
  return { mrr, arr: 12 * mrr, customers, arpa: customers ? mrr / customers : null }
}

function movementsOf(books: readonly Book[], value: string, from: string, to: string): Values {
  const moved = books
    .flatMap((book) => book.changes.map((change) => ({ change, slice: book.sliceOn(change.day) })))
    .filter(({ change, slice }) => slice === value && from <= change.day && change.day <= to)
    .map(({ change }) => change)
  const of = (kind: TrueMovement['kind']) => moved.filter((movement) => movement.kind === kind)
  const amount = (kind: TrueMovement['kind']) =>
    Math.abs(sum(of(kind).map(({ change }) => Number(change))))
  const gained = amount('new') + amount('expansion') + amount('reactivation')
  const lost = amount('contraction') + amount('churn')
  return {
    new_mrr: amount('new'),
    expansion_mrr: amount('expansion'),
    reactivation_mrr: amount('reactivation'),
    contraction_mrr: amount('contraction'),
    churned_mrr: amount('churn'),
    net_new_mrr: gained - lost,
    quick_ratio: lost ? gained / lost : null,
    new_customers: of('new').length,
    churned_customers: of('churn').length,
    reactivated_customers: of('reactivation').length,
  }
}

function windowsOf(
  books: readonly Book[],
  value: string,
  day: string,
  months: number,
  [logoChurn, netRetention]: [string, string],
): Values {
  const start = monthEnd(day, -months)
  const own = books
    .filter((book) => book.sliceOn(attributesDay(book.changes, day)) === value)
    .map((book) => ({ before: mrrOn(book, start), now: mrrOn(book, day), changes: book.changes }))
  const then = own.filter(({ before }) => !isNone(before))
  const base = sum(then.map(({ before }) => before))
  const share = (part: number) => (isNone(base) ? null : part / base)
  const moved = (...kinds: TrueMovement['kind'][]) =>
    sum(
      own
        .flatMap(({ changes }) => changes)
        .filter((change) => kinds.includes(change.kind) && start < change.day && change.day <= day)
        .map(({ change }) => Number(change)),
    )
  const lost = then.length ? then.filter(({ now }) => isNone(now)).length / then.length : null
  const growth = isNone(base) ? null : (sum(own.map(({ now }) => now)) - base) / base
  const suffix = { 1: '', 3: '_quarterly', 12: '_yearly' }[months]
  return {
    [logoChurn]: lost,
    [`customer_retention_rate${suffix}`]: lost === null ? null : 1 - lost,
    [netRetention]: share(sum(then.map(({ now }) => now))),
    [netRetention.replace('net', 'gross')]: share(
      sum(then.map(({ before, now }) => Math.min(before, now))),
    ),
    [`gross_mrr_churn_rate${suffix}`]: share(-moved('churn', 'contraction')),
    [`net_mrr_churn_rate${suffix}`]: share(
      -moved('churn', 'contraction', 'expansion', 'reactivation'),
    ),
    ...(months === 1 ? { mrr_growth_rate: growth } : {}),
    ...(months === 12 ? { mrr_growth_rate_yoy: growth } : {}),
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/** The last day of the month that lies a number of months after a day's. */
function monthEnd(day: string, months = 0): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month + months, 0)).toISOString().slice(0, 10)
}

function monthEnds(from: string, to: string): string[] {
  const days = []
  for (let day = monthEnd(from); day <= to; day = monthEnd(day, 1)) days.push(day)
  return days
}

/** Month ends by the first day of their period. */
function periods(grain: Grain, from: string): Map<string, string[]> {
  return Map.groupBy(monthEnds(from, endOfData), (day) => {
    const [year, month] = day.split('-').map(Number) as [number, number]
    const first = { month, quarter: month - ((month - 1) % 3), year: 1, none: 1 }[grain]
    return grain === 'none' ? '' : `${year}-${String(first).padStart(2, '0')}-01`
  })
}
