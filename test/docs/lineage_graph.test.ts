/** Lineage from an export's column to a view's measure and back, over a model on disk. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { money, text } from '../../src/columns.ts'
import { lineageOf, resolveName } from '../../src/docs/lineage_answer.ts'
import { type LineageGraph, lineageGraph } from '../../src/docs/lineage_graph.ts'
import { memberLineages } from '../../src/docs/member_lineage.ts'
import { readModel } from '../../src/docs/model.ts'
import { defineExport, from } from '../../src/export.ts'
import { defineTable } from '../../src/table.ts'

const rawBills = defineExport({
  name: 'raw_shop__bills',
  description: 'Bills.',
  system: 'shop',
  object: 'bills',
  grain: ['bill_id'],
  columns: {
    bill_id: from(text('Key.'), 'Bill No.'),
    total: from(money('Total.'), 'Grand Total'),
    note: text('Words.'),
  },
})
const fctBills = defineTable({
  name: 'fct_bills',
  description: 'Bills.',
  grain: ['bill_id'],
  columns: { bill_id: text('Key.'), amount: money('Total.') },
  query: (db) =>
    db.selectFrom(rawBills.as('bill')).select(['bill.bill_id', 'bill.total as amount']),
})

const cubes = `
cubes:
  - name: bills
    sql_table: fct_bills
    public: false
    measures:
      - { name: count, type: count }
      - name: large
        type: sum
        sql: '{CUBE}.amount'
        filters:
          - sql: "{CUBE}.bill_id <> 'amount'"
      - name: share
        type: number
        sql: '{large} / nullif({count}, 0)'
`
const views = `
views:
  - name: billing
    cubes:
      - join_path: bills
        includes:
          - name: large
            alias: billed
          - share
`

describe('lineage', () => {
  let folder: string
  let graph: LineageGraph

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lineage-'))
    mkdirSync(join(folder, 'cubes'))
    writeFileSync(join(folder, 'cubes/bills.yml'), cubes)
    writeFileSync(join(folder, 'views.yml'), views)
    graph = lineageGraph([rawBills, fctBills], readModel(folder))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('goes from a measure to the headers of the export, filters included', () => {
    const { upstream, kind } = lineageOf(graph, 'billing.billed', [
      {
        file: 'shop/b.csv',
        table: 'raw_shop__bills',
        read: 1,
        accepted: 1,
        quarantined: 0,
        superseded: 0,
      },
    ])
    expect(kind).toBe('member')
    expect(upstream.columns).toEqual([
      'fct_bills.amount',
      'fct_bills.bill_id',
      'raw_shop__bills.bill_id',
      'raw_shop__bills.total',
    ])
    expect(upstream.exports).toEqual([
      {
        table: 'raw_shop__bills',
        export: 'shop/bills',
        columns: [
          { column: 'bill_id', headers: ['Bill No.', 'bill_id'] },
          { column: 'total', headers: ['Grand Total', 'total'] },
        ],
        files: ['shop/b.csv'],
      },
    ])
  })

  test('of a public member is told in the order of the flow, with what is not of its columns', () => {
    const rows = defineTable({
      name: 'fct_rows',
      description: 'Rows that nothing reads.',
      grain: ['bill_id'],
      columns: { bill_id: text('Key.') },
      query: (db) => db.selectFrom(rawBills.as('bill')).select('bill.bill_id'),
    })
    const layers = { sources: [rawBills], conformed: [fctBills, rows] }
    const told = memberLineages(layers, graph.model)
    expect(told('billing.billed')).toEqual({
      name: 'billing.billed',
      steps: [
        {
          layer: 'sources',
          tables: [
            {
              name: 'raw_shop__bills',
              export: 'shop/bills',
              columns: ['Bill No.', 'Grand Total'],
            },
          ],
        },
        {
          layer: 'conformed',
          tables: [{ name: 'fct_bills', columns: ['amount', 'bill_id'] }],
        },
      ],
    })
    expect(told('billing.large')).toBeUndefined()
    expect(told('bills.large')).toBeUndefined()
  })

  test('goes from the column of an export to the measures that are made of it', () => {
    expect(lineageOf(graph, 'raw_shop__bills.total', []).downstream).toEqual({
      tables: ['fct_bills'],
      columns: ['fct_bills.amount'],
      members: ['billing.billed', 'billing.share'],
    })
    expect(lineageOf(graph, 'raw_shop__bills.note', []).downstream.columns).toEqual([])
  })

  test('says of a measure that counts rows that it reads its table as a whole', () => {
    expect(lineageOf(graph, 'billing.share', []).read_as_a_whole).toContain('fct_bills')
  })

  test('tells of a table which tables and views read it, and of a view which exports it reads', () => {
    expect(lineageOf(graph, 'raw_shop__bills', []).downstream).toEqual({
      tables: ['fct_bills'],
      columns: [],
      members: ['billing'],
    })
    const { upstream } = lineageOf(graph, 'billing', [])
    expect(upstream.tables).toEqual(['fct_bills', 'raw_shop__bills'])
    expect(upstream.exports.map((read) => read.export)).toEqual(['shop/bills'])
  })

  test('takes an export and its header as names, whatever their case', () => {
    expect(resolveName(graph, 'shop/bills')).toBe('raw_shop__bills')
    expect(resolveName(graph, 'shop/bills.grand total')).toBe('raw_shop__bills.total')
    expect(resolveName(graph, 'shop/bills.nothing')).toBeUndefined()
  })
})
