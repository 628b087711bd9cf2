/** What becomes of single cells and refused rows, when a file is loaded after an erasure. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { text, texts } from '../../src/columns.ts'
import { keyedHash, newErasures, writeErasures } from '../../src/erasure/erasures.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { readQuarantine } from '../../src/warehouse/quarantine.ts'
import { warehouseFolders } from '../warehouse/company.ts'
import { ExportsFolder } from '../warehouse/load/folder.ts'

const leads = defineExport({
  name: 'raw_crm__leads',
  description: 'Leads.',
  system: 'crm',
  object: 'leads',
  grain: ['lead_id'],
  maxRefused: 1,
  gathered: { other: /^x_/i },
  person: {
    ids: ['lead_id', 'friends'],
    emails: ['email'],
    clears: ['name', 'other'],
    redacts: ['title'],
  },
  columns: {
    lead_id: from(text('Its id.'), 'Lead ID'),
    name: from(text('Its name.'), 'Name'),
    email: from(text('Its address.').nullable(), 'Email'),
    title: from(text('What it is about.').nullable(), 'Title'),
    friends: from(text('Other leads.').nullable(), 'Friends'),
    note: from(text('Free text.').nullable(), 'Note'),
    owner: optional(from(text('Who has it.').nullable(), 'Owner')),
    company: optional(from(text('Where it works.').nullable(), 'Company')),
    phone: optional(from(text('Its number.').nullable(), 'Phone')),
    other: texts('The rest.'),
  },
})
const header = 'Lead ID,Name,Email,Title,Friends,Note,X_Extra\n'

let folder: ExportsFolder
beforeEach(() => {
  folder = new ExportsFolder()
  const erasures = newErasures()
  const listed = [
    keyedHash(erasures, 'email', 'jane@acme-corp.com'),
    keyedHash(erasures, 'email', 'roe@roefamily.org'),
    keyedHash(erasures, 'record', 'person:crm:7'),
    keyedHash(erasures, 'record', 'person:crm:0035e00000ABCDe'),
    keyedHash(erasures, 'name', 'jane'),
    ...['jane oneill', 'oneill jane', 'maria perez lund'].map((name) =>
      keyedHash(erasures, 'full name', name),
    ),
    keyedHash(erasures, 'phone', '705550199'),
  ]
  writeErasures(folder.warehouse, { ...erasures, hashes: listed, nameLengths: [2, 3] })
})
const load = async (rows: string) => {
  folder.write('crm/leads.csv', `${header}${rows}`)
  return (await folder.load(leads)).table
}
const pseudonym = (domain: string) =>
  expect.stringMatching(RegExp(`^erased[0-9a-f]{16}@${domain}$`))

test('an address gives way to a pseudonym that keeps the domain, and others stay', async () => {
  const [one, two] = await load(
    '1,Jane,Jane@Acme-Corp.com,,,,\n2,Mary,mary.jane@acme-corp.com,,,"see http://x.io/?to=jane%40acme-corp.com&a=1, <jane@acme-corp.com>.",\n',
  )
  expect(one).toMatchObject({ name: 'erased', email: pseudonym('acme-corp.com') })
  const address = one!['email'] as string
  expect(two).toMatchObject({
    name: 'Mary',
    email: 'mary.jane@acme-corp.com',
    note: `see http://x.io/?to=${address}&a=1, <${address}>.`,
  })
})

/** The notes of leads that say these, without what stands for erased names. */
async function notesAfter(...notes: string[]): Promise<unknown[]> {
  const rows = notes.map((note, at) => `${at},Joe,,,,"${note.replaceAll('"', '""')}",\n`).join('')
  return (await load(rows)).map(({ note }) => String(note).replaceAll(/erased[0-9a-f]{12}/g, '*'))
}

test('a full name gives way in either order, in any case and spelling of its accents, as words only', async () => {
  expect(
    await notesAfter(
      'met Jane Oneill.',
      'ONEILL, JANE; see jane oneill and Jane Oneill',
      'Jane M. Oneill\nand María Pérez Lund',
      'linkedin.com/in/jane-oneill',
    ),
  ).toEqual(['met *.', '*; see * and *', '*\nand *', 'linkedin.com/in/*'])
  const others = [
    'Jane called Oneill',
    'Mary-Jane Oneillson',
    'Jane',
    'jane.oneill@x.com and a.jane.oneill@x.com',
    'www.jane-oneill.com',
    'Jane; Oneill',
  ]
  expect(await notesAfter(...others)).toEqual(others)
})

test('one name has one pseudonym, so that what is told apart by names stays so', async () => {
  const [one] = await load('1,Joe,,Jane Oneill,,"Oneill, JANE and Maria Perez Lund",\n')
  const [first, second] = String(one!['note']).split(' and ')
  expect(one!['title']).toBe(first)
  expect(second).toMatch(/^erased[0-9a-f]{12}$/)
  expect(second).not.toBe(first)
})

test('a telephone number gives way in any grouping, with and without its country', async () => {
  expect(
    await notesAfter('call +49 (30) 70 555 0199!', '030/705550199', 'at 030 70-555-0199, not 110'),
  ).toEqual(['call …!', '…', 'at …, not 110'])
  const others = ['1705550199777', 'a705550199', '705 550 198']
  expect(await notesAfter(...others)).toEqual(others)
})

test('names and numbers that tell others apart stay, and a firm that is only named so goes', async () => {
  folder.write(
    'crm/leads.csv',
    'Lead ID,Name,Email,Title,Friends,Note,Owner,Company,Phone\n1,Jane Oneill,,,,,Jane Oneill,Jane Oneill Ltd,030 705550199\n2,Joe,,,,,,JANE ONEILL,\n',
  )
  const [one, two] = (await folder.load(leads)).table
  expect(one).toMatchObject({
    name: 'Jane Oneill',
    owner: 'Jane Oneill',
    company: 'Jane Oneill Ltd',
    phone: '030 705550199',
  })
  expect(two).toMatchObject({ company: expect.stringMatching(/^erased[0-9a-f]{12}$/) })
})

test('a domain that tells of the person is none of the pseudonym', async () => {
  writeErasures(folder.warehouse, {
    key: 'k',
    hashes: [keyedHash({ key: 'k' }, 'email', 'anna@annaberg.org')],
    files: {},
  })
  const [one] = await load('1,Anna,anna@annaberg.org,,,,\n')
  expect(one).toMatchObject({ email: pseudonym('erased.example') })
})

test('a record is known by its id, also in a list and in either spelling of Salesforce', async () => {
  const rows = await load(
    '7,Jane,,Call with Jane Roe,,kept,secret\n8,Joe,,Jane knows,5; 7,kept,\n0035e00000ABCDeAAO,Jane,,,,,\n9,Joe,,Jane knows,5,,open\n',
  )
  expect(rows.map(({ lead_id, name, title }) => [lead_id, name, title])).toEqual([
    ['0035e00000ABCDeAAO', 'erased', null],
    ['7', 'erased', 'Call with … Roe'],
    ['8', 'erased', '… knows'],
    ['9', 'Joe', 'Jane knows'],
  ])
  expect(rows.map(({ other }) => other)).toEqual([[], [], [], [{ key: 'X_Extra', value: 'open' }]])
})

test('refused rows keep their reasons and lose what they say', async () => {
  const folders = warehouseFolders()
  writeErasures(folders.warehouse, {
    key: 'k',
    hashes: [
      keyedHash({ key: 'k' }, 'email', 'jane@acme-corp.com'),
      keyedHash({ key: 'k' }, 'record', 'person:crm:7'),
    ],
    files: {},
  })
  folder = Object.assign(folder, { exports: folders.exports })
  folder.write(
    'crm/leads.csv',
    `${header}7,,jane@acme-corp.com,,,Likes tea,\n7,"Jane, too short"\n8,Joe,joe@x.com,too,short\n1,Joe,,,,,\n`,
  )
  await folders.build([leads])
  const { findings } = await readQuarantine(folders.warehouse, { limit: 10 })
  expect(findings.map(({ line, value }) => [line, value])).toEqual([
    [2, null],
    [3, 'erased'],
    [4, '8,Joe,joe@x.com,too,short'],
  ])
})

test('a file without anyone who is erased is loaded as it always was', async () => {
  const untouched = new ExportsFolder()
  const rows = `${header}1,Joe,joe@x.com,,,,\n`
  untouched.write('crm/leads.csv', rows)
  folder.write('crm/leads.csv', rows)
  const [{ view: one }, { view: other }] = [await untouched.load(leads), await folder.load(leads)]
  expect(one.files).toEqual(other.files)
  const bytes = (at: ExportsFolder) => statSync(join(at.warehouse, one.files['loads']![0]!)).size
  expect(bytes(untouched)).toBe(bytes(folder))
})

test('a contract cannot name a column that it does not have', () => {
  const wrong = () =>
    defineExport({
      name: 'raw_crm__notes',
      description: 'Notes.',
      system: 'crm',
      object: 'notes',
      grain: ['note_id'],
      person: { clears: ['body'] },
      columns: { note_id: text('Its id.') },
    })
  expect(wrong).toThrow('says that body tells of a person, which is no column of it')
})
