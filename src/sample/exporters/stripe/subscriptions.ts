// Subscriptions, their present items, and every change of MRR.
import { isLive, periodAt, quantityAt } from '../../book.ts'
import { END, type Instant, isoSecond } from '../../calendar.ts'
import type { Company } from '../../company.ts'
import type { RowDirt } from '../../dirt.ts'
import type { Item, MrrEvent, Subscription } from '../../subscription.ts'
import { type Cell, YearFiles } from '../csv.ts'

const SUBSCRIPTION =
  'id,customer_id,status,start_date,created,current_period_start,current_period_end,billing_cycle_anchor,cancel_at,cancel_at_period_end,canceled_at,ended_at,cancellation_details_feedback,cancellation_details_reason,price_id,quantity,pause_collection_behavior,pause_collection_resumes_at'.split(
    ',',
  )
const ITEM =
  'id,subscription_id,created,price_id,price_product_id,price_currency,price_recurring_interval,price_recurring_interval_count,price_unit_amount,quantity'.split(
    ',',
  )
const EVENT =
  'event_timestamp,event_type,subscription_item_id,currency,customer_id,local_event_timestamp,mrr_change,price_id,product_id,quantity_change,subscription_id'.split(
    ',',
  )

const time = (instant: Instant | null) => (instant === null ? '' : isoSecond(instant))

export function exportSubscriptions(
  company: Company,
  dir: string,
  dirt: (name: string) => RowDirt,
): void {
  const open = (name: string, header: string[]) =>
    new YearFiles((year) => `${dir}/${name}_${year}.csv`, header, dirt(name))
  const subscriptions = open('subscriptions', SUBSCRIPTION)
  const items = open('subscription_items', ITEM)
  const events = open('subscription_item_change_events', EVENT)
  const sorted = [...company.subscriptions].sort((a, b) => a.createdAt - b.createdAt)
  for (const subscription of sorted) {
    subscriptions.of(subscription.createdAt).row(row(subscription))
    for (const item of present(subscription)) items.of(item.createdAt).row(itemRow(item))
  }
  const changes = sorted.flatMap((subscription) => subscription.events).sort((a, b) => a.at - b.at)
  for (const change of changes) events.of(change.at).row(eventRow(change))
  for (const files of [subscriptions, items, events]) files.close()
}

/** The items that it has, or had when it ended: replaced and removed ones are gone. */
const present = (subscription: Subscription) =>
  subscription.items.filter(
    (item) => item.endedAt === null || item.endedAt === subscription.endedAt,
  )

function row(subscription: Subscription): Cell[] {
  const last = Math.min(END, (subscription.endedAt ?? END + 1) - 1)
  const period = periodAt(subscription, Math.max(last, subscription.createdAt))
  const [only, ...more] = present(subscription)
  const item = more.length === 0 ? only : undefined
  const pause = subscription.pauses.find((entry) => entry.to === null)
  const isPending = subscription.cancelAt !== null && subscription.endedAt === null
  return [
    subscription.id,
    subscription.customer.id,
    subscription.status,
    time(subscription.createdAt),
    time(subscription.createdAt),
    time(period.from),
    time(period.to),
    time(subscription.cycles.at(-1)?.from ?? null),
    time(subscription.cancelAt),
    isPending,
    time(subscription.canceledAt),
    time(subscription.endedAt),
    subscription.feedback,
    subscription.reason,
    item?.price.id ?? '',
    item === undefined ? '' : quantityAt(item, END),
    pause === undefined ? '' : 'void',
    time(pause?.resumesAt ?? null),
  ]
}

function itemRow(item: Item): Cell[] {
  const { price } = item
  return [
    item.id,
    item.subscription.id,
    time(item.createdAt),
    price.id,
    price.product.id,
    price.currency.toLowerCase(),
    price.interval === 12 ? 'year' : 'month',
    price.interval === 3 ? 3 : 1,
    price.amount,
    isLive(item, END) ? quantityAt(item, END) : (item.quantities.at(-1)?.value ?? 0),
  ]
}

function eventRow(event: MrrEvent): Cell[] {
  const { item } = event
  return [
    time(event.at),
    event.type,
    item.id,
    item.price.currency.toLowerCase(),
    item.subscription.customer.id,
    time(event.at),
    event.minor,
    item.price.id,
    item.price.product.id,
    event.quantityChange,
    item.subscription.id,
  ]
}
