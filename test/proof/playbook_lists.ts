/** What playbooks learn, in plain loops over their cases: weights, chances, lists and their hits. */
import type { DuckDBConnection } from '@duckdb/node-api'

interface Case {
  readonly playbook: string
  readonly subject_id: string
  readonly points_back: number
  readonly slice: 'today' | 'undecided' | 'held_out' | 'between' | 'before'
  readonly is_hit: boolean | null
  readonly rule_order: number | null
  readonly amount: string | null
  readonly is_refusing: boolean
  readonly date: string
  /** 'feature|band', sorted. */
  readonly bands: readonly string[]
}

/** A list of a past day, or a suggestion of today. */
export interface ListRow {
  readonly playbook: string
  readonly date: string
  readonly score: number | null
  readonly amount: string | null
  readonly cases: number
  readonly hits: number
  readonly listed: number
  readonly listedHits: number
  readonly ruleHits: number
}

const nothing = { cases: 0, hits: 0, listed: 0, listedHits: 0, ruleHits: 0 }
const rounded = (value: number, places = 4) => Math.round(value * 10 ** places) / 10 ** places
const logOdds = (share: number) => rounded(Math.log(share / (1 - share)))
const chance = (odds: number) => rounded(1 / (1 + Math.exp(-odds)))
const lengthOf = (count: number) => Math.min(count, Math.max(5, Math.ceil(rounded(count * 0.1))))

class Model {
  readonly base: number
  readonly #weights = new Map<string, number>()

  constructor(known: readonly Case[]) {
    const share = (known.filter(({ is_hit }) => is_hit).length + 1) / (known.length + 2)
    const prior = 15 / Math.min(share, 1 - share)
    this.base = logOdds(share)
    const counts = new Map<string, [cases: number, hits: number]>()
    for (const { bands, is_hit } of known)
      for (const band of bands) {
        const [cases, hits] = counts.get(band) ?? [0, 0]
        counts.set(band, [cases + 1, hits + (is_hit ? 1 : 0)])
      }
    for (const [band, [cases, hits]] of counts)
      this.#weights.set(
        band,
        rounded(logOdds((hits + prior * share) / (cases + prior)) - this.base),
      )
  }

  weigh = (band: string): number => this.#weights.get(band) ?? 0
  of = ({ bands }: Case): number => rounded(bands.reduce((sum, band) => sum + this.weigh(band), 0))
}

/** Of the cases of a day one a subject, the best, and all by score: of equal ones the rule decides. */
function ranked(cases: readonly Case[], model: Model) {
  const weighed = cases.map((of, place) => ({ of, place, weight: model.of(of) }))
  type Weighed = (typeof weighed)[number]
  const byScore = (a: Weighed, b: Weighed) => b.weight - a.weight || byRule(a, b)
  const order = ({ of }: Weighed) => of.rule_order ?? Number.NEGATIVE_INFINITY
  const byRule = (a: Weighed, b: Weighed) =>
    order(a) === order(b) ? a.place - b.place : order(b) - order(a)
  const best = [...Map.groupBy(weighed, ({ of }) => of.subject_id).values()].map(
    (offers) => offers.toSorted((a, b) => b.weight - a.weight || a.place - b.place)[0]!,
  )
  return { byScore: best.toSorted(byScore), byRule: best.toSorted(byRule) }
}

/** How much of the weights is believed: the tenth with the least loss on the lists of past days. */
function believed(scored: readonly { of: Case; weight: number }[], { base }: Model): number {
  const losses = Array.from({ length: 10 }, (_, tenth) => {
    const share = (tenth + 1) / 10
    const loss = scored.reduce((sum, { of, weight }) => {
      const odds = base + share * weight
      return sum + Math.round(1e6 * Math.log1p(Math.exp(of.is_hit ? -odds : odds)))
    }, 0)
    return { share, loss }
  })
  const least = Math.min(...losses.map(({ loss }) => loss))
  return scored.length === 0 ? 1 : losses.find(({ loss }) => loss === least)!.share
}

/** All rows of a playbook but those of times to write, which are no cases of today. */
function listsOf(cases: readonly Case[]): { rows: ListRow[]; model: Model; share: number } {
  const known = cases.filter(({ is_hit }) => is_hit !== null)
  const earlier = new Model(known.filter(({ slice }) => slice === 'before'))
  const model = new Model(known)
  const heldOut = cases.filter(({ slice }) => slice === 'held_out')
  const days = [...Map.groupBy(heldOut, ({ points_back }) => points_back).values()].map((of) =>
    ranked(of, earlier),
  )
  const hits = (of: readonly { of: Case }[]) => of.filter(({ of }) => of.is_hit).length
  const rows: ListRow[] = days.map(({ byScore, byRule }) => {
    const listed = lengthOf(byScore.length)
    const { playbook, date } = byScore[0]!.of
    return {
      playbook,
      date,
      score: null,
      amount: null,
      cases: byScore.length,
      hits: hits(byScore),
      listed,
      listedHits: hits(byScore.slice(0, listed)),
      ruleHits: hits(byRule.slice(0, listed)),
    }
  })
  const share = believed(
    days.flatMap(({ byScore }) => byScore),
    earlier,
  )
  const today = ranked(
    cases.filter(({ slice, is_refusing }) => slice === 'today' && !is_refusing),
    model,
  ).byScore
  for (const { of, weight } of today.slice(0, lengthOf(today.length)))
    rows.push({
      ...nothing,
      playbook: of.playbook,
      date: of.date,
      score: chance(model.base + share * weight),
      amount: of.amount,
    })
  return { rows, model, share }
}

interface Writer {
  readonly segment: string
  readonly weekday: string | null
  readonly hour: string | null
  readonly deal: string
}

const weekdays = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)

/** Every weekday with every hour is tried for everybody. */
function timesToWrite(cases: readonly Case[], writers: readonly Writer[], date: string): ListRow[] {
  const { rows, model, share } = listsOf(cases)
  const tried = new Set(cases.flatMap(({ is_hit, bands }) => (is_hit === null ? [] : bands)))
  const beside = (slot: string, answer: string | null) =>
    answer === null ? 'no answer yet' : slot === answer ? 'the same' : 'another'
  const best = writers.flatMap(({ segment, weekday, hour, deal }) => {
    const weights = weekdays.flatMap((onDay) =>
      hours.flatMap((atHour) => {
        const slots = [`weekday|${segment}, ${onDay}`, `hour|${segment}, ${atHour}`]
        if (!slots.every((slot) => tried.has(slot))) return []
        const bands = [
          ...slots,
          `deal|${deal}`,
          `weekday of the last answer|${beside(onDay, weekday)}`,
          `hour of the last answer|${beside(atHour, hour)}`,
        ]
        return rounded(bands.reduce((sum, band) => sum + model.weigh(band), 0))
      }),
    )
    return weights.length === 0 ? [] : Math.max(...weights)
  })
  const listed = best.toSorted((a, b) => b - a).slice(0, lengthOf(best.length))
  return [
    ...rows,
    ...listed.map((weight) => ({
      ...nothing,
      playbook: 'best_time_to_write',
      date,
      score: chance(model.base + share * weight),
      amount: null,
    })),
  ]
}

/** Every list of past days and every suggestion of today. */
export async function playbookLists(connection: DuckDBConnection): Promise<ListRow[]> {
  const rowsOf = async <R>(sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as unknown as R[]
  const cases = await rowsOf<Case>(`
    select played.playbook, played.subject_id, played.points_back::int as points_back, played.slice,
      played.is_hit, played.rule_order, played.amount,
      played.person_id <> 'not_allocated'
        and coalesce(person.is_opted_out or person.is_call_refused, true) as is_refusing,
      strftime(run.as_of::date - 30 * played.points_back::int, '%Y-%m-%d') as date,
      list_transform(map_entries(played.features), lambda entry: entry.key || '|' || entry.value) as bands
    from mart_playbook_cases as played
    left join dim_people as person on person.person_id = played.person_id, data_as_of as run
    order by played.playbook, played.points_back, played.subject_id, played.product_id`)
  const writers = await rowsOf<Writer>(`
    select coalesce(account.segment, 'Unknown') as segment, dayname(answered) as weekday,
      strftime(answered, '%H:00') as hour,
      coalesce((select deal.deal_type from fct_activities as last
        join fct_opportunities as deal on deal.opportunity_id = last.opportunity_id
        where last.activity_id = written.last_id and deal.outcome = 'open'), 'no deal') as deal
    from (
      select person_id, max_by(activity_id, (occurred_at, activity_id)) filter (where is_outreach) as last_id, max(occurred_date) filter (where is_outreach) as last_date,
        max(timezone(zone, timezone('UTC', occurred_at))) filter (where not is_outreach) as answered
      from (select activity.*, case coalesce(person.country, account.country)
            ${zoneOfCountry} else 'UTC' end as zone
          from fct_activities as activity
          join dim_people as person on person.person_id = activity.person_id
          left join dim_accounts as account on account.account_id = activity.account_id
          where activity.person_id <> 'unknown' and not activity.is_automatic
            and activity.activity_type in ('call', 'email', 'message'))
      group by person_id
    ) as written
    join dim_people as person on person.person_id = written.person_id
    left join dim_accounts as account on account.account_id = person.account_id, data_as_of as run
    where last_date > run.as_of::date - 365 and not person.is_opted_out
      and not person.is_call_refused and not person.is_undeliverable
      and person.email_quality in ('valid', 'free_mail')`)
  const [asOf] = await rowsOf<{ date: string }>(
    `select strftime(as_of::date, '%Y-%m-%d') as date from data_as_of`,
  )
  return [...Map.groupBy(cases, ({ playbook }) => playbook)].flatMap(([playbook, of]) =>
    playbook === 'best_time_to_write' ? timesToWrite(of, writers, asOf!.date) : listsOf(of).rows,
  )
}

/** The capitals of the countries that the sample company sells to. */
const zoneOfCountry = Object.entries({
  DE: 'Berlin',
  GB: 'London',
  NL: 'Amsterdam',
  FR: 'Paris',
  CH: 'Zurich',
  ES: 'Madrid',
  AT: 'Vienna',
  SE: 'Stockholm',
  IT: 'Rome',
  DK: 'Copenhagen',
  BE: 'Brussels',
  IE: 'Dublin',
  PL: 'Warsaw',
  FI: 'Helsinki',
  RO: 'Bucharest',
  PT: 'Lisbon',
  EE: 'Tallinn',
  NO: 'Oslo',
  CZ: 'Prague',
  LU: 'Luxembourg',
})
  .map(([country, city]) => `when '${country}' then 'Europe/${city}'`)
  .concat(`when 'US' then 'America/New_York'`)
  .join(' ')
