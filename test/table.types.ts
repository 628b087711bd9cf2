/** What `defineTable` must refuse. `tsc` runs this file; each line under @ts-expect-error has to fail. */
import { localMoney, money, text, timestamp } from '../src/columns.ts'
import { defineExport } from '../src/export.ts'
import { total } from '../src/sql/money.ts'
import { unionByName } from '../src/sql/union.ts'
import { defineTable } from '../src/table.ts'

const invoices = defineExport({
  name: 'raw_example__invoices',
  description: 'Invoices.',
  system: 'example',
  object: 'invoices',
  grain: ['invoice_id'],
  columns: {
    invoice_id: text(''),
    customer_id: text(''),
    total_local: localMoney(''),
    issued_at: timestamp('').nullable(),
  },
})

const table = { name: 'fct_example', description: '', grain: ['invoice_id'] } as const

defineTable({
  ...table,
  columns: { invoice_id: text('') },
  // @ts-expect-error: reads a column that the upstream table has not
  query: (db) => db.selectFrom(invoices.as('invoice')).select('invoice.invoice_idd'),
})

defineTable({
  ...table,
  columns: {
    invoice_id: text(''),
    // @ts-expect-error: the query does not select it
    issued_at: timestamp('').nullable(),
  },
  query: (db) => db.selectFrom(invoices.as('invoice')).select('invoice.invoice_id'),
})

defineTable({
  ...table,
  // @ts-expect-error: the query selects customer_id too
  columns: { invoice_id: text('') },
  query: (db) =>
    db.selectFrom(invoices.as('invoice')).select(['invoice.invoice_id', 'invoice.customer_id']),
})

defineTable({
  ...table,
  columns: {
    // @ts-expect-error: the query selects text
    invoice_id: timestamp(''),
  },
  query: (db) => db.selectFrom(invoices.as('invoice')).select('invoice.invoice_id'),
})

defineTable({
  ...table,
  columns: {
    invoice_id: text(''),
    // @ts-expect-error: it can be null
    issued_at: timestamp(''),
  },
  query: (db) =>
    db.selectFrom(invoices.as('invoice')).select(['invoice.invoice_id', 'invoice.issued_at']),
})

defineTable({
  ...table,
  columns: {
    invoice_id: text(''),
    // @ts-expect-error: a left join can find nothing
    customer_id: text(''),
  },
  query: (db) =>
    db
      .selectFrom(invoices.as('invoice'))
      .leftJoin(invoices.as('other'), 'other.invoice_id', 'invoice.invoice_id')
      .select(['invoice.invoice_id', 'other.customer_id']),
})

defineTable({
  ...table,
  columns: {
    invoice_id: text(''),
    // @ts-expect-error: local money is not money in the reporting currency
    total: money(''),
  },
  query: (db) =>
    db
      .selectFrom(invoices.as('invoice'))
      .select(['invoice.invoice_id', 'invoice.total_local as total']),
})

defineTable({
  ...table,
  // @ts-expect-error: the grain is not a column
  grain: ['line_id'],
  columns: { invoice_id: text('') },
  query: (db) => db.selectFrom(invoices.as('invoice')).select('invoice.invoice_id'),
})

defineTable({
  ...table,
  // @ts-expect-error: a relation is of a column
  relations: [{ column: 'customer_id', to: invoices }],
  columns: { invoice_id: text('') },
  query: (db) => db.selectFrom(invoices.as('invoice')).select('invoice.invoice_id'),
})

defineTable({
  ...table,
  columns: { invoice_id: text(''), total: money('') },
  query: (db) =>
    db
      .selectFrom(invoices.as('invoice'))
      // @ts-expect-error: local money has no total
      .select(({ ref }) => ['invoice.invoice_id', total(ref('invoice.total_local')).as('total')])
      .groupBy('invoice.invoice_id'),
})

defineTable({
  ...table,
  columns: { invoice_id: text('') },
  query: (db) =>
    unionByName(
      db.selectFrom(invoices.as('invoice')).select('invoice.invoice_id'),
      // @ts-expect-error: the parts of a union have the same columns
      db.selectFrom(invoices.as('invoice')).select('invoice.customer_id'),
    ),
})

defineExport({
  name: 'raw_example__invoices',
  description: '',
  system: 'example',
  object: 'invoices',
  grain: ['invoice_id'],
  // @ts-expect-error: the version is a column
  version: 'changed_at',
  columns: { invoice_id: text('') },
})
