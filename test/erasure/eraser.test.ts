/** What becomes of single cells and refused rows, when a file is loaded after an erasure. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { text, texts } from '../../src/columns.ts'
import { keyedHash, newErasures, writeErasures } from '../../src/erasure/erasures.ts'
import { defineExport, from } from '../../src/export.ts'
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
  ]
  writeErasures(folder.warehouse, { ...erasures, hashes: listed })
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
