/** The pipeline rebuilt from what the CRMs logged, deal by deal in plain loops: what balances and waterfall are held to. */
import type { DuckDBConnection } from '@duckdb/node-api'

interface Change {
  /** Microseconds since 1970. */
  readonly at: number
  readonly property: 'stage_id' | 'amount' | 'close_date' | 'owner_id'
  readonly value: string | null
}

interface LoggedDeal {
  readonly id: string
  readonly isRenewal: boolean
  readonly system: string
  readonly createdAt: number
  readonly closedAt: number | null
  readonly outcome: 'open' | 'won' | 'lost'
  /** What it is worth now, and the rate of its created date. */
  readonly amount: number
  readonly rate: string
  /** The owner now: the one all along where the CRM logged none. */
  readonly owner: string
  readonly changes: readonly Change[]
}

interface State {
  readonly status: 'none' | 'open' | 'won' | 'lost'
  readonly stage: string
  readonly probability: number
  readonly owner: string
  readonly amount: number
  /** The day that it is due, as microseconds; a closed one is due when it closed. */
  readonly due: number | null
}

interface Stage {
  readonly name: string
  readonly type: 'open' | 'won' | 'lost'
  readonly probability: number
}

export interface Log {
  readonly deals: readonly LoggedDeal[]
  readonly stages: ReadonlyMap<string, Stage>
  readonly owners: ReadonlyMap<string, string>
  readonly asOf: number
}

const day = 86_400_000_000

/** Reads the log of the deals that count, those of renewals too. */
export async function readLog(connection: DuckDBConnection): Promise<Log> {
  const rows = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, string | null>[]
  const changes = Map.groupBy(
    await rows(`
      select opportunity_id, property, value, case property when 'close_date'
        then epoch_us(try_cast(value as timestamp))::varchar end as due,
        epoch_us(changed_at)::varchar as at
      from stg_opportunity_history
      where property in ('stage_id', 'amount', 'close_date', 'owner_id') order by changed_at`),
    (row) => row['opportunity_id'],
  )
  const deals = await rows(`
    select deal.opportunity_id as id, deal_type, source_system, outcome, amount::varchar as amount,
      epoch_us(created_at)::varchar as created_at, epoch_us(closed_at)::varchar as closed_at,
      rate.exchange_rate::varchar as rate, owner.owner_name as owner
    from fct_opportunities as deal
    join dim_owners as owner on owner.owner_id = deal.owner_id
    join dim_exchange_rates as rate
      on rate.currency_code = deal.currency_code and rate.rate_date = deal.created_date
    where outcome <> 'disqualified' and has_history`)
  const stages = await rows(
    'select stage_id, stage_name, stage_type, probability::varchar as p from dim_stages',
  )
  const owners = await rows(`
    select map.source_key, owner.owner_name
    from map_owners as map join dim_owners as owner on owner.owner_id = map.owner_id`)
  const [run] = await rows('select epoch_us(as_of)::varchar as as_of from data_as_of')
  return {
    deals: deals.map((row) => ({
      id: row['id']!,
      isRenewal: row['deal_type'] === 'Renewal',
      system: row['source_system']!,
      createdAt: Number(row['created_at']),
      closedAt: row['closed_at'] === null ? null : Number(row['closed_at']),
      outcome: row['outcome'] as LoggedDeal['outcome'],
      amount: Number(row['amount'] ?? 0),
      rate: row['rate']!,
      owner: row['owner']!,
      changes: (changes.get(row['id']!) ?? []).map((change) => ({
        at: Number(change['at']),
        property: change['property'] as Change['property'],
        value: change['property'] === 'close_date' ? change['due']! : change['value']!,
      })),
    })),
    stages: new Map(
      stages.map((row) => [
        row['stage_id']!,
        {
          name: row['stage_name']!,
          type: row['stage_type'] as Stage['type'],
          probability: Number(row['p'] ?? 0),
        },
      ]),
    ),
    owners: new Map(owners.map((row) => [row['source_key']!, row['owner_name']!])),
    asOf: Number(run!['as_of']),
  }
}

/** What a deal was after all that had happened by an instant. */
function stateAt({ stages, owners }: Log, deal: LoggedDeal, at: number): State {
  // What a CRM logged first is taken to have held before.
  const known = Math.max(at, deal.changes[0]?.at ?? at)
  const value = (property: Change['property']) =>
    deal.changes.findLast((change) => change.property === property && change.at <= known)?.value ??
    null
  const stageId =
    value('stage_id') ?? deal.changes.find(({ property }) => property === 'stage_id')?.value
  const stage = stages.get(stageId ?? '')
  const isClosed = deal.closedAt !== null && at >= deal.closedAt
  const due = value('close_date')
  return {
    status: isClosed ? deal.outcome : at < deal.createdAt ? 'none' : (stage?.type ?? 'open'),
    stage: stage?.name ?? 'Unknown',
    probability: stage?.probability ?? 0,
    owner: deal.changes.some(({ property }) => property === 'owner_id')
      ? (owners.get(value('owner_id') ?? '') ?? 'Unknown')
      : deal.owner,
    amount: isClosed ? deal.amount : converted(value('amount') ?? '0', deal.rate),
    due: due === null ? null : Math.floor(Number(due) / day) * day,
  }
}

/** The deals without renewals that are open at the end of a day, given by its first instant. */
export const openAt = (log: Log, date: number) =>
  log.deals
    .filter(({ isRenewal }) => !isRenewal)
    .map((deal) => stateAt(log, deal, Math.min(date + day - 1, log.asOf)))
    .filter(({ status }) => status === 'open')

export type Bridge = Record<string, number>

/** The buckets of all deals in the period [from, to), by the owner where asked for. */
export function bridgesOf(
  log: Log,
  from: number,
  to: number,
  sliceOf: (state: State) => string,
): Record<string, Bridge> {
  const bridges: Record<string, Bridge> = {}
  const add = (state: State, bucket: string, amount: number) => {
    const bridge = bridges[sliceOf(state)] ?? {}
    bridges[sliceOf(state)] = bridge
    bridge[bucket] = cents((bridge[bucket] ?? 0) + amount)
  }
  const end = Math.min(to - 1, log.asOf)
  for (const deal of log.deals) {
    const moments = [
      from - 1,
      ...[...deal.changes.map(({ at }) => at), deal.createdAt, deal.closedAt ?? from - 1]
        .filter((at) => at >= from && at <= end)
        .toSorted((a, b) => a - b),
    ]
    let before: State | null = null
    const inScope: { state: State; at: number }[] = []
    for (const at of moments) {
      const state = stateAt(log, deal, at)
      const isDue = state.due !== null && state.due >= from && state.due < to
      const closes =
        at >= from &&
        (state.status === 'won' || state.status === 'lost') &&
        before?.status !== state.status
      if ((state.status === 'open' && isDue) || closes) inScope.push({ state, at })
      before = state
    }
    const [first, last] = [inScope[0], inScope.at(-1)]
    if (!first || !last) continue
    const whole = stateAt(log, deal, end)
    const isEnd =
      whole.status === 'open' && whole.due !== null && whole.due >= from && whole.due < to
    const isCreated = deal.createdAt >= from && deal.createdAt < to
    const [start, change] = [first.state.amount, last.state.amount - first.state.amount]
    add(first.state, first.at < from ? 'start' : isCreated ? 'new' : 'pulled_in', start)
    if (sliceOf(first.state) !== sliceOf(last.state)) {
      add(first.state, 'transferred_out', start)
      add(last.state, 'transferred_in', start)
    }
    add(last.state, change > 0 ? 'increased' : 'decreased', Math.abs(change))
    add(
      last.state,
      isEnd ? 'end' : whole.status === 'open' ? 'pushed_out' : whole.status,
      last.state.amount,
    )
  }
  return bridges
}

/** To the cent, halves up, without floating point. */
function converted(amount: string, rate: string): number {
  const whole = (decimal: string, places: number) => {
    const [units, rest = ''] = decimal.split('.')
    return BigInt(units + rest.padEnd(places, '0'))
  }
  const product = whole(amount, 2) * whole(rate, 8)
  return Number((product + 50_000_000n) / 100_000_000n) / 100
}

const cents = (amount: number) => Math.round(amount * 100) / 100
