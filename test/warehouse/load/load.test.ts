/** What becomes of the rows of export files. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adReport, deals, lenient, memberships, teams } from './contracts.ts'
import { complaintOf, ExportsFolder } from './folder.ts'

const header = 'Record ID,Deal Name,Amount,Last Modified Date\n'

describe('the rows of an export', () => {
  test('come with their types, and empty cells as null', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'crm/deals.csv',
      'Record ID,Deal Name,Amount,Is Won,Last Modified Date\n007,"A ""big"", one\n",1250.5,no,2024-01-05 10:00\n8,,,,\n',
    )
    const { table, files, rows } = await folder.load(deals)
    expect(table).toEqual([
      {
        deal_id: '007',
        deal_name: 'A "big", one\n',
        amount: '1250.50',
        is_won: false,
        created_at: null,
        modified_at: new Date('2024-01-05T10:00:00Z'),
        stages_entered: [],
      },
      {
        deal_id: '8',
        deal_name: null,
        amount: null,
        is_won: null,
        created_at: null,
        modified_at: null,
        stages_entered: [],
      },
    ])
    expect(rows).toBe(2)
    expect(files).toEqual([
      {
        file: 'crm/deals.csv',
        table: 'raw_crm__deals',
        read: 2,
        accepted: 2,
        quarantined: 0,
        superseded: 0,
      },
    ])
  })

  test('gather the columns that a pattern names, without empty cells', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'crm/deals.csv',
      'Record ID,Deal Name,Amount,Last Modified Date,"Date entered ""Won (Sales)""","Date entered ""Demo (Sales)"""\n1,A,5,2024-01-05 10:00,2024-01-05 10:00,\n',
    )
    const { table } = await folder.load(deals)
    expect(table[0]!['stages_entered']).toEqual([
      { key: 'Date entered "Won (Sales)"', value: '2024-01-05 10:00' },
    ])
  })

  test('of an ad report leave out its preamble and totals', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'ads/report_2023.csv',
      'Campaign report\n"January 1, 2023 - December 31, 2023"\nDay,Campaign,Impr.,CTR,Cost\n2023-01-01,Brand,"1,234",2.60%,"1,000.50"\n2023-01-02,Brand,0, --,0\nTotal: Account,,"1,234",2.60%,"1,000.50"\nTotal: Campaigns\n',
    )
    const { table, files, observedAt } = await folder.load(adReport)
    expect(table).toEqual([
      {
        day: '2023-01-01',
        campaign: 'Brand',
        impressions: 1234,
        click_through_rate: 0.026,
        cost: '1000.50',
      },
      {
        day: '2023-01-02',
        campaign: 'Brand',
        impressions: 0,
        click_through_rate: null,
        cost: '0.00',
      },
    ])
    expect(files).toMatchObject([{ read: 2, accepted: 2 }])
    expect(observedAt).toEqual(new Date('2023-01-02T00:00:00Z'))
  })

  test.each([
    ['semicolons', 'id;name\n1;EMEA, north\n'],
    ['tabs and a byte order mark', '\ufeffid\tname\n1\tEMEA, north\n'],
    ['CR LF', 'id,name\r\n1,"EMEA, north"\r\n'],
    ['quotes inside values', 'id,name,note\n1,"EMEA, north",a;"b\n'],
    ['CR', 'id,name\r1,"EMEA, north"\r'],
    ['CR LF in some lines and LF in others', 'id,name\r\n1,"EMEA, north"\n'],
    ['blank lines', '\nid,name\n\n1,"EMEA, north"\n\n'],
    ['headers in other case and order', 'Name,ID\n"EMEA, north",1\n'],
  ])('are read from a file with %s', async (_, content) => {
    const folder = new ExportsFolder()
    folder.write('crm/teams.csv', content)
    expect((await folder.load(teams)).table).toEqual([{ id: '1', name: 'EMEA, north' }])
  })

  test('are none in a file with only a header, and none without a file', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/teams.csv', 'id,name')
    expect(await folder.load(teams)).toMatchObject({ rows: 0, table: [], observedAt: null })
    expect(await folder.load(deals, teams)).toMatchObject({ rows: 0, table: [], files: [] })
  })

  test('say how fresh they are by the columns that are observed', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'crm/deals.csv',
      'Record ID,Deal Name,Amount,Create Date,Last Modified Date\n1,A,5,2024-03-01,2024-02-01 10:00\n2,B,5,,2024-02-05\n',
    )
    expect((await folder.load(deals)).observedAt).toEqual(new Date('2024-03-01T00:00:00Z'))
  })
})

describe('of rows with one key', () => {
  test('the one that was changed last stays, whatever its file is called', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/deals_2024-01-31.csv', `${header}1,new,2,2024-03-01 10:00\n2,only,1,\n`)
    folder.write('crm/2024/deals_2024-02-29.csv', `${header}1,old,1,2024-01-05 10:00\n`)
    const { table, files } = await folder.load(deals)
    expect(table.map((row) => row['deal_name'])).toEqual(['new', 'only'])
    expect(files).toMatchObject([
      { file: 'crm/2024/deals_2024-02-29.csv', read: 1, accepted: 0, superseded: 1 },
      { file: 'crm/deals_2024-01-31.csv', read: 2, accepted: 2, superseded: 0 },
    ])
  })

  test.each([
    ['deals_2024-01-31.csv', 'deals_2024-02-29.csv'],
    ['deals_2023.csv', 'deals_2024.csv'],
    ['deals_202401.csv', 'deals_20240229.csv'],
    ['deals.csv', 'deals_2024.csv'],
  ])('changed at the same time, the one of %s gives way to the one of %s', async (older, newer) => {
    const folder = new ExportsFolder()
    folder.write(`crm/${newer}`, `${header}1,newer,2,2024-01-05 10:00\n`)
    folder.write(`crm/${older}`, `${header}1,older,1,2024-01-05 10:00\n`)
    expect((await folder.load(deals)).table.map((row) => row['deal_name'])).toEqual(['newer'])
  })

  test('those that are equal in every column count once', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'crm/deals_2024-01-31.csv',
      `${header}1,A,1,2024-01-05\n1,A,1.00,2024-01-05 00:00\n`,
    )
    folder.write('crm/2024/deals_2024-01-31.csv', `${header}1,A,1,2024-01-05\n`)
    const { table, files } = await folder.load(deals)
    expect(table).toHaveLength(1)
    expect(files).toMatchObject([
      { read: 1, accepted: 1, superseded: 0 },
      { read: 2, accepted: 0, superseded: 2 },
    ])
  })

  test('those of two files with the same bytes are told apart', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/deals_2024-01-31.csv', `${header}1,A,1,2024-01-05\n`)
    folder.write('crm/deals_2024-02-29.csv', `${header}1,A,1,2024-01-05\n`)
    expect((await folder.load(deals)).files).toMatchObject([
      { file: 'crm/deals_2024-01-31.csv', read: 1, accepted: 0, superseded: 1 },
      { file: 'crm/deals_2024-02-29.csv', read: 1, accepted: 1, superseded: 0 },
    ])
  })

  test('those that are equally new and differ are refused, and the next older one stands', async () => {
    const folder = new ExportsFolder()
    const columns = 'deal_id,amount,modified_at\n'
    folder.write(
      'crm/deals_1.csv',
      `${columns}1,10,2024-01-05\n1,20,2024-01-05\n1,5,2024-01-01\n1,4,2023-12-01\n2,7,\n`,
    )
    const { table, files, warnings } = await folder.load(lenient(0.5))
    expect(table.map(({ deal_id, amount }) => [deal_id, amount])).toEqual([
      ['1', '5.00'],
      ['2', '7.00'],
    ])
    expect(files).toMatchObject([{ read: 5, accepted: 2, quarantined: 2, superseded: 1 }])
    expect(warnings).toEqual(['raw_crm__deals: 2 of 5 rows are refused.'])
    expect(await complaintOf(folder.load(lenient(0.3)))).toContain(
      "crm/deals_1.csv, record 1, column deal_id: '1' is the key of another row too, which is as new and differs.",
    )
  })

  test('those that differ are forgotten once a newer file decides', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/deals_2024-01-31.csv', `${header}1,A,1,2024-01-05\n1,B,2,2024-01-05\n`)
    folder.write('crm/deals_2024-02-29.csv', `${header}1,B,2,2024-01-05\n`)
    const { table, files } = await folder.load(deals)
    expect(table.map((row) => row['deal_name'])).toEqual(['B'])
    expect(files).toMatchObject([{ superseded: 2, quarantined: 0 }, { accepted: 1 }])
  })

  test('one of each dated file stays where files are snapshots', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/memberships_2024-01-31.csv', 'owner_id,team\n1,north\n2,north\n')
    folder.write('crm/memberships_2024-02-29.csv', 'owner_id,team\n1,south\n')
    expect((await folder.load(memberships)).table).toEqual([
      { owner_id: '1', team: 'north', exported_date: '2024-01-31' },
      { owner_id: '1', team: 'south', exported_date: '2024-02-29' },
      { owner_id: '2', team: 'north', exported_date: '2024-01-31' },
    ])
  })
})

describe('a row that breaks a rule', () => {
  test('fails the load, with file, line, column, value and what was expected', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'crm/deals_2024-01-31.csv',
      `${header}1,"two\nlines",1,2024-01-05\n\n2,B,abc,2024-01-05\n,C,1,2024-02-31\n`,
    )
    expect(await complaintOf(folder.load(deals))).toBe(
      [
        'raw_crm__deals: 2 of 3 rows are refused, and at most 5 % may be; mend the export, or raise maxRefused in the contract:',
        "crm/deals_2024-01-31.csv, line 5, column Amount: 'abc' is not a number with at most 2 decimal places and 16 digits before them.",
        'crm/deals_2024-01-31.csv, line 6, column Record ID: the value is empty.',
        "crm/deals_2024-01-31.csv, line 6, column Last Modified Date: '2024-02-31' is not an instant such as 2024-03-31 09:15:00.",
      ].join('\n  '),
    )
  })

  test('and one of the wrong form are counted, and the others load, up to the share that may be refused', async () => {
    const folder = new ExportsFolder()
    const columns = 'deal_id,amount,modified_at\n'
    folder.write('crm/deals.csv', `${columns}1,1,\n2,2\n3,3,\n4,4,,9\n5,x,\n6,"6"6,\n7,7,\n`)
    const { table, files } = await folder.load(lenient(4 / 7))
    expect(table.map((row) => row['deal_id'])).toEqual(['1', '3', '7'])
    expect(files).toMatchObject([{ read: 7, accepted: 3, quarantined: 4, superseded: 0 }])
    expect(await complaintOf(folder.load(lenient(0.5)))).toBe(
      [
        'raw_crm__deals: 4 of 7 rows are refused, and at most 50 % may be; mend the export, or raise maxRefused in the contract:',
        "crm/deals.csv, line 3: the row '2,2' has 2 values where the header has 3.",
        "crm/deals.csv, line 5: the row '4,4,,9' has more values than the 3 of the header.",
        "crm/deals.csv, line 6, column amount: 'x' is not a number with at most 2 decimal places and 16 digits before them.",
        `crm/deals.csv, line 7: the row '6,"6"6,' has a quote that ends before its value does.`,
      ].join('\n  '),
    )
  })

  test('leaves quarantine once a newer file has the row in order', async () => {
    const folder = new ExportsFolder()
    const columns = 'deal_id,amount,modified_at\n'
    folder.write('crm/deals_2024-01-31.csv', `${columns}1,abc,2024-01-05\n2,abc,2024-01-05\n`)
    folder.write('crm/deals_2024-02-29.csv', `${columns}1,5,2024-01-05\n`)
    const { table, files } = await folder.load(lenient(0.9))
    expect(table.map(({ deal_id, amount }) => [deal_id, amount])).toEqual([['1', '5.00']])
    expect(files).toMatchObject([
      { read: 2, accepted: 0, quarantined: 1, superseded: 1 },
      { read: 1, accepted: 1 },
    ])
  })

  test('is found in the one file that has it, of many that are read together', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/deals_2024-01-31.csv', `${header}1,A,1,2024-01-05\n`)
    folder.write('crm/deals_2024-02-29.csv', `${header}2,B,2,2024-02-05\n3,C\n4,D,4,\n`)
    folder.write('crm/deals_2024-03-31.csv', `${header}5,E,5,2024-03-05\n`)
    expect(await complaintOf(folder.load(deals))).toContain(
      "crm/deals_2024-02-29.csv, line 3: the row '3,C' has 2 values where the header has 4.",
    )
  })
})

describe('a file that was cut off', () => {
  test.each([
    ['inside a row', `${header}1,A,1,2024-01-05\n2,B`, 3, 'the file breaks off in this row'],
    [
      'inside a quoted value',
      `${header}1,A,1,2024-01-05\n2,"B and`,
      3,
      'ends inside a quoted value',
    ],
  ])(
    '%s is refused, with its line, whatever share may be refused',
    async (_, content, line, words) => {
      const folder = new ExportsFolder()
      folder.write('crm/deals.csv', content)
      const complaint = await complaintOf(folder.load(deals))
      expect(complaint).toContain(`crm/deals.csv, line ${line}: `)
      expect(complaint).toContain(words)
    },
  )
})

describe('what is loaded', () => {
  const loads = (folder: ExportsFolder) =>
    readdirSync(join(folder.warehouse, 'loads', 'raw_crm__teams')).sort()

  test('stays for the next load', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/teams_2023.csv', 'id,name\n1,A\n')
    await folder.load(teams)
    const [first] = loads(folder)
    folder.write('crm/teams_2024.csv', 'id,name\n2,B\n')
    await folder.load(teams)
    expect(loads(folder)).toHaveLength(2)
    expect(loads(folder)).toContain(first)
    folder.write('crm/teams_2024.csv', 'id,name\n2,C\n')
    const { table } = await folder.load(teams)
    expect(table.map((row) => row['name'])).toEqual(['A', 'C'])
  })

  test('is not mixed with a file that changes between survey and load', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/teams.csv', 'id,name\n1,A\n')
    const { exports } = await folder.survey(teams)
    folder.write('crm/teams.csv', 'id,name\n1,other\n')
    expect(await complaintOf(folder.loadSurveyed(exports[0]!))).toContain(
      'crm/teams.csv changed while it was loaded',
    )
    expect(loads(folder)).toEqual([])
  })
})
