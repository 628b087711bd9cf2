/** Dirt as it is asked for: none, some, more, and never in a number or a date. */
import { describe, expect, test } from 'vitest'
import { simulate } from '../../src/sample/index.ts'
import { filesOf, type Row, rowsOf, withExports } from './exported.ts'

const rowsWith = (dirt: number) =>
  withExports(
    simulate({ scale: 0.3, seed: 2, dirt }),
    (dir) => new Map(filesOf(dir).map((name) => [name, rowsOf(dir, name)])),
  )
const clean = await rowsWith(0)
const usual = await rowsWith(1)
const heavy = await rowsWith(2)

const under = (files: Map<string, Row[]>, prefix: string) =>
  [...files].filter(([name]) => name.startsWith(prefix)).flatMap(([, rows]) => rows)
const repeated = (files: Map<string, Row[]>) =>
  [...files]
    .filter(([name]) => !name.includes('_ads/') && !name.includes('_report_'))
    .reduce((sum, [, rows]) => {
      return sum + rows.length - new Set(rows.map((row) => Object.values(row).join())).size
    }, 0)
const badMail = (files: Map<string, Row[]>) =>
  under(files, 'hubspot/contacts').filter(
    (row) => !/^[^@ ]+@[a-z0-9-]+\.example$/.test(row['Email'] ?? ''),
  ).length

/** Rows whose modified time is before the file's own period: old versions that came again. */
const late = (files: Map<string, Row[]>) =>
  [...files]
    .filter(([name]) => /hubspot\/\d{4}\/deals/.test(name))
    .reduce((sum, [name, rows]) => {
      const month = name.slice(-14, -7)
      return sum + rows.filter((row) => !row['Last Modified Date']?.startsWith(month)).length
    }, 0)

describe('dirt', () => {
  test('0 leaves no row twice, no bad address and no old version', () => {
    expect(repeated(clean)).toBe(0)
    expect(badMail(clean)).toBe(0)
    expect(late(clean)).toBe(0)
  })

  test('grows with its number', () => {
    for (const count of [repeated, badMail, late]) {
      expect(count(usual)).toBeGreaterThan(0)
      expect(count(heavy)).toBeGreaterThan(count(usual))
    }
  })

  test('never reaches a number or a date', () => {
    for (const row of under(heavy, 'hubspot/2')) {
      for (const column of ['Amount', 'Amount in company currency', 'Total contract value']) {
        expect(row[column]).toMatch(/^(\d+\.\d\d)?$/)
      }
      expect(row['Create Date']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/)
      expect(row['Close Date']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/)
    }
    for (const row of under(heavy, 'hubspot/companies')) {
      expect(row['numberofemployees']).toMatch(/^\d+$/)
      expect(row['createdate']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    }
    for (const row of under(heavy, 'stripe/invoices')) expect(row['total']).toMatch(/^\d+$/)
  })

  test('makes no two different rows of one key with one modified time', () => {
    const keys: [string, string, string][] = [
      ['hubspot/companies', 'id', 'hs_lastmodifieddate'],
      ['hubspot/contacts', 'Record ID', 'Last Modified Date'],
      ['hubspot/2', 'Record ID', 'Last Modified Date'],
      ['stripe/customers', 'id', 'id'],
      ['stripe/invoices', 'id', 'id'],
      ['stripe/charges', 'id', 'id'],
      ['stripe/subscriptions', 'id', 'id'],
      ['salesforce/Lead', 'Id', 'LastModifiedDate'],
      ['salesforce/Contact_', 'Id', 'LastModifiedDate'],
      ['salesforce/2025/Account', 'Id', 'LastModifiedDate'],
      ['salesforce/2025/Opportunity', 'Id', 'LastModifiedDate'],
      ['zendesk/tickets', 'Id', 'Updated at'],
    ]
    for (const [prefix, key, modified] of keys) {
      const seen = new Map<string, string>()
      for (const row of under(heavy, prefix)) {
        const name = `${row[key]}/${row[modified]}`
        const line = Object.values(row).join()
        expect(seen.get(name) ?? line).toBe(line)
        seen.set(name, line)
      }
    }
  })
})
