/** Findings of leakage beside what was invoiced, under one calendar. */
import { sql } from 'kysely'
import {
  day,
  knownValues,
  money,
  oneOf,
  type Reporting,
  type RowOf,
  text,
} from '../../src/columns.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { fctInvoices } from '../conformed/fct_invoices.ts'
import { fctLeaks } from '../conformed/fct_leaks.ts'

const events = ['finding', 'invoice'] as const
type Event = (typeof events)[number]

const columns = {
  event: oneOf(events, 'What the row is: a finding, or an invoice that findings are measured by.'),
  record_id: text('The finding or the invoice.'),
  account_id: text('The account.'),
  owner_id: text('Who owned the account on the date; of an opportunity, that when it closed.'),
  team: text('The owner’s team at the time.'),
  segment: text('The account’s segment at the time.'),
  opportunity_id: fctLeaks.columns.opportunity_id,
  subscription_id: fctLeaks.columns.subscription_id,
  invoice_id: fctLeaks.columns.invoice_id,
  source_system: text('The billing system, or of an opportunity the CRM.'),
  currency_code: text('The currency of the document.'),
  leak_type: text('Of a finding: its type; else `Not allocated`.'),
  leak_status: text('Of a finding: open, recovered or ended; else `Not allocated`.'),
  reason: text('Of a finding: sentences with the figures; else null.').nullable(),
  reason_parts: text('Of a finding: what the sentences are made of, as JSON; else null.', {
    known: knownValues(fctLeaks.columns.reason_parts),
  }).nullable(),
  since_date: day('Of a finding: since when it leaks; else null.').nullable(),
  recovered_date: day('Of a finding: when it was recovered, if it was; else null.').nullable(),
  date: day('The day on which the finding was first seen, or the invoice issued.'),
  leaked_amount: money('Of a finding: what is lost; else null.').nullable(),
  recovered_amount: money('Of a finding that is recovered: what was lost; else null.').nullable(),
  due_amount: money(
    'What was to be paid: of an invoice its total, tax included; of a finding that no invoice bills what is lost, else 0.',
  ),
}
type Row = RowOf<typeof columns>

export const martLeakage = defineTable({
  name: 'mart_leakage',
  description: 'Findings of leakage and invoices, one a row; void invoices are out.',
  grain: ['event', 'record_id'],
  columns,
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
  ],
  // What an invoice lacks is null: the union goes by name, and the audit holds it to the columns.
  query: (db) => unionByName<Row>(findings(db).$castTo<Row>(), invoices(db).$castTo<Row>()),
})

const findings = (db: Db) =>
  db
    .selectFrom(fctLeaks.as('leak'))
    .select(({ eb, ref, val }) => [
      val<Event>('finding').as('event'),
      'leak.leak_id as record_id',
      'leak.account_id',
      'leak.owner_id',
      'leak.team',
      'leak.segment',
      'leak.opportunity_id',
      'leak.subscription_id',
      'leak.invoice_id',
      'leak.source_system',
      'leak.currency_code',
      'leak.leak_type',
      'leak.leak_status',
      'leak.reason',
      'leak.reason_parts',
      'leak.since_date',
      'leak.recovered_date',
      'leak.first_seen_date as date',
      'leak.amount as leaked_amount',
      eb
        .case()
        .when('leak.leak_status', '=', 'recovered')
        .then(ref('leak.amount'))
        .end()
        .as('recovered_amount'),
      eb
        .case()
        .when('leak.leak_type', '=', 'failed_payment')
        .then(sql<Reporting>`0`)
        .else(ref('leak.amount'))
        .end()
        .as('due_amount'),
    ])

const invoices = (db: Db) =>
  db
    .selectFrom(fctInvoices.as('invoice'))
    .where('invoice.invoice_status', '!=', 'void')
    .select(({ eb, val }) => [
      val<Event>('invoice').as('event'),
      'invoice.invoice_id as record_id',
      'invoice.account_id',
      'invoice.owner_id',
      'invoice.team',
      'invoice.segment',
      'invoice.source_system',
      'invoice.currency_code',
      val('Not allocated').as('leak_type'),
      val('Not allocated').as('leak_status'),
      'invoice.issued_date as date',
      eb('invoice.net_amount', '+', eb.ref('invoice.tax_amount')).as('due_amount'),
    ])
