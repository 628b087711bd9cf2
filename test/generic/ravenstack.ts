/**
 * Maps the public data set ravenstack_saas into the files of the `generic` system.
 *
 * Of an account several subscriptions run at a time, each with a plan of its own, while the account
 * has one plan and one number of seats: they are successive plans whose ends were not kept. So a
 * paid subscription ends where the next paid one of its account begins, else on its own end date; of
 * several that begin on a day the dearest counts. A trial ends nothing and brings nothing.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const source = (name: string) => `with
  subscription as (
    select *, lead(start_date) over (
      partition by account_id, is_trial order by start_date, mrr_amount, subscription_id) as next_date
    from read_csv('$DATA/ravenstack_subscriptions.csv')
  ),
  held as (
    select * exclude (end_date), end_date as own_end_date,
      if(is_trial, end_date, least(end_date, next_date)) as end_date
    from subscription
  ),
  churn as (from read_csv('$DATA/ravenstack_churn_events.csv'))
  ${name}`

/** What each generic file holds, by its name. */
const files: Readonly<Record<string, string>> = {
  accounts: `select account_id, account_name, industry, country, referral_source as lead_source,
      signup_date as created_at
    from read_csv('$DATA/ravenstack_accounts.csv')`,
  products: `select 'ravenstack' as product_id, 'RavenStack' as product_name`,
  plans: `select plan_tier || ' ' || billing_frequency as plan_id, 'ravenstack' as product_id,
      plan_tier as plan_name, 'USD' as currency_code,
      if(billing_frequency = 'annual', 'year', 'month') as billing_interval, 1 as interval_count,
      max(mrr_amount // seats * if(billing_frequency = 'annual', 12, 1)) as unit_price_local
    from subscription group by all`,
  subscriptions: `select held.subscription_id, held.account_id,
      plan_tier || ' ' || billing_frequency as plan_id, 'USD' as currency_code,
      case when end_date is not null then 'canceled' when is_trial then 'trialing' else 'active' end
        as subscription_status,
      if(is_trial, 0, mrr_amount) as mrr_local, seats as quantity,
      any_value(churn.reason_code) as churn_reason, start_date as created_at, start_date as starts_at,
      end_date as ends_at
    from held
    left join churn on churn.account_id = held.account_id and churn.churn_date = held.own_end_date
    group by all`,
  subscription_changes: `select subscription_id as subscription_line_id, subscription_id, account_id,
      'ravenstack' as product_id, plan_tier || ' ' || billing_frequency as plan_id,
      'USD' as currency_code, changed_at, mrr_change_local
    from (
      select *, start_date as changed_at, mrr_amount as mrr_change_local from held
      union all by name
      select *, end_date as changed_at, -mrr_amount as mrr_change_local from held
    )
    where not is_trial and changed_at is not null and end_date is distinct from start_date`,
  payments: `select churn_event_id as payment_id, account_id, 'refund' as payment_type,
      'succeeded' as payment_status, 'USD' as currency_code, churn_date as paid_at,
      refund_amount_usd as amount_local
    from churn where refund_amount_usd > 0`,
  tickets: `select ticket_id, account_id, priority, 'closed' as ticket_status,
      submitted_at as created_at, closed_at as solved_at,
      first_response_time_minutes as first_response_minutes,
      resolution_time_hours * 60 as resolution_minutes, (satisfaction_score - 1) / 4 as csat_score
    from read_csv('$DATA/ravenstack_support_tickets.csv')`,
}

/** Writes the generic files into `<exports>/generic`. */
export async function mapRavenstack(data: string, exports: string): Promise<void> {
  const folder = join(exports, 'generic')
  mkdirSync(folder, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  for (const [name, query] of Object.entries(files))
    await connection.run(
      `copy (${source(query).replaceAll('$DATA', data)}) to '${join(folder, `${name}.csv`)}' (header)`,
    )
  connection.closeSync()
  instance.closeSync()
}
