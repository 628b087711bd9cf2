/**
 * What the warehouse predicts to be won in each month, worked out in loops from what the CRM showed
 * at the end of each month (docs/decisions/forecast.md).
 */

/** An opportunity at the end of a month; months are 12 × year + month. */
export interface Snapshot {
  readonly type: string
  readonly stage: string
  readonly age: number
  readonly isOpen: boolean
  readonly month: number
  readonly amount: number
  /** Of an open one that was won later. */
  readonly wonMonth: number | null
  readonly wonAmount: number | null
}

/** A day that predictions are made as of. */
export interface Origin {
  readonly date: string
  readonly month: number
  /** The last month that was over by then. */
  readonly known: number
  /** How much of the month that runs is left; 1 at the end of one. */
  readonly share: number
}

export interface Predicted {
  readonly origin: Origin
  readonly target: number
  readonly amount: number
}

const leads = [1, 2, 3, 4, 5, 6, 7, 8, 9]
const renewal = 'Renewal'

export const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
const mean = (values: readonly number[]) => total(values) / values.length
/** As a decimal of so many places: a half goes away from 0, also one that a double falls just short of. */
export const rounded = (value: number, places: number) =>
  Math.round(value * 10 ** places + 1e-9 * Math.sign(value)) / 10 ** places
/** The sum of decimals, without the noise of doubles. */
export const total = (values: readonly number[], places = 2) =>
  sum(values.map((one) => Math.round(one * 10 ** places))) / 10 ** places
/** Of a share of nothing, what is said instead. */
const share = (part: number, whole: number, otherwise: number) =>
  whole === 0 ? otherwise : part / whole

export function wonPredictions(snapshots: readonly Snapshot[], origins: readonly Origin[]) {
  const types = [...new Set(snapshots.map(({ type }) => type))]
  const begins = Math.min(...snapshots.map(({ month }) => month))
  const months = origins.map(({ month }) => month)
  const isOver = (month: number) =>
    origins.some((one) => one.month === month && one.known === month)

  const atMonth = Map.groupBy(snapshots, ({ month }) => month)
  const wonIn = (month: number, type?: string) =>
    (atMonth.get(month) ?? []).filter((one) => !one.isOpen && (!type || one.type === type))
  const won = remembered((month: number, type?: string) =>
    total(wonIn(month, type).map(({ amount }) => amount)),
  )
  const known = (until: number, count: number) =>
    months.filter((month) => month <= until && month > until - count)

  // The open pipeline: how often those like it were won so many months later.
  const counted = new Map(
    [...atMonth].map(([month, of]) => {
      const open = of.filter(({ isOpen }) => isOpen)
      const kinds = open.flatMap((one) => kindsOf(one).map((kind) => ({ kind, one })))
      return [month, Map.groupBy(kinds, ({ kind }) => kind)] as const
    }),
  )
  const counts = remembered((until: number, lead: number, kind: string) => {
    const of = months24(until - lead).map((month) => ({
      month,
      alike: counted.get(month)?.get(kind) ?? [],
    }))
    return {
      open: sum(of.map(({ alike }) => alike.length)),
      won: sum(
        of.map(
          ({ month, alike }) => alike.filter(({ one }) => one.wonMonth === month + lead).length,
        ),
      ),
    }
  })
  const chance = (one: Snapshot, until: number, lead: number) => {
    const [ofType, ofAge, ofCell] = kindsOf(one).map((kind) => counts(until, lead, kind))
    const wide = share(ofType!.won, ofType!.open, 0)
    const middle = (ofAge!.won + 5 * wide) / (ofAge!.open + 5)
    return (ofCell!.won + 5 * middle) / (ofCell!.open + 5)
  }
  const size = remembered((until: number, type: string) => {
    const of = known(until, 24).flatMap((month) => wonIn(month, type))
    return share(total(of.map(({ amount }) => amount)), of.length, 0)
  })
  const fromPipeline = ({ month, known }: Origin, lead: number) => {
    const open = (atMonth.get(month) ?? []).filter(({ isOpen }) => isOpen)
    const cells = [...Map.groupBy(open, (one) => kindsOf(one)[2]!).values()]
    return total(
      cells.map((of) => {
        const unvalued = of.filter(({ amount }) => amount === 0).length
        const worth = total(of.map(({ amount }) => amount)) + unvalued * size(known, of[0]!.type)
        return rounded(worth * chance(of[0]!, known, lead), 8)
      }),
      8,
    )
  }

  // Deals that are not there yet.
  const late = (type: string, until: number, lead: number) => {
    const of = known(until, 24).filter((month) => month - lead >= begins)
    const shown = of.flatMap((month) =>
      (atMonth.get(month - lead) ?? []).filter(
        (one) => one.type === type && one.wonMonth === month,
      ),
    )
    const all = total(of.map((month) => won(month, type)))
    return 1 - share(total(shown.map(({ wonAmount }) => wonAmount ?? 0)), all, 0)
  }
  const season = (type: string, until: number, month: number) => {
    const all = known(until, 1_000)
    const usual = mean(all.map((one) => won(one, type)))
    const same = all.filter((one) => one % 12 === month % 12)
    if (same.length === 0) return 1
    const had = total(same.map((one) => won(one, type)))
    return share(had + 2 * usual, (same.length + 2) * usual, 1)
  }
  const sold = (month: number) => {
    const [before, at, after] = [month - 13, month - 12, month - 11]
    if (![before, at, after].every((one) => months.includes(one))) return undefined
    return (won(before) + 2 * won(at) + won(after)) / 4
  }
  const renewed = remembered((until: number) => {
    const of = known(until, 12).filter((month) => sold(month) !== undefined)
    const [was, is] = [
      total(of.map((month) => rounded(sold(month)!, 2))),
      total(of.map((month) => won(month, renewal))),
    ]
    const more = (4 * (was + is)) / (2 * of.length)
    return of.length === 0 ? 1 : share(is + more, was + more, 1)
  })
  const fromNewDeals = ({ known: until }: Origin, lead: number) =>
    total(
      types.map((type) => {
        const contracts = type === renewal ? sold(until + lead) : undefined
        const level = mean(known(until, 12).map((month) => won(month, type)))
        const month =
          contracts === undefined
            ? level * season(type, until, until + lead)
            : contracts * renewed(until)
        return rounded(late(type, until, lead) * month, 8)
      }),
      8,
    )

  // The year before, and how the two are weighed.
  const growth = remembered((until: number) => {
    const year = known(until, 12)
    const both = year.filter((month) => months.includes(month - 12))
    if (both.length === 0) return 1
    const more = 12 * mean(year.map((month) => won(month)))
    const [now, then] = [both, both.map((month) => month - 12)].map((of) =>
      total(of.map((month) => won(month))),
    )
    return share(now! + more, then! + more, 1)
  })
  const parts = remembered((origin: Origin, lead: number) => {
    const of = (lead: number) =>
      lead === 0 ? 0 : fromPipeline(origin, lead) + fromNewDeals(origin, lead)
    return origin.share * of(lead) + (1 - origin.share) * of(lead - 1)
  })
  const yearBefore = (origin: Origin, lead: number) => {
    const month = origin.known + lead - 12
    if (!months.includes(month)) return undefined
    return won(month) * growth(origin.known) * (lead === 1 ? origin.share : 1)
  }
  const weight = remembered((until: number, lead: number) => {
    const past = origins.filter(
      (one) =>
        one.month === one.known && one.known + lead <= until && yearBefore(one, lead) !== undefined,
    )
    if (!past.some(({ known }) => known + lead === until)) return 0.5
    const off = (of: (origin: Origin) => number) =>
      total(past.map((one) => rounded(Math.abs(of(one) - won(one.known + lead)), 2))) ** 2
    const [ofParts, ofYear] = [off((one) => parts(one, lead)), off((one) => yearBefore(one, lead)!)]
    return share(ofYear, ofParts + ofYear, 0.5)
  })
  const predicted = origins
    .filter(({ known }) => months.includes(known))
    .flatMap((origin) =>
      leads.map((lead): Predicted => {
        const before = yearBefore(origin, lead)
        const own = parts(origin, lead)
        const by = before === undefined ? 1 : weight(origin.known, lead)
        const amount = rounded(by * own + (1 - by) * (before ?? 0), 2)
        return { origin, target: origin.known + lead, amount }
      }),
    )
  return { predicted, won, months, isOver }
}

const months24 = (until: number) => Array.from({ length: 24 }, (_, place) => until - place)

/** What an opportunity is counted among, from the widest group on. */
const kindsOf = ({ type, age, stage }: Snapshot) => [
  type,
  `${type} ${age}`,
  `${type} ${age} ${stage}`,
]

/** Works out each value once. */
function remembered<Key extends readonly unknown[], Value>(work: (...key: Key) => Value) {
  const known = new Map<string, Value>()
  return (...key: Key): Value => {
    const name = JSON.stringify(key)
    if (!known.has(name)) known.set(name, work(...key))
    return known.get(name)!
  }
}
