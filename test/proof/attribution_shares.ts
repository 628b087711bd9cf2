/** What each touch of a way gets by every model, in plain loops. */
import { settings } from '../../src/settings.ts'
import type { Touch, Way } from './attribution_ways.ts'

interface Credit {
  readonly of: string
  readonly model: string
  readonly touch: string
  readonly channel: string
  readonly campaign: string
  readonly credit: number
  readonly cents: number | null
}

const dayMs = 86_400_000

/** Every credit, those without a touch included; the ways are all of one kind. */
export function creditsOf(ways: readonly Way[]): Credit[] {
  const effects = effectsOf(ways)
  return ways.flatMap((way) => creditsOfWay(way, effects))
}

/** Removal effects, by walking the chain until next to nobody still walks. */
function effectsOf(ways: readonly Way[]): Map<string, number> {
  const next = new Map<string, Map<string, number>>()
  for (const { end, touches } of ways) {
    if (touches.length === 0 || end === 'open') continue
    const states = ['', ...touches.map(({ channel }) => channel), `end ${end}`]
    states.slice(0, -1).forEach((state, place) => {
      const counts = next.get(state) ?? new Map<string, number>()
      counts.set(states[place + 1]!, (counts.get(states[place + 1]!) ?? 0) + 1)
      next.set(state, counts)
    })
  }
  const won = (removed?: string) => {
    let crowd = new Map([['', 1]])
    let share = 0
    while (crowd.size > 0) {
      const moved = new Map<string, number>()
      for (const [state, here] of crowd) {
        const counts = next.get(state) ?? new Map<string, number>()
        const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
        for (const [to, count] of counts) {
          const part = (here * count) / total
          if (to === 'end won') share += part
          else if (to !== 'end lost' && to !== removed && part > 1e-16)
            moved.set(to, (moved.get(to) ?? 0) + part)
        }
      }
      crowd = moved
    }
    return share
  }
  const all = won()
  const states = [...next.keys()].filter((state) => state !== '')
  return new Map(states.map((state) => [state, all === 0 ? 0 : 1 - won(state) / all]))
}

function creditsOfWay(way: Way, effects: Map<string, number>): Credit[] {
  const { touches } = way
  const credit = (model: string, touch: Partial<Touch>, share: number, cents: number | null) => ({
    of: way.of,
    model,
    touch: touch.touch ?? 'not_allocated',
    channel: touch.channel ?? 'Unattributed',
    campaign: touch.campaign ?? 'not_allocated',
    credit: share,
    cents,
  })
  const count = touches.length
  const last = count - 1
  /** The place of the last touch until something; undefined where there is none. */
  const until = (at: number | null) => {
    const place = at === null ? -1 : touches.findLastIndex((touch) => touch.at <= at)
    return place < 0 ? undefined : place
  }
  const lead = until(way.leadAt)
  const creation = until(way.createdAt)
  const close = way.isClosed ? last : undefined
  const { u_shaped: u, position_based: p, w_shaped: w, full_path: f } = settings.attributionWeights
  type Mark = readonly [place: number | undefined, weight: number]
  const marked = (marks: readonly Mark[], middle: number, isEnding = false): number[] => {
    const found = marks.flatMap(([place, weight]) =>
      place === undefined || weight === 0 ? [] : [{ place, weight }],
    )
    const nominal = marks.reduce((sum, [, weight]) => sum + weight, 0)
    const present = found.reduce((sum, { weight }) => sum + weight, 0)
    const spread =
      found.length > 0
        ? found.map((mark) => ({ ...mark, weight: (mark.weight * nominal) / present }))
        : nominal > 0
          ? [{ place: 0, weight: nominal }]
          : []
    const end = isEnding ? Math.max(...spread.map(({ place }) => place)) : last
    const between = touches
      .map((_, place) => place)
      .filter((place) => place <= end && !spread.some((mark) => mark.place === place))
    return touches.map((_, place) => {
      const own = spread
        .filter((mark) => mark.place === place)
        .reduce(
          (sum, mark) => sum + mark.weight + (between.length > 0 ? 0 : middle / spread.length),
          0,
        )
      return own + (between.includes(place) ? middle / between.length : 0)
    })
  }
  const normalised = (weights: readonly number[]) => {
    const total = weights.reduce((sum, one) => sum + one, 0)
    return weights.map((one) => (total === 0 ? 1 / count : one / total))
  }
  const spans = new Set(touches.map(({ channel }) => channel)).size
  const shares: Record<string, number[]> = {
    first_touch: marked([[0, 1]], 0, true),
    last_touch: marked([[last, 1]], 0),
    lead_creation: marked([[lead, 1]], 0),
    linear: marked([], 1),
    u_shaped: marked(
      [
        [0, u.first_touch],
        [lead, u.lead_creation],
      ],
      u.middle,
      true,
    ),
    position_based: marked(
      [
        [0, p.first_touch],
        [last, p.last_touch],
      ],
      p.middle,
    ),
    w_shaped: marked(
      [
        [0, w.first_touch],
        [lead, w.lead_creation],
        [creation, w.opportunity_creation],
      ],
      w.middle,
      true,
    ),
    full_path: marked(
      [
        [0, f.first_touch],
        [lead, f.lead_creation],
        [creation, f.opportunity_creation],
        [close, f.close],
      ],
      f.middle,
    ),
    time_decay: normalised(
      touches.map(
        ({ at }) => 2 ** -((touches[last]!.at - at) / dayMs / settings.attributionHalfLifeDays),
      ),
    ),
    markov: normalised(touches.map(({ channel }) => effects.get(channel) ?? 0)),
    shapley: touches.map(
      ({ channel }) => 1 / spans / touches.filter((other) => other.channel === channel).length,
    ),
  }
  if (count === 0) return Object.keys(shares).map((model) => credit(model, {}, 1, way.cents))
  return Object.entries(shares).flatMap(([model, parts]) => {
    const cents = inCents(parts, way.cents)
    const exact = toTenPlaces(parts)
    return touches.flatMap((touch, place) =>
      parts[place]! > 0 ? [credit(model, touch, exact[place]!, cents?.[place] ?? null)] : [],
    )
  })
}

/** What rounding leaves goes to the largest, of several alike to the last. */
function toTenPlaces(shares: readonly number[]): number[] {
  const units = shares.map((share) => Math.round(share * 1e10))
  const largest = shares.findLastIndex((share) => share > Math.max(...shares) - 1e-12)
  const left = 1e10 - units.reduce((sum, one) => sum + one, 0)
  return units.map((one, place) => (one + (place === largest ? left : 0)) / 1e10)
}

/** By largest remainder. */
function inCents(shares: readonly number[], cents: number | null): number[] | null {
  if (cents === null) return null
  const whole = shares.map((share) => Math.floor(share * cents + 1e-6))
  const rest = shares.map((share, place) => Number((share * cents - whole[place]!).toFixed(5)))
  const left = cents - whole.reduce((sum, one) => sum + one, 0)
  const due = rest
    .map((size, place) => ({ size, place }))
    .sort((one, other) => other.size - one.size || one.place - other.place)
    .slice(0, left)
    .map(({ place }) => place)
  return whole.map((one, place) => one + (due.includes(place) ? 1 : 0))
}
