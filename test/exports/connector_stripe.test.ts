/** Stripe's files as the connector, Sigma and the dashboard write them: each finds its contract, and no row is lost. */
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'
import type { AnyTable } from '../../src/table.ts'
import * as stripe from '../../transforms/sources/stripe.ts'
import { ExportsFolder } from '../warehouse/load/folder.ts'

const contracts = (Object.values(stripe) as { source?: object }[]).filter(
  (exported) => exported.source,
) as AnyTable[]
const data = join(projectRoot, '../shared/data')

describe.skipIf(!existsSync(data))('skipped where ../shared/data is absent', () => {
  test('every row of every file of the connector is accepted', { timeout: 300_000 }, async () => {
    const folder = new ExportsFolder()
    const from = join(data, 'fivetran_dbt_stripe')
    const files = readdirSync(from).filter((file) => file.endsWith('.csv'))
    for (const file of files)
      cpSync(join(from, file), join(folder.exports, 'stripe', file), { recursive: true })
    const { exports } = await folder.survey(...contracts)
    const found = exports.filter(({ files }) => files.length > 0)
    // Each file is of a contract of its own.
    expect(found.flatMap(({ files }) => files).length).toBe(files.length)
    expect(found.map(({ files }) => files.length)).toEqual(found.map(() => 1))
    let rows = 0
    for (const surveyed of found) {
      const { files: accounts } = await folder.loadSurveyed(surveyed)
      for (const { file, read, ...fate } of accounts) {
        expect({ file, ...fate }).toMatchObject({
          file,
          accepted: read,
          quarantined: 0,
          superseded: 0,
        })
        rows += read
      }
    }
    expect(rows).toBe(230)
  })

  test.each([
    ['by its headers alone', () => 'export-1711'],
    ['by the name that Stripe gives it', (contract: string) => contract.replace(/^dashboard_/, '')],
  ])('every native header list finds its contract %s', async (_, named) => {
    const { default: lists } = await import(join(data, 'export_headers.json'), {
      with: { type: 'json' },
    })
    const expected = [
      'payments',
      'customers',
      'subscriptions',
      'dashboard_invoices',
      'subscription_item_change_events',
      'subscriptions',
      'subscription_items',
      'invoices',
    ]
    const found: (string | undefined)[] = []
    for (const { system, columns } of lists as Record<string, string & string[]>[]) {
      if (system !== 'Stripe') continue
      const folder = new ExportsFolder()
      folder.write(
        `stripe/${named(expected[found.length]!)}.csv`,
        `${(columns as string[]).join(',')}\n`,
      )
      const { exports } = await folder.survey(...contracts)
      found.push(exports.find(({ files }) => files.length > 0)?.table.name)
    }
    expect(found).toEqual(expected.map((object) => `raw_stripe__${object}`))
  })
})

describe('a file of the dashboard', () => {
  const load = async (name: string, content: string) => {
    const folder = new ExportsFolder()
    folder.write(`stripe/${name}`, content)
    const { exports } = await folder.survey(...contracts)
    const surveyed = exports.find(({ files }) => files.length > 0)!
    return { contract: surveyed.table.name, ...(await folder.loadSurveyed(surveyed)) }
  }

  test('of invoices is in major units, with a decimal comma in Europe', async () => {
    const { contract, table } = await load(
      'invoices.csv',
      `id,Customer,Subscription,Number,Status,Currency,Amount Due,Subtotal,Tax,Total,Date (UTC),Paid At (UTC)
in_1,cus_1,sub_1,A-1,paid,eur,"1234,50","1037,39","197,11","1234,50",2024-01-05 09:30,2024-01-06 10:00`,
    )
    expect(contract).toBe('raw_stripe__dashboard_invoices')
    expect(table).toMatchObject([{ total: '1234.50', tax: '197.11', customer: 'cus_1' }])
  })

  test('of invoices under the name and in the units of Sigma is Sigma’s', async () => {
    const { contract, table } = await load(
      'invoices.csv',
      `id,customer_id,subscription_id,number,status,currency,subtotal,tax,total,date
in_1,cus_1,sub_1,A-1,paid,eur,103739,19711,123450,2024-01-05 09:30:00`,
    )
    expect(contract).toBe('raw_stripe__invoices')
    expect(table).toMatchObject([{ total: 123_450, tax: 19_711 }])
  })

  test('of payments is in major units; columns of no interest are kept aside', async () => {
    const { contract, table } = await load(
      'unified_payments.csv',
      `id,Description,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer ID,Card Brand,order (metadata)
ch_1,Plan,2024-01-05 09:30:11,120.50,20.00,eur,Paid,cus_1,Visa,7`,
    )
    expect(contract).toBe('raw_stripe__payments')
    expect(table).toMatchObject([{ amount: '120.50', amount_refunded: '20.00' }])
    expect(table[0]!['other']).toEqual([
      { key: 'Card Brand', value: 'Visa' },
      { key: 'order (metadata)', value: '7' },
    ])
  })

  test('of customers has a column for each key of the metadata', async () => {
    const { table } = await load(
      'customers.csv',
      `id,Description,Email,Name,Created (UTC),Delinquent,hubspot_company_id (metadata),plan (metadata)
cus_1,,a@b.example,Berg AG,2024-01-05 09:30,false,12,x`,
    )
    expect(table).toMatchObject([{ id: 'cus_1', hubspot_company_id: '12' }])
  })
})
