/** What the files of ravenstack_saas add up to, in plain loops over their rows. */
import { DuckDBInstance } from '@duckdb/node-api'

interface Subscription {
  readonly account: string
  readonly start: string
  readonly end: string | null
  readonly mrr: number
}
interface Ticket {
  readonly submitted: string
  readonly firstResponseMinutes: number
  readonly resolutionHours: number
  readonly satisfaction: number | null
}
interface Rows {
  /** The paid subscriptions of each account, in the order in which they began. */
  readonly accounts: readonly (readonly Subscription[])[]
  readonly tickets: readonly Ticket[]
  readonly refunds: readonly { readonly day: string; readonly amount: number }[]
}

export async function rowsOf(data: string): Promise<Rows> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const read = async (query: string) =>
    (await connection.runAndReadAll(query.replace('$DATA', data))).getRowObjectsJson() as never
  const subscriptions: Subscription[] = await read(`
    select account_id as account, start_date::varchar as start, end_date::varchar as "end",
      mrr_amount::double as mrr
    from read_csv('$DATA/ravenstack_subscriptions.csv')
    where not is_trial order by start_date, mrr_amount, subscription_id`)
  const tickets: Ticket[] = await read(`
    select submitted_at::varchar as submitted, resolution_time_hours as "resolutionHours",
      first_response_time_minutes::double as "firstResponseMinutes",
      satisfaction_score as satisfaction
    from read_csv('$DATA/ravenstack_support_tickets.csv')`)
  const refunds: Rows['refunds'][number][] = await read(`
    select churn_date::varchar as day, refund_amount_usd as amount
    from read_csv('$DATA/ravenstack_churn_events.csv')`)
  connection.closeSync()
  instance.closeSync()
  const accounts = [...Map.groupBy(subscriptions, ({ account }) => account).values()]
  return { accounts, tickets, refunds }
}

/** What an account pays a month at the end of a day: its last plan’s price, unless that has ended. */
export function mrrOn(plans: readonly Subscription[], day: string): number {
  const plan = plans.findLast(({ start }) => start <= day)
  return plan === undefined || (plan.end !== null && plan.end <= day) ? 0 : plan.mrr
}

/** What moved MRR in a span of days, account by account and day by day. */
export function movementsOf({ accounts }: Rows, from: string, to: string) {
  const sums = { new_mrr: 0, expansion_mrr: 0, contraction_mrr: 0, churned_mrr: 0 }
  const moved = { ...sums, reactivation_mrr: 0, new_customers: 0, churned_customers: 0 }
  for (const plans of accounts) {
    const days = new Set(plans.flatMap(({ start, end }) => (end === null ? [start] : [start, end])))
    let before = 0
    let hadSome = false
    for (const day of [...days].sort()) {
      const after = mrrOn(plans, day)
      if (from <= day && day <= to) {
        if (before === 0 && after > 0) moved[hadSome ? 'reactivation_mrr' : 'new_mrr'] += after
        if (before === 0 && after > 0 && !hadSome) moved.new_customers++
        if (before > 0 && after === 0) moved.churned_customers++
        if (before > 0 && after === 0) moved.churned_mrr += before
        if (before > 0 && after > before) moved.expansion_mrr += after - before
        if (after > 0 && after < before) moved.contraction_mrr += before - after
      }
      hadSome ||= after > 0
      before = after
    }
  }
  return moved
}

/** The last day of each month of the two years that the data is of. */
export const monthEnds = Array.from({ length: 24 }, (_, month) =>
  new Date(Date.UTC(2023, month + 1, 0)).toISOString().slice(0, 10),
)

export const sum = (numbers: readonly number[]) => numbers.reduce((so, number) => so + number, 0)

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
