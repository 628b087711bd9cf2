/** The ways to every opportunity and lead, in plain loops over what is told of people. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { channels } from '../../transforms/conformed/channel_rules.ts'

export interface Touch {
  readonly touch: string
  readonly person: string
  readonly type: string
  readonly channel: string
  readonly campaign: string
  readonly at: number
}

/** What touches lead to, its milestones, and the touches in order. */
export interface Way {
  readonly of: string
  readonly createdAt: number | null
  readonly leadAt: number | null
  readonly isClosed: boolean
  readonly end: 'won' | 'lost' | 'open'
  readonly cents: number | null
  readonly touches: readonly Touch[]
}

const rows = async <K extends string>(connection: DuckDBConnection, query: string) =>
  (await connection.runAndReadAll(query)).getRowObjectsJson() as unknown as Record<
    K,
    string | null
  >[]
const number = (value: unknown) => (value === null ? null : Number(value))

/** By opportunity: the touches of its people, else of its account. */
export async function waysToOpportunities(connection: DuckDBConnection): Promise<Way[]> {
  const touchesOf = await touchesBy(
    connection,
    `select opportunity_id, touchpoint_id from fct_opportunity_people
    join fct_touchpoints using (person_id)
    union all
    select 'of account ' || opportunity_id, touchpoint_id from fct_opportunities
    join fct_touchpoints using (account_id) where account_id <> 'unknown'`,
  )
  const leads = new Map(
    (
      await rows<'key' | 'at'>(
        connection,
        `select person.opportunity_id as key, min(epoch_ms(lead_at)) as at
        from fct_opportunity_people as person join fct_lead_cycles using (person_id) group by 1
        union all
        select 'of account ' || deal.opportunity_id, min(epoch_ms(lead_at))
        from fct_opportunities as deal join fct_lead_cycles using (account_id) group by 1`,
      )
    ).map(({ key, at }) => [key, Number(at)]),
  )
  const deals = await rows<'of' | 'created' | 'ends' | 'outcome' | 'cents'>(
    connection,
    `select opportunity_id as of, epoch_ms(created_at) as created, outcome,
      epoch_ms(coalesce(closed_at, (select as_of from data_as_of))) as ends,
      (amount * 100)::bigint as cents
    from fct_opportunities where deal_type <> 'Renewal' and outcome <> 'disqualified'`,
  )
  return deals.map(({ of, created, ends, outcome, cents }) => {
    const inTime = (key: string) => touchesOf(key, (at) => at <= Number(ends))
    const own = inTime(of!)
    const key = own.length > 0 ? of! : `of account ${of}`
    const leadAt = leads.get(key) ?? Number.POSITIVE_INFINITY
    return {
      of: of!,
      createdAt: Number(created),
      leadAt: leadAt <= Number(ends) ? leadAt : null,
      isClosed: outcome !== 'open',
      end: outcome as Way['end'],
      cents: number(cents),
      touches: own.length > 0 ? own : inTime(key),
    }
  })
}

/** By person and cycle: the person’s touches since the one before in the same CRM. */
export async function waysToLeads(connection: DuckDBConnection): Promise<Way[]> {
  const touchesOf = await touchesBy(
    connection,
    'select distinct person_id, touchpoint_id from fct_lead_cycles join fct_touchpoints using (person_id)',
  )
  const cycles = await rows<'person' | 'cycle' | 'crm' | 'at'>(
    connection,
    `select person_id as person, cycle_number as cycle, source_system as crm, epoch_ms(lead_at) as at
    from fct_lead_cycles order by person_id, lead_at, cycle_number`,
  )
  const before = new Map<string, number>()
  return cycles.map(({ person, cycle, crm, at }) => {
    const since = before.get(`${crm} ${person}`) ?? Number.NEGATIVE_INFINITY
    before.set(`${crm} ${person}`, Number(at))
    return {
      of: `${person} ${cycle}`,
      createdAt: null,
      leadAt: Number(at),
      isClosed: false,
      end: 'won' as const,
      cents: null,
      touches: touchesOf(person!, (when) => when > since && when <= Number(at)),
    }
  })
}

/** Touches by a key, of a time, without the forms of sessions, under their channels and in order. */
async function touchesBy(connection: DuckDBConnection, keyed: string) {
  const told = await rows<'key' | keyof Touch>(
    connection,
    `with told as (select * from (${keyed}) as told(key, touchpoint_id))
    select key, touchpoint_id as touch, person_id as person, touchpoint_type as type, channel,
      campaign_id as campaign, epoch_ms(occurred_at) as at
    from told join fct_touchpoints using (touchpoint_id)`,
  )
  const origins = new Map(
    (
      await rows<'touch' | 'channel' | 'campaign'>(
        connection,
        `select form.touchpoint_id as touch, cycle.channel, cycle.campaign_id as campaign
        from fct_touchpoints as form join fct_lead_cycles as cycle using (person_id)
        where form.touchpoint_type = 'form' and form.channel = 'Unknown' and cycle_number = 1
          and began_at between form.occurred_at and form.occurred_at + interval 1 day`,
      )
    ).map(({ touch, ...origin }) => [touch, origin]),
  )
  const toldOf = Map.groupBy(told, ({ key }) => key)
  return (key: string, isInTime: (at: number) => boolean): Touch[] => {
    const all = (toldOf.get(key) ?? []).map(
      (touch) => ({ ...touch, at: Number(touch.at) }) as Touch,
    )
    const isOfSession = ({ type, person, at }: Touch) =>
      type === 'form' &&
      all.some(
        (session) =>
          session.type === 'session' &&
          session.person === person &&
          session.at <= at &&
          at <= session.at + 30 * 60_000,
      )
    return all
      .filter((touch) => isInTime(touch.at) && !isOfSession(touch))
      .map((touch) => ({ ...touch, ...origins.get(touch.touch) }) as Touch)
      .sort(
        (one, other) =>
          one.at - other.at ||
          rankOf(one.channel) - rankOf(other.channel) ||
          (one.touch < other.touch ? -1 : 1),
      )
  }
}

const vague = ['Direct', 'Other', 'Unknown', 'Not allocated']
function rankOf(channel: string): number {
  const known = channels.find(([name]) => name === channel)
  const place = channels.findIndex(([name]) => name === channel)
  if (vague.includes(channel)) return 3000 + vague.indexOf(channel)
  if (known === undefined) return 2000
  return (known[1] ? 0 : 1000) + place
}
