/** How a file as a whole decides what its cells mean, and which of its lines are records. */
import { describe, expect, test } from 'vitest'
import {
  day,
  instants,
  integer,
  localMoney,
  number,
  text,
  timestamp,
} from '../../../src/columns.ts'
import type { Layout } from '../../../src/contract.ts'
import { defineExport, from, optional } from '../../../src/export.ts'
import { complaintOf, ExportsFolder } from './folder.ts'

const costs = (layout: Partial<Layout> = {}) =>
  defineExport({
    name: 'raw_ads__costs',
    description: 'Costs.',
    system: 'ads',
    object: 'costs',
    grain: ['id'],
    maxRefused: 0.9,
    layout,
    columns: {
      id: text('The id.'),
      campaign: optional(text('The campaign.').nullable()),
      cost: optional(from(localMoney('The cost.').nullable(), 'Cost', 'Betrag')),
      share: optional(number('The share.').nullable()),
      shown: optional(integer('How often.').nullable()),
      day: optional(from(day('The day.').nullable(), 'Day', 'Datum')),
      until: optional(day('The last day.').nullable()),
      at: optional(timestamp('When.').nullable()),
    },
  })

/** One column of a file's rows; null of a refused row's is not there. */
async function read(content: string, column: string, manifest?: object, layout?: Partial<Layout>) {
  const folder = new ExportsFolder()
  folder.write('ads/costs.csv', content)
  if (manifest) folder.write('ads/manifest.json', JSON.stringify(manifest))
  return (await folder.load(costs(layout))).table.map((row) => row[column])
}

describe('1,234 is', () => {
  test.each<[string, string, string, object | undefined, string[]]>([
    [
      'a thousand where another cell has a point',
      'cost',
      '"1,234"\n12.50',
      undefined,
      ['1234.00', '12.50'],
    ],
    [
      'no thousand where another cell has a comma',
      'cost',
      '"1,234"\n"12,50"',
      undefined,
      ['12.50'],
    ],
    ['a thousand where nothing else tells', 'cost', '"1,234"\n7', undefined, ['1234.00', '7.00']],
    [
      'no thousand where the folder says so',
      'share',
      '"1,234"\n7',
      { decimal: ',' },
      [1.234, 7] as never,
    ],
    [
      'a thousand where many cells have a point and one a comma',
      'cost',
      `"1,234"\n"0,5"\n${'1.5\n'.repeat(30)}`,
      undefined,
      ['1234.00', ...Array.from({ length: 30 }, () => '1.50')],
    ],
  ])('%s', async (_, column, cells, manifest, values) => {
    const rows = cells
      .trim()
      .split('\n')
      .map((cell, index) => `${String(index).padStart(3, '0')},${cell}\n`)
    expect(await read(`id,${column}\n${rows.join('')}`, column, manifest)).toEqual(values)
  })

  test('one and a bit between semicolons, and in a file with German headers', async () => {
    expect(await read('id;share\n1;1,234\n', 'share')).toEqual([1.234])
    expect(await read('id,Datum,Betrag,share\n1,2024-01-31,,"1,234"\n', 'share')).toEqual([1.234])
    expect(await read('id,Day,Cost,share\n1,2024-01-31,,"1,234"\n', 'share')).toEqual([1234])
  })

  test('decided anew for cells that were read under the usual sign', async () => {
    expect(await read('id;cost;shown\n1;1.234;1.234\n2;1,5;2\n3;1.234,50 €;3\n', 'cost')).toEqual([
      '1234.00',
      '1.50',
      '1234.50',
    ])
  })
})

describe('3/4/2024 is', () => {
  test.each<[string, string, string[]]>([
    [
      'in March where a day after the 12th comes second',
      'id,Day\n1,3/4/2024\n2,3/14/2024\n',
      ['2024-03-04', '2024-03-14'],
    ],
    [
      'in April where one comes first',
      'id,Day\n1,3/4/2024\n2,14/3/2024\n',
      ['2024-04-03', '2024-03-14'],
    ],
    [
      'in April where another column tells',
      'id,Day,at\n1,3/4/2024,\n2,,31/12/2024 10:00\n',
      ['2024-04-03', null] as never,
    ],
    ['in April between semicolons', 'id;Day\n1;3/4/2024\n', ['2024-04-03']],
    ['in April under German headers', 'id,Datum,Betrag\n1,3/4/2024,5\n', ['2024-04-03']],
  ])('%s', async (_, content, days) => {
    expect(await read(content, 'day')).toEqual(days)
  })

  test('what the folder says where no cell tells, and the file is refused where nothing does', async () => {
    const content = 'id,Day\n1,3/4/2024\n2,5/4/2024\n'
    expect(await read(content, 'day', { dates: 'dmy' })).toEqual(['2024-04-03', '2024-04-05'])
    expect(await read(content, 'day', { dates: 'mdy' })).toEqual(['2024-03-04', '2024-05-04'])
    expect(await complaintOf(read(content, 'day'))).toContain(
      `ads/costs.csv writes days such as '3/4/2024', and no day of it tells whether the month or the day comes first: say so in a manifest.json beside the file, as { "dates": "mdy" } or { "dates": "dmy" }.`,
    )
  })

  test('not asked where both orders give the same day', async () => {
    expect(await read('id,Day\n1,4/4/2024\n', 'day')).toEqual(['2024-04-04'])
  })

  test('read in the time zone that the folder says', async () => {
    expect(
      await read('id,at\n1,3/14/2024 12:00 PM\n', 'at', { time_zone: 'Europe/Berlin' }),
    ).toEqual([new Date('2024-03-14T11:00:00Z')])
  })
})

test('rows that the file decides and rows that break a rule are told apart, with their lines', async () => {
  const folder = new ExportsFolder()
  folder.write(
    'ads/costs.csv',
    'id,cost,Day\n1,$5.50,1/31/2024\n2,abc,1/31/2024\n3,7,\n4,8,31/31/2024\n5,9\n',
  )
  const { table, files } = await folder.load(costs())
  expect(table.map(({ id, cost, day: at }) => [id, cost, at])).toEqual([
    ['1', '5.50', '2024-01-31'],
    ['3', '7.00', null],
  ])
  expect(files).toMatchObject([{ read: 5, accepted: 2, quarantined: 3 }])
})

test('instants that a column gathers are decided with the others, and refused with their header', async () => {
  const stages = defineExport({
    name: 'raw_ads__stages',
    description: 'Stages.',
    system: 'ads',
    object: 'stages',
    grain: ['id'],
    maxRefused: 0.5,
    gathered: { entered: /^Date entered / },
    columns: { id: text('The id.'), entered: instants('By header.') },
  })
  const header = 'id,Date entered A,Date entered B\n'
  const folder = new ExportsFolder()
  folder.write('ads/stages.csv', `${header}1,1/31/2024 1:00 PM,\n2,2024-02-01,1/2/2024\n3,,\n`)
  expect((await folder.load(stages)).table.map(({ entered }) => entered)).toEqual([
    [{ key: 'Date entered A', value: new Date('2024-01-31T13:00:00Z') }],
    [
      { key: 'Date entered A', value: new Date('2024-02-01T00:00:00Z') },
      { key: 'Date entered B', value: new Date('2024-01-02T00:00:00Z') },
    ],
    [],
  ])
  folder.write('ads/stages.csv', `${header}1,soon,2024-02-01\n`)
  expect(await complaintOf(folder.load(stages))).toContain(
    "ads/stages.csv, line 2, column Date entered A: 'soon' is not an instant",
  )
})

describe('a line is no record', () => {
  test.each<[string, string, Partial<Layout>]>([
    ['of a preamble of thirty lines', `${'A report of 2024\n'.repeat(30)}id,cost\n1,5\n`, {}],
    [
      'of a preamble with cells and blank lines',
      'Report,"a, b"\n\nFrom,2024-01-01,To,2024-01-31\n\nid,cost\n1,5\n',
      {},
    ],
    [
      'under a Salesforce report',
      'id,cost\n1,5\n\n"Costs of 2024"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n"Confidential Information - Do Not Distribute"\n"Generated By: A"\n',
      {},
    ],
    ['of its grand totals', 'id,cost\n1,5\n"Grand Totals (1 record)"\n', {}],
    [
      'under a Microsoft report, with all commas',
      'id,cost\n1,5\n"@2026 Microsoft Corporation. All rights reserved. ",\n',
      {},
    ],
    ['without a cell', 'id,cost\n,\n1,5\n , \n', {}],
    ['of a total by its first cell', 'id,cost\n1,5\nTotal: all,5\nTotal\n', { skipRows: /^Total/ }],
    [
      'of a total by several cells',
      'id,campaign,cost\n1,A,5\n9,,5\n',
      { totals: { campaign: /^$/ } },
    ],
  ])('%s', async (_, content, layout) => {
    const folder = new ExportsFolder()
    folder.write('ads/costs.csv', content)
    const { table, files } = await folder.load(costs(layout))
    expect(table.map(({ id, cost }) => [id, cost])).toEqual([['1', '5.00']])
    expect(files).toMatchObject([{ read: 1, accepted: 1, quarantined: 0 }])
  })

  test('but a name is one that only looks like a footer, beside other cells', async () => {
    expect(await read('id,campaign,cost\nGrand Total,Copyright,5\n', 'id')).toEqual(['Grand Total'])
  })
})

describe('a report by day', () => {
  const byDay = {
    day: 'day',
    until: 'until',
    reason: 'its cost cannot be told by day, so export it with the breakdown Day',
  }
  const needsDay = defineExport({
    name: 'raw_ads__costs',
    description: 'Costs.',
    system: 'ads',
    object: 'costs',
    grain: ['day'],
    layout: { byDay },
    columns: {
      day: from(day('The day.'), 'Day', 'Reporting starts'),
      until: optional(from(day('The last day.').nullable(), 'Reporting ends')),
      cost: localMoney('The cost.'),
    },
  })

  test('is refused with the reason where it has no day', async () => {
    const folder = new ExportsFolder()
    folder.write('ads/costs.csv', 'Month,cost\n2024-01,5\n')
    expect(await complaintOf(folder.load(needsDay))).toContain(
      "ads/costs.csv, line 1: it has no day column, for which raw_ads__costs looks under 'Day' (or 'Reporting starts'): its cost cannot be told by day, so export it with the breakdown Day.",
    )
  })

  test('is refused with the reason where a row covers more than one', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'ads/costs.csv',
      'Reporting starts,Reporting ends,cost\n2024-01-01,2024-01-01,5\n2024-01-02,2024-01-31,5\n',
    )
    expect(await complaintOf(folder.load(needsDay))).toContain(
      'ads/costs.csv has a row that covers the days from 2024-01-02 to 2024-01-31: its cost cannot be told by day',
    )
  })

  test('is read where each row covers one', async () => {
    const folder = new ExportsFolder()
    folder.write('ads/costs.csv', 'Reporting starts,Reporting ends,cost\n2024-01-01,2024-01-01,5\n')
    expect((await folder.load(needsDay)).rows).toBe(1)
  })
})

test('headers are known without their accents, case and punctuation', async () => {
  const contract = defineExport({
    name: 'raw_ads__costs',
    description: 'Costs.',
    system: 'ads',
    object: 'costs',
    grain: ['id'],
    columns: { id: from(text('The id.'), 'Geschäfts-Id'), cost: from(localMoney('.'), 'Coût (€)') },
  })
  const folder = new ExportsFolder()
  folder.write('ads/costs.csv', 'GESCHAFTS ID,cout\n1,5\n'.normalize('NFD'))
  expect((await folder.load(contract)).rows).toBe(1)
})

test.each([
  'costs.csv',
  'ads_cost.csv',
  'sf_costs.csv',
  'ads_costs_data.csv',
  'spend_2024.csv',
  'costs_2024-01-31 (2).csv',
  'costs_part_3.csv',
])('the name %s says the object', async (name) => {
  const other = defineExport({
    name: 'raw_ads__other',
    description: 'Others.',
    system: 'ads',
    object: 'others',
    grain: ['id'],
    columns: { id: text('The id.'), cost: optional(localMoney('.').nullable()) },
  })
  const contract = defineExport({
    name: 'raw_ads__costs',
    description: 'Costs.',
    system: 'ads',
    object: 'costs',
    also: ['spend'],
    grain: ['id'],
    columns: { id: text('The id.'), cost: localMoney('.') },
  })
  const folder = new ExportsFolder()
  folder.write(`ads/${name}`, 'id,cost\n1,5\n')
  expect((await folder.load(contract, other)).rows).toBe(1)
})
