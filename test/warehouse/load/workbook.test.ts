/** What cells of a workbook say, by the XML that stands in it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import yazl from 'yazl'
import type { RawSource } from '../../../src/warehouse/load/raw_source.ts'
import { RawTexts } from '../../../src/warehouse/load/raw_text.ts'
import { complaintOf, ExportsFolder } from './folder.ts'

interface Parts {
  /** The rows of each sheet, as XML. */
  readonly sheets: Readonly<Record<string, string>>
  readonly texts?: string
  /** The formats that the styles 0, 1, … name, with the code of those from 164 on. */
  readonly styles?: readonly (readonly [id: number, code?: string])[]
  readonly is1904?: boolean
}

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

async function workbookOf({ sheets, texts, styles, is1904 }: Parts): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  const names = Object.keys(sheets)
  const add = (path: string, xml: string) =>
    zip.addBuffer(Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${xml}`), path)
  add(
    'xl/workbook.xml',
    `<x:workbook xmlns:x="main" xmlns:r="${relations}">
       <x:workbookPr${is1904 ? ' date1904="1"' : ''}/><x:sheets>
       ${names.map((name, at) => `<x:sheet name="${name}" sheetId="${at}" r:id="r${at}"/>`).join('')}
     </x:sheets></x:workbook>`,
  )
  add(
    'xl/_rels/workbook.xml.rels',
    `<Relationships>${names
      .map((_, at) => {
        return `<Relationship Id="r${at}" Type="${relations}/worksheet" Target="sheets/${at}.xml"/>`
      })
      .join('')}</Relationships>`,
  )
  for (const [at, name] of names.entries())
    add(
      `xl/sheets/${at}.xml`,
      `<worksheet><sheetData>${sheets[name]}</sheetData><extLst><c r="A1"/></extLst></worksheet>`,
    )
  if (texts !== undefined) add('xl/sharedStrings.xml', `<sst>${texts}</sst>`)
  if (styles)
    add(
      'xl/styles.xml',
      `<styleSheet><numFmts>${styles
        .filter(([, code]) => code !== undefined)
        .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`)
        .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs>${styles.map(([id]) => `<xf numFmtId="${id}"/>`).join('')}<xf xfId="0"/></cellXfs>
      </styleSheet>`,
    )
  zip.end()
  const pieces: Buffer[] = []
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** The sheets of a workbook as CSV, by the names of their sources. */
async function sheetsOf(parts: Parts): Promise<Record<string, string>> {
  const folder = new ExportsFolder()
  const path = folder.write('crm/book.xlsx', await workbookOf(parts))
  const texts = new RawTexts(folder.warehouse)
  try {
    const sources = await texts.sourcesIn(path, 'book.xlsx')
    const found: Record<string, string> = {}
    for (const source of sources)
      found[source.file] = readFileSync(await texts.of({ path, source }), 'utf8')
    return found
  } finally {
    texts.close()
  }
}

const sheetOf = async (rows: string, parts: Omit<Parts, 'sheets'> = {}) =>
  (await sheetsOf({ sheets: { Tabelle1: rows }, ...parts }))['book.xlsx']

const number = (value: number, style?: number) =>
  `<c${style === undefined ? '' : ` s="${style}"`}><v>${value}</v></c>`

describe('a cell is', () => {
  test('a shared text, without how it is read, whatever its formats; a text of its own; a formula’s', async () => {
    const rows = `<row r="1">
      <c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
      <c r="C1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>
      <c r="D1" t="str"><f>"a"&amp;"b"</f><v>a_x0009_b</v></c></row>`
    const texts = `<si><t xml:space="preserve"> A &amp; B, &quot;C&quot; </t></si>
      <si><r><t>東</t></r><r><rPr><b/></rPr><t>京</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>`
    expect(await sheetOf(rows, { texts })).toBe('"A & B, ""C""",東京,inline,a\tb\n')
  })

  test('a number as it is written shortest, a yes or no, and nothing where a formula failed', async () => {
    const rows = `<row>${number(1234.5)}<c><v>1E3</v></c><c><v>0.30000000000000004</v></c>
      <c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#DIV/0!</v></c>${number(-7)}</row>`
    expect(await sheetOf(rows)).toBe('1234.5,1000,0.30000000000000004,true,false,,-7\n')
  })

  test('a day or an instant where its format shows one, to the millisecond', async () => {
    const styles = [
      [0],
      [14],
      [164, 'dd.mm.yyyy\\ hh:mm'],
      [165, '[$-407]d. mmm yyyy;@'],
      [166, '#,##0.00 &quot;days&quot;'],
      [167, '[Red]0.00;yyyy'],
      [22],
    ] as const
    // 45322 is 31 January 2024; 14:30 is no even part of a day.
    const values = [
      [45322, 0],
      [45322, 1],
      [45322.604166666664, 2],
      [45322, 3],
      [45322, 4],
      [45322, 5],
      [45322.75, 6],
      // Its format is that of the style that it is made of.
      [45322, 7],
    ] as const
    const rows = `<row>${values.map(([value, style]) => number(value, style)).join('')}
      <c t="d"><v>2024-01-31T08:00:00Z</v></c></row>`
    expect(await sheetOf(rows, { styles })).toBe(
      `${[
        '45322',
        '2024-01-31',
        '2024-01-31 14:30:00.000',
        '2024-01-31',
        '45322',
        '2024-01-31',
        '2024-01-31 18:00:00.000',
        '2024-01-31',
        '2024-01-31 08:00:00.000',
      ].join(',')}\n`,
    )
  })

  test('a day counted from 1904 where the workbook counts so', async () => {
    // 43860 days after 1 January 1904.
    expect(await sheetOf(`<row>${number(43860, 0)}</row>`, { styles: [[14]], is1904: true })).toBe(
      '2024-01-31\n',
    )
  })

  test('the number that it is where it is no day that there is', async () => {
    expect(await sheetOf(`<row>${number(1e12, 0)}</row>`, { styles: [[14]] })).toBe(
      '1000000000000\n',
    )
  })
})

describe('a row', () => {
  test('has its cells in their columns, and stands on its line; what is below the last is not there', async () => {
    const rows = `<row r="2"><c r="B2"><v>1</v></c><c r="AA2"><v>2</v></c></row>
      <row r="4"><c r="A4"><v>3</v></c></row><row r="5"/><row r="9"><c r="A9" s="0"/></row>`
    const wide = `,1${','.repeat(25)}2`
    expect(await sheetOf(rows, { styles: [[0]] })).toBe(`\n${wide}\n\n3${','.repeat(26)}\n`)
  })

  test('is as wide as the widest, also above it', async () => {
    const rows = `<row><c t="inlineStr"><is><t>Report</t></is></c></row>
      <row>${number(1)}${number(2)}${number(3)}</row>`
    expect(await sheetOf(rows)).toBe('Report,,\n1,2,3\n')
  })
})

test('sheets are named after the workbook where one has cells, else beside it', async () => {
  const row = `<row>${number(1)}</row>`
  expect(await sheetsOf({ sheets: { One: row, Empty: '<row/>' } })).toEqual({ 'book.xlsx': '1\n' })
  expect(await sheetsOf({ sheets: { One: row, 'A &amp; B': row } })).toEqual({
    'book.xlsx/One': '1\n',
    'book.xlsx/A & B': '1\n',
  })
})

test.each([
  ['<row r="2"/><row r="1"/>', 'row 1 comes after row 2'],
  ['<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', 'cell A1 comes after column 2'],
  ['<row><c t="s"><v>7</v></c></row>', 'row 1, column 1: it has no shared text 7'],
  ['<row><c s="3"><v>7</v></c></row>', 'row 1, column 1: it has no style 3'],
  ['<row><c t="b"><v>maybe</v></c></row>', "row 1, column 1: 'maybe' is no yes or no"],
  ['<row><c><v>1</v></row>', 'book.xlsx cannot be read as a workbook'],
])('a workbook with %s is refused', async (rows, complaint) => {
  expect(await complaintOf(sheetOf(rows))).toContain(complaint)
})

describe('the text of a source', () => {
  const source: RawSource = { file: 'a.csv', form: 'text', encoding: 'windows-1252' }
  const open = () => {
    const folder = new ExportsFolder()
    const path = folder.write('crm/a.csv', Buffer.from('name\nM\xfcller\n', 'latin1'))
    return { path, texts: new RawTexts(folder.warehouse), spill: join(folder.warehouse, 'spill') }
  }

  test('is made once, and stays until it is dropped', async () => {
    const { path, texts } = open()
    const text = await texts.of({ path, source })
    texts.keep({ path, source })
    expect(await texts.of({ path, source })).toBe(text)
    expect(readFileSync(text, 'utf8')).toBe('name\nMüller\n')
    texts.drop({ path, source })
    expect(await texts.of({ path, source })).not.toBe(text)
    texts.close()
  })

  test('leaves nothing behind', async () => {
    const { path, texts, spill } = open()
    await texts.of({ path, source })
    texts.close()
    expect(readdirSync(spill)).toEqual([])
  })
})
