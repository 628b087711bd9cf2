/** The forms in which exports come: the same two rows, each time. */
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import yazl from 'yazl'
import { day, flag, localMoney, number, text, timestamp } from '../../../src/columns.ts'
import { defineExport, from, optional } from '../../../src/export.ts'
import { literal } from '../../../src/warehouse/open.ts'
import { complaintOf, ExportsFolder } from './folder.ts'

const offers = defineExport({
  name: 'raw_crm__offers',
  description: 'Offers.',
  system: 'crm',
  object: 'offers',
  grain: ['id'],
  maxRefused: 0.5,
  columns: {
    id: text('The id.'),
    customer: from(text('Who gets it.').nullable(), 'Customer', 'Kunde'),
    amount: from(localMoney('The amount.').nullable(), 'Amount', 'Betrag'),
    share: optional(number('The share.').nullable()),
    is_won: optional(flag('Whether it is won.').nullable()),
    signed: optional(day('The day of the signature.').nullable()),
    changed_at: optional(timestamp('When it was changed.').nullable()),
  },
})

const rows = [
  { id: '1', customer: 'Müller, "A" & Söhne', amount: '1234.50' },
  { id: '2', customer: null, amount: null },
]
const plain = 'id,customer,amount\n1,"Müller, ""A"" & Söhne",1234.50\n2,,\n'
const others = { share: null, is_won: null, signed: null, changed_at: null }
const full = rows.map((row) => ({ ...row, ...others }))

/** A zip of files. */
async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(zip.outputStream)
}

async function parquetOf(folder: ExportsFolder, file: string, query: string) {
  const path = folder.write(file, '')
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  await connection.run(`copy (${query}) to ${literal(path)} (format parquet)`)
  connection.closeSync()
  instance.closeSync()
}

describe('a text is read', () => {
  test.each<[string, Uint8Array]>([
    ['in UTF-8', Buffer.from(plain)],
    ['in UTF-8 with a mark', Buffer.from(`\ufeff${plain}`)],
    ['in UTF-16 with a mark', Buffer.from(`\ufeff${plain}`, 'utf16le')],
    ['in UTF-16 of the other order', Buffer.from(`\ufeff${plain}`, 'utf16le').swap16()],
    ['in UTF-16 without a mark', Buffer.from(plain, 'utf16le')],
    ['in Windows-1252', Buffer.from(plain, 'latin1')],
    ['with semicolons', Buffer.from(plain.replaceAll(/,(?! )/g, ';'))],
    ['with tabs', Buffer.from(plain.replaceAll(/,(?! )/g, '\t'))],
    ['with pipes', Buffer.from(plain.replaceAll(/,(?! )/g, '|'))],
    ['gzipped, under the name of a text', gzipSync(plain)],
    ['gzipped in UTF-16', gzipSync(Buffer.from(`\ufeff${plain}`, 'utf16le'))],
  ])('%s', async (_, content) => {
    const folder = new ExportsFolder()
    folder.write('crm/offers.csv', content)
    const { table, files } = await folder.load(offers)
    expect(table).toEqual(full)
    expect(files).toMatchObject([{ file: 'crm/offers.csv', read: 2, accepted: 2 }])
  })

  test('in Windows-1252, with a warning and its own signs', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'crm/offers.csv',
      Buffer.from('id,customer,amount\n1,\x84Caf\xe9\x93 \x80,\n', 'latin1'),
    )
    const { table, warnings } = await folder.load(offers)
    expect(table).toMatchObject([{ customer: '„Café“ €' }])
    expect(warnings).toEqual([
      'crm/offers.csv is not UTF-8 and is read as Windows-1252: look whether its umlauts are right.',
    ])
  })

  test('with the same lines in messages, however it is packed', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'crm/offers.csv.gz',
      gzipSync('id,customer,amount\n1,"two\nlines",1\n2,,x\n3,,x\n'),
    )
    expect(await complaintOf(folder.load(offers))).toContain(
      "crm/offers.csv.gz, line 4, column amount: 'x' is not a number",
    )
  })
})

describe('a zip', () => {
  test('holds files of their own in the accounts, and says their date', async () => {
    const folder = new ExportsFolder()
    const part = (id: number) => `id,customer,amount\n${id},A,1\n`
    folder.write(
      'crm/offers_2024-01-31.zip',
      await zipOf({
        'offers-1.csv': part(1),
        'more/offers-2.csv': Buffer.from(part(2), 'utf16le'),
        'README.txt': 'Notes',
        '__MACOSX/._offers-1.csv': '\0',
      }),
    )
    const { exports } = await folder.survey(offers)
    expect(exports[0]!.files.map(({ file, date }) => [file, date])).toEqual([
      ['crm/offers_2024-01-31.zip/offers-1.csv', '2024-01-31'],
      ['crm/offers_2024-01-31.zip/more/offers-2.csv', '2024-01-31'],
    ])
    const { table, files } = await folder.load(offers)
    expect(table.map(({ id }) => id)).toEqual(['1', '2'])
    expect(files).toMatchObject([
      { file: 'crm/offers_2024-01-31.zip/offers-1.csv', accepted: 1 },
      { file: 'crm/offers_2024-01-31.zip/more/offers-2.csv', accepted: 1 },
    ])
  })

  test.each<[string, () => Promise<Uint8Array>, string]>([
    ['without data', () => zipOf({ 'notes.pdf': 'x' }), 'has no data file in it'],
    [
      'in a zip',
      async () => zipOf({ 'inner.zip': await zipOf({ 'offers.csv': plain }) }),
      'crm/offers.zip/inner.zip is packed twice',
    ],
    [
      'that is damaged',
      async () => {
        const zip = await zipOf({ 'offers.csv': plain.repeat(50) })
        return zip.fill(7, 60, 90)
      },
      'crm/offers.zip',
    ],
    [
      'with a file of no contract',
      () => zipOf({ 'offers.csv': plain, 'strange.csv': 'a,b\n1,2\n' }),
      "crm/offers.zip/strange.csv, line 1: the headers 'id'",
    ],
  ])('%s is refused in a sentence', async (_, content, sentence) => {
    const folder = new ExportsFolder()
    folder.write('crm/offers.zip', await content())
    expect(await complaintOf(folder.load(offers))).toContain(sentence)
  })
})

describe('JSON is read', () => {
  const objects = rows.map((row) => ({
    ...row,
    id: Number(row.id),
    amount: Number(row.amount) || null,
  }))

  test.each<[string, string, Uint8Array]>([
    ['as a list', 'offers.json', Buffer.from(JSON.stringify(objects, null, 2))],
    [
      'by lines',
      'offers.ndjson',
      Buffer.from(objects.map((row) => `${JSON.stringify(row)}\n`).join('')),
    ],
    [
      'by lines, gzipped',
      'offers.jsonl.gz',
      gzipSync(objects.map((row) => JSON.stringify(row)).join('\n')),
    ],
    ['in UTF-16', 'offers.json', Buffer.from(`\ufeff${JSON.stringify(objects)}`, 'utf16le')],
    ['with a mark', 'offers.json', Buffer.from(`\ufeff${JSON.stringify(objects)}`)],
  ])('%s', async (_, name, content) => {
    const folder = new ExportsFolder()
    folder.write(`crm/${name}`, content)
    expect((await folder.load(offers)).table).toEqual(full)
  })

  test('with keys that only some objects have, numbers and flags of its own, and texts untouched', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'crm/offers.ndjson',
      '{"id":"007","customer":"2024-01-05","amount":1234.567e1}\n{"id":8,"is_won":true,"share":1.234,"customer":null,"amount":null}\n',
    )
    expect((await folder.load(offers)).table).toEqual([
      { ...others, id: '007', customer: '2024-01-05', amount: '12345.67' },
      { ...others, id: '8', customer: null, amount: null, is_won: true, share: 1.234 },
    ])
  })

  test('with its columns in the same order each time it is read', async () => {
    for (let time = 0; time < 12; time++) {
      const folder = new ExportsFolder()
      // In the second object, the amount has the place that the customer has in the first.
      folder.write('crm/offers.json', '[{"id":1,"customer":"7","amount":5},{"id":2,"amount":6}]')
      expect((await folder.load(offers)).table).toEqual([
        { ...others, id: '1', customer: '7', amount: '5.00' },
        { ...others, id: '2', customer: null, amount: '6.00' },
      ])
    }
  })

  test('with the record of a refused row', async () => {
    const folder = new ExportsFolder()
    folder.write(
      'crm/offers.json',
      '[{"id":1,"customer":"a\\nb","amount":"x"},{"id":2,"amount":"y"}]',
    )
    expect(await complaintOf(folder.load(offers))).toContain(
      "crm/offers.json, record 1, column amount: 'x' is not a number",
    )
  })

  test.each([
    ['that breaks off', '[{"id":1,"customer":"A"', 'cannot be read as JSON'],
    ['without rows', '[]', 'has no rows with named columns'],
  ])('but not one %s', async (_, content, sentence) => {
    const folder = new ExportsFolder()
    folder.write('crm/offers.json', content)
    expect(await complaintOf(folder.load(offers))).toContain(sentence)
  })
})

describe('Parquet is read', () => {
  test('with its types', async () => {
    const folder = new ExportsFolder()
    await parquetOf(
      folder,
      'crm/offers.parquet',
      `select 1 as id, 'Müller' as customer, 1234.5::double as amount, 0.125 as share, true as is_won,
        date '2024-01-31' as signed, timestamptz '2024-01-31 10:00:00+02' as changed_at
       union all select 2, null, null, null, null, null, null`,
    )
    expect((await folder.load(offers)).table).toEqual([
      {
        id: '1',
        customer: 'Müller',
        amount: '1234.50',
        share: 0.125,
        is_won: true,
        signed: '2024-01-31',
        changed_at: new Date('2024-01-31T08:00:00Z'),
      },
      { ...others, id: '2', customer: null, amount: null },
    ])
  })

  test('but not a damaged one', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/offers.parquet', 'PAR1 and no more')
    expect(await complaintOf(folder.load(offers))).toContain(
      'crm/offers.parquet cannot be read as Parquet',
    )
  })
})

describe('a workbook', () => {
  const header = ['id', 'Kunde', 'Betrag', 'is_won', 'signed', 'changed_at'].map((value) => ({
    value,
  }))
  const sheet = [
    header,
    [
      { value: 1 },
      { value: 'Müller, "A"\nSöhne' },
      { value: 1234.5 },
      { value: true },
      { value: new Date('2024-01-31T00:00:00Z'), format: 'dd.mm.yyyy' },
      { value: new Date('2024-01-31T10:30:00Z'), format: 'dd.mm.yyyy hh:mm' },
    ],
    [],
    [{ value: 2 }, null, { value: 'x' }],
  ]
  const written = async (sheets: Readonly<Record<string, unknown[][]>>) =>
    (await writeExcelFile(
      Object.entries(sheets).map(([name, data]) => ({ sheet: name, data })) as never,
    ).toBuffer()) as Buffer

  test('gives the rows of its sheet, with days, and the row of a refused one', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/offers.xlsx', await written({ Tabelle1: sheet, Leer: [[]] }))
    const { table, files } = await folder.load(offers)
    expect(table).toEqual([
      {
        id: '1',
        customer: 'Müller, "A"\nSöhne',
        amount: '1234.50',
        share: null,
        is_won: true,
        signed: '2024-01-31',
        changed_at: new Date('2024-01-31T10:30:00Z'),
      },
    ])
    expect(files).toMatchObject([{ file: 'crm/offers.xlsx', read: 2, accepted: 1, quarantined: 1 }])
  })

  test('gives each sheet that a contract knows, and names the others', async () => {
    const folder = new ExportsFolder()
    const notes = [[{ value: 'Notes' }]]
    folder.write('crm/book.xlsx', await written({ offers: sheet.slice(0, 2), Notes: notes }))
    const { exports, ignored } = await folder.survey(offers)
    expect(exports[0]!.files.map(({ file }) => file)).toEqual(['crm/book.xlsx/offers'])
    expect(ignored).toHaveLength(1)
    expect(ignored[0]).toContain('A sheet is ignored: crm/book.xlsx/Notes belongs to no contract')
  })
})

test('files in all forms are one object', async () => {
  const folder = new ExportsFolder()
  const part = (id: number) => `id,customer,amount\n${id},A,1\n`
  folder.write('crm/offers_1.csv', part(1))
  folder.write('crm/offers_2.csv.gz', gzipSync(part(2)))
  folder.write('crm/offers_3.zip', await zipOf({ 'offers.csv': part(3) }))
  folder.write('crm/offers_4.json', '[{"id":4,"customer":"A","amount":1}]')
  await parquetOf(folder, 'crm/offers_5.parquet', `select 5 as id, 'A' as customer, 1 as amount`)
  expect((await folder.load(offers)).table.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5'])
})
