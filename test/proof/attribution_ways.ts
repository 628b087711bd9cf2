/** The credits of every opportunity by every model, in plain loops over what is told of its people. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { settings } from '../../src/settings.ts'
import { channels } from '../../transforms/conformed/channel_rules.ts'

interface Told {
  readonly opportunity: string
  readonly touch: string
  readonly person: string
  readonly type: string
  readonly channel: string
  readonly campaign: string
  readonly at: number
  readonly isOfAccount: boolean
}
interface Deal {
  readonly opportunity: string
  readonly createdAt: number
  readonly endsAt: number
  readonly outcome: string
  readonly cents: number | null
}
interface Credit {
  readonly opportunity: string
  readonly model: string
  readonly touch: string
  readonly channel: string
  readonly campaign: string
  readonly credit: number
  readonly cents: number | null
}

const dayMs = 86_400_000
const rows = async <T>(connection: DuckDBConnection, query: string) =>
  (await connection.runAndReadAll(query)).getRowObjectsJson() as unknown as T[]
const number = (value: unknown) => (value === null ? null : Number(value))

/** Every credit, those without a touch included. */
export async function creditsOf(connection: DuckDBConnection): Promise<Credit[]> {
  const deals = (
    await rows<Record<keyof Deal, string | null>>(
      connection,
      `select opportunity_id as opportunity, epoch_ms(created_at) as "createdAt", outcome,
        epoch_ms(coalesce(closed_at, (select as_of from data_as_of))) as "endsAt",
        (amount * 100)::bigint as cents
      from fct_opportunities where deal_type <> 'Renewal' and outcome <> 'disqualified'`,
    )
  ).map(
    (deal): Deal => ({
      opportunity: deal.opportunity!,
      createdAt: Number(deal.createdAt),
      endsAt: Number(deal.endsAt),
      outcome: deal.outcome!,
      cents: number(deal.cents),
    }),
  )
  const told = (
    await rows<Record<keyof Told, string>>(
      connection,
      `with told as (
        select opportunity_id as opportunity, touchpoint_id, false as "isOfAccount"
        from fct_opportunity_people join fct_touchpoints using (person_id)
        union all
        select opportunity_id, touchpoint_id, true
        from fct_opportunities as deal join fct_touchpoints as touch using (account_id)
        where account_id <> 'unknown')
      select opportunity, touchpoint_id as touch, person_id as person, touchpoint_type as type,
        channel, campaign_id as campaign, epoch_ms(occurred_at) as at, "isOfAccount"
      from told join fct_touchpoints using (touchpoint_id)`,
    )
  ).map(
    (touch): Told => ({
      ...touch,
      at: Number(touch.at),
      isOfAccount: String(touch.isOfAccount) === 'true',
    }),
  )
  const origins = new Map(
    (
      await rows<{ touch: string; channel: string; campaign: string }>(
        connection,
        `select form.touchpoint_id as touch, cycle.channel, cycle.campaign_id as campaign
        from fct_touchpoints as form join fct_lead_cycles as cycle using (person_id)
        where form.touchpoint_type = 'form' and form.channel = 'Unknown' and cycle_number = 1
          and began_at between form.occurred_at and form.occurred_at + interval 1 day`,
      )
    ).map(({ touch, ...origin }) => [touch, origin]),
  )
  const leads = new Map(
    (
      await rows<{ key: string; at: string }>(
        connection,
        `select person.opportunity_id as key, min(epoch_ms(lead_at)) as at
        from fct_opportunity_people as person join fct_lead_cycles using (person_id) group by 1
        union all
        select 'of account ' || deal.opportunity_id, min(epoch_ms(lead_at))
        from fct_opportunities as deal join fct_lead_cycles using (account_id) group by 1`,
      )
    ).map(({ key, at }) => [key, Number(at)]),
  )
  const toldOf = Map.groupBy(told, ({ opportunity }) => opportunity)
  const ways = deals.map((deal) => {
    const inTime = (toldOf.get(deal.opportunity) ?? []).filter(({ at }) => at <= deal.endsAt)
    const own = inTime.filter(({ isOfAccount }) => !isOfAccount)
    const chosen = own.length > 0 ? own : inTime
    const sessions = chosen.filter(({ type }) => type === 'session')
    const apart = chosen
      .filter(
        ({ type, person, at }) =>
          type !== 'form' ||
          !sessions.some(
            (session) =>
              session.person === person && session.at <= at && at <= session.at + 30 * 60_000,
          ),
      )
      .map((touch) => ({ ...touch, ...origins.get(touch.touch) }))
      .sort(
        (one, other) =>
          one.at - other.at ||
          rankOf(one.channel) - rankOf(other.channel) ||
          (one.touch < other.touch ? -1 : 1),
      )
    const lead = leads.get(own.length > 0 ? deal.opportunity : `of account ${deal.opportunity}`)
    return { deal, touches: apart, leadAt: lead !== undefined && lead <= deal.endsAt ? lead : null }
  })
  const effects = effectsOf(ways)
  return ways.flatMap((way) => creditsOfWay(way, effects))
}

type Way = { deal: Deal; touches: Told[]; leadAt: number | null }

const vague = ['Direct', 'Other', 'Unknown', 'Not allocated']
function rankOf(channel: string): number {
  const known = channels.find(([name]) => name === channel)
  const place = channels.findIndex(([name]) => name === channel)
  if (vague.includes(channel)) return 3000 + vague.indexOf(channel)
  if (known === undefined) return 2000
  return (known[1] ? 0 : 1000) + place
}

/** Removal effects, by walking the chain until next to nobody still walks. */
function effectsOf(ways: readonly Way[]): Map<string, number> {
  const next = new Map<string, Map<string, number>>()
  for (const { deal, touches } of ways) {
    if (touches.length === 0 || deal.outcome === 'open') continue
    const states = ['', ...touches.map(({ channel }) => channel), `end ${deal.outcome}`]
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

function creditsOfWay({ deal, touches, leadAt }: Way, effects: Map<string, number>): Credit[] {
  const credit = (model: string, touch: Partial<Told>, share: number, cents: number | null) => ({
    opportunity: deal.opportunity,
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
  const lead = until(leadAt)
  const creation = until(deal.createdAt)
  const close = deal.outcome === 'open' ? undefined : last
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
  if (count === 0) return Object.keys(shares).map((model) => credit(model, {}, 1, deal.cents))
  return Object.entries(shares).flatMap(([model, parts]) => {
    const cents = inCents(parts, deal.cents)
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
