/** What lines of subscriptions are worth from when to when, as what changed at which instant, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { LocalRecurring } from '../columns.ts'

/** A line while it is worth the same; a line has no value between its spans. */
export interface Span {
  readonly subscription_line_id: string
  readonly subscription_id: string
  readonly source_system: string
  readonly account_id: string
  readonly product_id: string | null
  readonly plan_id: string | null
  readonly currency_code: string
  readonly starts_at: Date
  /** When it is worth that no more; null where no end is known. */
  readonly ends_at: Date | null
  /** A month, before discounts. */
  readonly mrr_local: LocalRecurring
}

/** What is taken off a subscription from when to when: a share of it, an amount a month, or both. */
export interface Discount {
  readonly subscription_id: string
  readonly starts_at: Date
  /** Null for one for ever. */
  readonly ends_at: Date | null
  readonly discount_rate: number | null
  readonly discount_local: LocalRecurring | null
}

type Change = Omit<Span, 'starts_at' | 'ends_at' | 'mrr_local'> & {
  readonly changed_at: Date
  readonly mrr_change_local: LocalRecurring
}

/**
 * The changes of every line’s value after discounts: shares first, one after the other, then amounts,
 * which are divided among a subscription’s lines by their value. A discount takes no line below 0.
 */
export const changesOfSpans = (
  spans: Expression<Span>,
  discounts: Expression<Discount>,
): RawBuilder<Change> => sql`(
  with span as (select * from ${spans} as given),
  discount as (select * from ${discounts} as given
    where subscription_id in (select subscription_id from span)),
  instant as (
    select subscription_id, starts_at as changed_at from span
    union select subscription_id, ends_at from span where ends_at is not null
    union select subscription_id, starts_at from discount
    union select subscription_id, ends_at from discount where ends_at is not null),
  line as (
    select subscription_line_id, subscription_id, source_system, account_id, currency_code
    from span group by all),
  kept as (
    select instant.subscription_id, instant.changed_at,
      cast(coalesce(product(1 - discount_rate), 1) as decimal(12, 10)) as share,
      cast(coalesce(sum(discount_local), 0) as decimal(28, 8)) as amount
    from instant join discount on discount.subscription_id = instant.subscription_id
      and discount.starts_at <= instant.changed_at
      and coalesce(discount.ends_at > instant.changed_at, true)
    group by all),
  state as (
    select line.*, instant.changed_at, span.product_id, span.plan_id,
      cast(coalesce(span.mrr_local, 0) as decimal(22, 8)) * coalesce(kept.share, 1) as value,
      coalesce(kept.amount, 0) as amount
    from line join instant on instant.subscription_id = line.subscription_id
      left join span on span.subscription_line_id = line.subscription_line_id
        and span.starts_at <= instant.changed_at
        and coalesce(span.ends_at > instant.changed_at, true)
      left join kept on kept.subscription_id = instant.subscription_id
        and kept.changed_at = instant.changed_at),
  worth as (
    select *, cast(greatest(0, cast(value as decimal(28, 8)) - coalesce(cast(cast(amount as double) * cast(value as double)
        / nullif(sum(cast(value as double)) over (partition by subscription_id, changed_at), 0) as decimal(28, 8)), 0))
      as decimal(28, 8)) as net
    from state),
  change as (
    select subscription_line_id, subscription_id, source_system, account_id, currency_code, changed_at,
      last_value(product_id ignore nulls) over states as product_id,
      last_value(plan_id ignore nulls) over states as plan_id,
      cast(net - lag(net, 1, 0) over states as decimal(28, 8)) as mrr_change_local
    from worth
    window states as (partition by subscription_line_id order by changed_at))
  select * from change where mrr_change_local <> 0)`
