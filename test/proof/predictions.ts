/** The warehouse’s predictions by period with their spread, worked out in loops; MRR’s too. */
import type { DuckDBConnection } from '@duckdb/node-api'
import {
  type Origin,
  rounded,
  type Snapshot,
  sum,
  total,
  wonPredictions,
} from './won_predictions.ts'

/** A prediction for a period, from its first month to its last one. */
interface Period {
  readonly prediction: string
  readonly origin: Origin
  readonly first: number
  readonly last: number
  /** What was won of it by then, and what is expected of the rest. */
  readonly soFar: number
  readonly rest: number
  readonly lastPeriod?: number | undefined
  readonly lastYear?: number | undefined
  readonly weighted?: number | undefined
  /** What the CRM showed at its end, and what counts today. */
  readonly shown?: number | undefined
  readonly actual?: number | undefined
}

interface Day {
  readonly date: string
  readonly month: number
  readonly isEnd: boolean
  readonly mrr: number
}

const made = new WeakMap<DuckDBConnection, Promise<void>>()

/** Makes the table `own_prediction`, once a connection, with the columns of fct_predictions. */
export function makePredictions(connection: DuckDBConnection): Promise<void> {
  const known = made.get(connection) ?? workOut(connection)
  made.set(connection, known)
  return known
}

async function workOut(connection: DuckDBConnection): Promise<void> {
  const rowsOf = async <Row>(query: string) =>
    (await connection.runAndReadAll(query)).getRowObjectsJS() as Row[]
  const days = await rowsOf<Omit<Day, 'mrr'> & { readonly mrr: number | null }>(`
    select calendar.balance_date::varchar as date, calendar.month_number::integer as month,
      calendar.is_month_end as "isEnd", sum(account.mrr)::double as mrr
    from dim_balance_dates as calendar
    left join fct_account_months as account using (balance_date) group by all order by month`)
  const snapshots = await rowsOf<Snapshot & { due: number | null; weighted: number }>(`
    select deal_type as type, stage_id as stage, age_band::integer as age,
      opportunity_status = 'open' as "isOpen", month_number::integer as month, amount::double as amount,
      won_month_number::integer as "wonMonth", won_amount::double as "wonAmount",
      due_month_number::integer as due, weighted_amount::double as weighted
    from fct_pipeline_snapshots`)
  const closed = await rowsOf<{ month: number; amount: number }>(`
    select (12 * year(closed_date) + month(closed_date))::integer as month, sum(amount)::double as amount
    from fct_opportunities where outcome = 'won' group by all`)
  const begins = Math.min(...snapshots.filter(({ isOpen }) => !isOpen).map(({ month }) => month))
  const ofDeals = days.map(originOf).filter(({ month }) => month >= begins)

  const { predicted, won, months, isOver } = wonPredictions(snapshots, ofDeals)
  const has = (month: number) => months.includes(month)
  const closedIn = new Map(closed.map(({ month, amount }) => [month, amount]))
  const actual = (first: number, last: number) =>
    has(first) && has(last)
      ? total(range(first, last).map((month) => closedIn.get(month) ?? 0))
      : undefined
  const due = (month: number, first: number, last: number, isNew = false) =>
    total(
      snapshots
        .filter((one) => one.isOpen && one.month === month && !(isNew && one.type === 'Renewal'))
        .filter((one) => one.due !== null && one.due >= first && one.due <= last)
        .map(({ weighted }) => weighted),
      8,
    )
  const wonPeriods = (prediction: string, length: number) =>
    [...Map.groupBy(predicted, ({ origin }) => origin)].flatMap(([origin, of]) =>
      [...Map.groupBy(of, ({ target }) => Math.floor((target - 1) / length) * length + 1)]
        .filter(([first]) => of.at(-1)!.target >= first + length - 1)
        .map(([first, some]): Period => {
          const last = first + length - 1
          const before = Math.floor(origin.known / length) * length
          const soFar = total(range(first, origin.month).map((month) => won(month)))
          const rest = total(some.map(({ amount }) => amount))
          const isPast = some.every(({ target }) => isOver(target))
          return {
            ...{ prediction, origin, first, last, soFar, rest },
            lastPeriod: actual(before - length + 1, before),
            lastYear: actual(first - 12, last - 12),
            weighted: inCents(soFar, due(origin.month, Math.max(first, origin.known + 1), last)),
            shown: isPast ? soFar + total(some.map(({ target }) => won(target))) : undefined,
            actual: isOver(last) ? actual(first, last) : undefined,
          }
        }),
    )
  const paid = days.flatMap(({ mrr, ...day }) => (mrr === null ? [] : [{ ...day, mrr }]))
  const recurring = mrrPeriods(paid).map((one) => ({
    ...one,
    weighted: ofDeals.some(({ date }) => date === one.origin.date)
      ? one.lastPeriod! + due(one.origin.month, one.origin.known + 1, one.last, true) / 12
      : undefined,
  }))
  const periods = [
    ...wonPeriods('won_amount_by_month', 1),
    ...wonPeriods('won_amount_by_quarter', 3),
    ...recurring,
  ]
  const ofKind = Map.groupBy(periods, ({ prediction }) => prediction)
  const newest = periods
    .map(({ origin }) => origin.date)
    .sort()
    .at(-1)
  const rows = periods.map((one) => {
    const { low, high } = spreadOf(one, ofKind.get(one.prediction)!)
    const cells = [
      one.soFar + one.rest,
      low && one.soFar + one.rest * Math.min(low, 1),
      high && one.soFar + one.rest * Math.max(high, 1),
      ...[one.lastPeriod, one.lastYear, one.weighted, one.actual],
    ].map((value) => (value === undefined ? 'null' : `${value}::double::decimal(18, 2)`))
    return `('${one.prediction}', ${one.origin.date === newest}, date '${dayOf(one.first)}',
      ${one.first - one.origin.month - 1}, ${cells.join(', ')})`
  })
  await connection.run(`create or replace temp table own_prediction as
    from (values ${rows.join(', ')}) as t(prediction, is_current, period_start_date, horizon_months,
      predicted_amount, low_amount, high_amount, last_period_amount, last_year_amount,
      weighted_pipeline_amount, actual_amount)`)
}

/** MRR now, and what the changes of late, less of them each month, and the month of the year add. */
function mrrPeriods(days: readonly Day[]): Period[] {
  const at = new Map(days.map((day) => [day.month, day]))
  const changes = days.slice(1).map(({ month, isEnd, mrr }) => ({
    ...{ month, isEnd },
    change: mrr - at.get(month - 1)!.mrr,
  }))
  return days.map(originOf).flatMap((origin) => {
    const known = changes.filter(({ month }) => month <= origin.known)
    if (known.length < 6) return []
    const usual = sum(known.map(({ change }) => change)) / known.length
    const lately = known.slice(-12)
    // Of the first twelve month ends only eleven changed anything.
    const trend = sum(lately.map(({ change }) => change)) / lately.length
    const present = at.get(origin.month)!.mrr
    let reached = present
    return Array.from({ length: 12 }, (_, place): Period => {
      const target = origin.known + 1 + place
      const same = known.filter(({ month }) => month % 12 === target % 12)
      const season =
        (sum(same.map(({ change }) => change)) - same.length * usual) / (same.length + 2)
      reached += (place === 0 ? origin.share : 1) * (trend * 0.98 ** place + season)
      const end = at.get(target)
      const came = end?.isEnd ? rounded(end.mrr, 2) : undefined
      const before = at.get(target - 12)
      return {
        ...{ prediction: 'mrr_by_month', origin, first: target, last: target, soFar: 0 },
        rest: rounded(Math.max(reached, 0), 2),
        lastPeriod: rounded(present, 2),
        lastYear: before && rounded(before.mrr, 2),
        shown: came,
        actual: came,
      }
    })
  })
}

/** How what came compared to what was expected, as long before or a month more or less. */
function spreadOf({ origin, first }: Period, all: readonly Period[]) {
  const ratios = all
    .filter((past) => past.last <= origin.known && past.last > origin.known - 24)
    .filter((past) => Math.abs(past.first - past.origin.month - (first - origin.month)) <= 1)
    .filter((past) => past.shown !== undefined && past.rest > 0)
    .map((past) => Math.max(past.shown! - past.soFar, 0) / past.rest)
    .sort((one, other) => one - other)
  if (ratios.length < 6) return {}
  const exceeded = (share: number) => {
    const place = (ratios.length - 1) * share
    const [low, high] = [ratios[Math.floor(place)]!, ratios[Math.ceil(place)]!]
    return low + (high - low) * (place - Math.floor(place))
  }
  return { low: exceeded(0.1), high: exceeded(0.9) }
}

function originOf({ date, month, isEnd }: Omit<Day, 'mrr'>): Origin {
  const length = new Date(
    Date.UTC(Math.floor((month - 1) / 12), ((month - 1) % 12) + 1, 0),
  ).getUTCDate()
  const share = isEnd ? 1 : (length - Number(date.slice(8))) / length
  return { date, month, known: isEnd ? month : month - 1, share }
}

/** The sum of decimals, to the cent. */
const inCents = (...values: readonly number[]) =>
  Math.round(sum(values.map((value) => Math.round(value * 1e8))) / 1e6) / 100

const range = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place)

const dayOf = (month: number) =>
  new Date(Date.UTC(Math.floor((month - 1) / 12), (month - 1) % 12, 1)).toISOString().slice(0, 10)
