/** Walks through the life of each opportunity, period by period, for the waterfall of KPIS §4. */
import type { DuckDBConnection } from '@duckdb/node-api'

/** An opportunity while nothing of it changed; closed ones are due on the day they closed. */
interface Stretch {
  readonly deal: string
  readonly account: string
  readonly created: string
  readonly status: 'open' | 'won' | 'lost'
  readonly owner: string
  readonly due: string | null
  readonly from: string
  readonly to: string
  readonly amount: number
}
interface Version {
  readonly id: string
  readonly value: string
  readonly from: string
  readonly to: string
}

export interface Row {
  readonly period_type: string
  readonly date: string
  readonly bucket: string
  readonly is_slipped: boolean
  readonly owner: string
  readonly team: string
  readonly segment: string
  readonly cents: number
}

const instant = (column: string) => `strftime(${column}, '%Y-%m-%d %H:%M:%S.%f')`

/** Every stretch of every opportunity that the waterfall is of, in the order of time. */
const stretches = `
  select status.opportunity_id as deal, deal.account_id as account,
    deal.created_date::varchar as created, status.opportunity_status as status,
    version.owner_id as owner,
    if(status.opportunity_status = 'open', version.closes_at, status.valid_from)::date::varchar as due,
    ${instant("greatest(status.valid_from, if(status.opportunity_status = 'open', version.valid_from, status.valid_from))")} as "from",
    ${instant("least(status.valid_to, if(status.opportunity_status = 'open', version.valid_to, status.valid_to))")} as "to",
    coalesce(if(status.is_final, deal.amount, round(version.amount_local * rate.exchange_rate, 2)), 0)::double
      as amount
  from fct_opportunity_statuses as status
  join fct_opportunities as deal on deal.opportunity_id = status.opportunity_id
    and deal.has_history and deal.outcome <> 'disqualified'
  join dim_opportunity_versions as version on version.opportunity_id = status.opportunity_id
    and version.valid_to > status.valid_from
    and if(status.opportunity_status = 'open', version.valid_from < status.valid_to,
      version.valid_from <= status.valid_from)
  left join dim_exchange_rates as rate on rate.currency_code = deal.currency_code
    and rate.rate_date = deal.created_date
  order by "from", status.opportunity_status <> 'open'`

/** The buckets of every opportunity in every period in which it was in scope. */
export async function bucketsOf(connection: DuckDBConnection): Promise<Row[]> {
  const read = async (query: string) =>
    (await connection.runAndReadAll(query)).getRowObjectsJson() as never
  const [{ as_of: asOf }]: [{ as_of: string }] = await read(
    `select ${instant('as_of')} as as_of from data_as_of`,
  )
  const all: Stretch[] = await read(stretches)
  const quarters: { date: string; first: string; next: string }[] = await read(`
    select date::varchar as date, min(date) over w::varchar as first, (max(date) over w + 1)::varchar as next
    from dim_dates window w as (partition by fiscal_quarter)`)
  const versions = async (id: string, value: string, table: string): Promise<Versions> => {
    const known: Version[] = await read(
      `select ${id} as id, ${value} as value, valid_from::varchar as "from", valid_to::varchar as "to" from ${table}`,
    )
    return Map.groupBy(known, (version) => version.id)
  }
  const book = {
    names: new Map<string, string>(
      ((await read('select owner_id as id, owner_name as value from dim_owners')) as Version[]).map(
        ({ id, value }) => [id, value],
      ),
    ),
    teams: await versions('owner_id', 'team', 'dim_owner_versions'),
    segments: await versions('account_id', 'segment', 'dim_account_versions'),
  }
  const fiscal = new Map(quarters.map(({ date, ...bounds }) => [date, bounds]))
  return [...Map.groupBy(all, ({ deal }) => deal).values()].flatMap((life) =>
    Object.entries(periodsOf(fiscal)).flatMap(([type, periodOf]) => {
      const periods = new Map(
        life.flatMap(({ due }) => (due === null ? [] : [[periodOf(due).first, periodOf(due)]])),
      )
      return [...periods.values()]
        .filter(({ first }) => first <= asOf)
        .flatMap((period) => bucketsIn(life, type, period, asOf, book))
    }),
  )
}

type Versions = ReadonlyMap<string, readonly Version[]>
interface Book {
  readonly names: ReadonlyMap<string, string>
  readonly teams: Versions
  readonly segments: Versions
}
/** The first day of a period, and that of the next one. */
interface Period {
  readonly first: string
  readonly next: string
}

function periodsOf(fiscal: ReadonlyMap<string, Period>) {
  const months =
    (count: number) =>
    (day: string): Period => {
      const [year, month] = day.split('-').map(Number) as [number, number]
      const first = Math.floor((month - 1) / count) * count
      const dayOf = (at: number) => new Date(Date.UTC(year, at, 1)).toISOString().slice(0, 10)
      return { first: dayOf(first), next: dayOf(first + count) }
    }
  return {
    month: months(1),
    quarter: months(3),
    fiscal_quarter: (day: string) => fiscal.get(day)!,
    year: months(12),
  }
}

/** What an opportunity adds to the pipeline due in a period, and takes from it. */
function bucketsIn(
  life: readonly Stretch[],
  type: string,
  { first, next }: Period,
  asOf: string,
  book: Book,
): Row[] {
  const start = `${first} 00:00:00.000000`
  const isOver = `${next} 00:00:00.000000` <= asOf
  const end = isOver ? `${next} 00:00:00.000000` : asOf
  const isDue = ({ due }: Stretch) => due !== null && first <= due && due < next
  const isOpenAtEnd = ({ status, to }: Stretch) =>
    status === 'open' && (isOver ? to >= end : to > end)
  const scope = life.filter(
    (stretch) =>
      isDue(stretch) &&
      (stretch.status !== 'open' ||
        // As it stood at the end of the day before: also until the very first instant.
        ((stretch.to > start || (stretch.to === start && stretch.from < start)) &&
          (isOver ? stretch.from < end : stretch.from <= end))),
  )
  const [entered, left] = [scope[0], scope.at(-1)]
  if (!entered || !left) return []
  const isStart = scope.some(({ status, from }) => status === 'open' && from < start)
  const isEnd = scope.some(isOpenAtEnd)
  const closed = scope.find(
    ({ status, to }) => status !== 'open' && (isOver ? to >= end : to > end),
  )
  const at = (stretch: Stretch, day: string) => ({
    owner: book.names.get(stretch.owner) ?? 'Unknown',
    ownerId: stretch.owner,
    team: valueOn(book.teams.get(stretch.owner), day),
    segment: valueOn(book.segments.get(stretch.account), day),
  })
  const firstDay = entered.from < start ? first : entered.from.slice(0, 10)
  const lastDay =
    left.status !== 'open'
      ? left.from.slice(0, 10)
      : isOpenAtEnd(left)
        ? dayBefore(isOver ? next : `${asOf.slice(0, 10)} 23`)
        : left.to === start
          ? first
          : dayBefore(left.to)
  const [before, after] = [at(entered, firstDay), at(left, lastDay)]
  const [opening, closing] = [cents(entered.amount), cents(left.amount)]
  const exit = isEnd ? 'end' : (closed?.status ?? 'pushed_out')
  const isTransferred =
    opening !== 0 &&
    (before.ownerId !== after.ownerId ||
      before.team !== after.team ||
      before.segment !== after.segment)
  const row = (bucket: string, of: typeof before, amount: number): Row => ({
    period_type: type,
    date: first,
    bucket,
    is_slipped: isStart && exit === 'pushed_out',
    owner: of.owner,
    team: of.team,
    segment: of.segment,
    cents: amount,
  })
  const isNew = first <= entered.created && entered.created < next
  return [
    row(isStart ? 'start' : isNew ? 'new' : 'pulled_in', before, opening),
    ...(isTransferred
      ? [row('transferred_out', before, opening), row('transferred_in', after, opening)]
      : []),
    ...(closing > opening ? [row('increased', after, closing - opening)] : []),
    ...(closing < opening ? [row('decreased', after, opening - closing)] : []),
    row(exit, after, closing),
  ]
}

const cents = (amount: number) => Math.round(amount * 100)

const valueOn = (versions: readonly Version[] | undefined, day: string) =>
  versions?.find(({ from, to }) => from <= day && day < to)?.value ?? 'Unknown'

/** The day of the last instant before an instant. */
function dayBefore(at: string): string {
  const isMidnight = at.length === 10 || at.slice(11) === '00:00:00.000000'
  const day = new Date(`${at.slice(0, 10)}T00:00:00Z`)
  if (isMidnight) day.setUTCDate(day.getUTCDate() - 1)
  return day.toISOString().slice(0, 10)
}
