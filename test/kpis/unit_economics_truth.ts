/** The KPIs of view `unit_economics`, worked out in plain loops over the sample company’s truth. */
import type { GroundTruth, TrueMovement } from '../../src/sample/truth.ts'
import { settings } from '../../src/settings.ts'

export type Grain = 'month' | 'quarter' | 'year' | 'none'
export type Values = Record<string, number | null>

const firstMonth = '2023-01'
const lastMonth = '2025-12'

/** Every measure by segment, if asked for, and period, as keys of `answer` in served_case.ts. */
export function unitEconomicsOf(truth: GroundTruth, grain: Grain, isBySegment: boolean) {
  const expected: Record<string, Values> = {}
  const books = booksOf(truth)
  const cost = costsOf(truth)
  for (const [period, months] of periods(grain)) {
    const slices = isBySegment ? [...new Set(books.map(({ last }) => last)), 'Not allocated'] : ['']
    for (const slice of slices) {
      // Finance splits no cost by segment.
      const hasCost = !isBySegment || slice === 'Not allocated'
      const isIn = (segment: string) => !isBySegment || segment === slice
      const costIn = (of: readonly string[]) =>
        hasCost && of.length > 0 ? sum(of.map((month) => cost.get(month) ?? 0)) : null
      const moved = books.flatMap(({ changes, segmentOn }) =>
        changes.filter(({ day }) => months.includes(day.slice(0, 7)) && isIn(segmentOn(day))),
      )
      const won = moved.filter(({ kind }) => kind === 'new')
      const acquisition = costIn(months)
      const cac = over(acquisition, won.length || null)
      const ltv = ltvOf(
        books.filter((book) => isIn(book.segmentOn(attributesDay(book, months.at(-1)!)))),
        months.at(-1)!,
      )
      // The first quarter has none before it to be compared with.
      const compared = months.filter((month) => month >= '2023-04')
      const grown = moved.filter(({ day }) => day >= '2023-04')
      const growth = grown.length ? sum(grown.map(({ change }) => Number(change))) : null
      const key = [...(isBySegment ? [slice] : []), ...(grain === 'none' ? [] : [period])]
      expected[key.join(' | ')] = {
        sales_and_marketing_cost: acquisition,
        cac,
        ltv,
        ltv_to_cac: over(ltv, cac),
        cac_payback_months: over(
          cac,
          over(sum(won.map(({ change }) => Number(change))) * settings.grossMargin, won.length),
        ),
        ...(grain === 'month'
          ? {}
          : {
              magic_number: over(
                growth === null ? null : 12 * growth,
                costIn(compared.map((month) => monthAfter(month, -3))),
              ),
            }),
      }
    }
  }
  return expected
}

/** By month and by department and category: what finance booked, and what platforms billed beside it. */
export function trueCosts({ costs, adSpend }: Pick<GroundTruth, 'costs' | 'adSpend'>) {
  return [
    ...costs
      .filter(({ department }) => department === 'sales' || department === 'marketing')
      .map(({ day, department, category, costEur }) => ({
        month: day.slice(0, 7),
        department: named(department),
        category: named(category),
        costEur,
      })),
    ...adSpend.map(({ month, spendEur }) => ({
      month,
      department: 'Marketing',
      category: 'Advertising',
      costEur: spendEur,
    })),
  ]
}

const named = (word: string) => word[0]!.toUpperCase() + word.slice(1)

function costsOf(truth: GroundTruth): Map<string, number> {
  const months = Map.groupBy(trueCosts(truth), ({ month }) => month)
  return new Map(
    [...months].map(([month, of]) => [month, sum(of.map(({ costEur }) => costEur)) / 100]),
  )
}

/** An account: its changes of MRR, and its segment by day. */
interface Book {
  readonly changes: readonly TrueMovement[]
  readonly segmentOn: (day: string) => string
  readonly last: string
}

function booksOf({ accounts, movements }: GroundTruth): Book[] {
  const account = new Map(accounts.map((account) => [account.accountId, account]))
  return [...Map.groupBy(movements, ({ accountId }) => accountId)].map(([id, changes]) => {
    const { companyIds, segments } = account.get(id)!
    const segmentOn = (day: string) => {
      // A payer that no company matches has no size.
      if (companyIds.length === 0) return 'Unknown'
      const known = segments.filter(({ from }) => isoDay(from) <= day)
      return (known.at(-1) ?? segments[0])?.segment ?? 'Unknown'
    }
    return {
      changes: changes.toSorted((a, b) => a.day.localeCompare(b.day)),
      segmentOn,
      last: segmentOn('9999-12-31'),
    }
  })
}

function ltvOf(books: readonly Book[], month: string): number | null {
  const now = books.map((book) => mrrAt(book, month))
  const window = Array.from({ length: 6 }, (_, back) => monthAfter(month, -back))
  const churned = books.flatMap(({ changes }) =>
    changes.filter(({ kind, day }) => kind === 'churn' && window.includes(day.slice(0, 7))),
  ).length
  const customerMonths = window.flatMap((of) =>
    books.filter((book) => mrrAt(book, monthAfter(of, -1)) > 0),
  ).length
  const arpa = over(sum(now) * settings.grossMargin, now.filter((mrr) => mrr > 0).length || null)
  return over(arpa, over(churned || null, customerMonths || null))
}

const mrrAt = ({ changes }: Book, month: string) => {
  const mrr = sum(
    changes.filter(({ day }) => day.slice(0, 7) <= month).map(({ change }) => Number(change)),
  )
  return mrr > 1e-6 ? mrr : 0
}

/** The day whose segment holds at a month’s end: its last day, or the day the MRR ended. */
function attributesDay(book: Book, month: string): string {
  const last = book.changes.filter(({ day }) => day.slice(0, 7) <= month).at(-1)
  return mrrAt(book, month) > 0 || last === undefined ? `${month}-31` : last.day
}

const over = (part: number | null, whole: number | null) =>
  part === null || !whole ? null : part / whole

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10)

function monthAfter(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

/** Months by the first day of their period. */
function periods(grain: Grain): Map<string, string[]> {
  const months = []
  for (let month = firstMonth; month <= lastMonth; month = monthAfter(month, 1)) months.push(month)
  return Map.groupBy(months, (month) => {
    const [year, number] = month.split('-').map(Number) as [number, number]
    const first = { month: number, quarter: number - ((number - 1) % 3), year: 1, none: 1 }[grain]
    return grain === 'none' ? '' : `${year}-${String(first).padStart(2, '0')}-01`
  })
}
