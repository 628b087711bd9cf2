/** The invoices that we issued, in the reporting currency. */
import { type NotNull, sql } from 'kysely'
import {
  type Day,
  day,
  flag,
  type Local,
  money,
  oneOf,
  text,
  timestamp,
} from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { convert } from '../../src/sql/money.ts'
import { dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgInvoices } from '../staging/stg_invoices.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'
import { mapAccounts } from './map_accounts.ts'

const issuedStatuses = ['open', 'paid', 'uncollectible', 'void'] as const

export const fctInvoices = defineTable({
  name: 'fct_invoices',
  description:
    'Invoices that were issued, void and uncollectible ones included; drafts and internal accounts are out.',
  grain: ['invoice_id'],
  columns: {
    invoice_id: text('Scoped by source: stripe:in_….'),
    account_id: text('The account billed; unknown where the customer is none of ours.'),
    owner_id: text('Who owned the account on the day of issue.'),
    team: text('The owner’s team on that day.'),
    segment: text('The account’s segment on that day.'),
    currency_code: text('The currency of the document, ISO 4217.'),
    source_system: text('The billing system.'),
    invoice_status: oneOf(
      issuedStatuses,
      'Where the invoice is in its life; a void one was taken back and counts in no amount.',
    ),
    is_recurring: flag('Whether it bills a subscription; a one-off, such as services, does not.'),
    issued_at: timestamp('When it became final.'),
    issued_date: day('The day of issued_at, whose exchange rate holds.'),
    due_date: day('When it is to be paid; null where the system does not say.').nullable(),
    net_amount: money('After discounts, without tax.'),
    tax_amount: money('The tax on it.'),
  },
  relations: [{ column: 'account_id', to: dimAccounts, unknown: 'unknown' }],
  audits: (self) => [
    {
      name: 'every amount has an exchange rate on its day',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('invoice'))
          .where('invoice.net_amount', 'is', null)
          .select(['invoice.invoice_id', 'invoice.currency_code', 'invoice.issued_date']),
    },
  ],
  query: (db) =>
    db
      .selectFrom(dated(db).as('invoice'))
      .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'invoice.issued_at'))
      .leftJoin(mapAccounts.as('map'), 'map.source_key', 'invoice.account_id')
      .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
        join
          .on(
            ({ ref }) =>
              sql`${ref('attributes.account_id')} = coalesce(${ref('map.account_id')}, 'unknown')`,
          )
          .onRef('attributes.valid_from', '<=', 'invoice.issued_date')
          .onRef('attributes.valid_to', '>', 'invoice.issued_date'),
      )
      // A left join, so that a missing rate fails the audit of the amounts and loses no invoice.
      .leftJoin(dimExchangeRates.as('rate'), (join) =>
        join
          .onRef('rate.currency_code', '=', 'invoice.currency_code')
          .onRef('rate.rate_date', '=', 'invoice.issued_date'),
      )
      .where('invoice.invoice_status', '!=', 'draft')
      .where(({ ref }) => sql<boolean>`${ref('map.is_internal')} is not true`)
      .select(({ ref }) => {
        const rate = ref('rate.exchange_rate')
        const tax = sql<Local>`coalesce(${ref('invoice.tax_local')}, 0)`
        const net = sql<Local>`(${ref('invoice.total_local')} - ${tax})`
        return [
          'invoice.invoice_id',
          sql<string>`coalesce(${ref('map.account_id')}, 'unknown')`.as('account_id'),
          'attributes.owner_id',
          'attributes.team',
          'attributes.segment',
          'invoice.currency_code',
          'invoice.source_system',
          'invoice.invoice_status',
          'invoice.is_recurring',
          'invoice.issued_at',
          'invoice.issued_date',
          'invoice.due_date',
          convert(net, rate).as('net_amount'),
          convert(tax, rate).as('tax_amount'),
        ]
      })
      .$narrowType<{
        owner_id: string
        team: string
        segment: string
        invoice_status: (typeof issuedStatuses)[number]
        issued_at: NotNull
        issued_date: NotNull
        net_amount: NotNull
        tax_amount: NotNull
      }>(),
})

/** Some systems give the day of issue only: it counts as that day's first instant. */
const dated = (db: Db) =>
  db
    .selectFrom(stgInvoices.as('invoice'))
    .select(({ ref }) => [
      'invoice.invoice_id',
      'invoice.source_system',
      'invoice.account_id',
      'invoice.currency_code',
      'invoice.invoice_status',
      'invoice.is_recurring',
      'invoice.due_date',
      'invoice.total_local',
      'invoice.tax_local',
      sql<Date | null>`coalesce(${ref('invoice.issued_at')}, cast(${ref('invoice.issued_date')} as timestamp))`.as(
        'issued_at',
      ),
      sql<Day | null>`coalesce(${ref('invoice.issued_date')}, ${dayOf(ref('invoice.issued_at'))})`.as(
        'issued_date',
      ),
    ])
