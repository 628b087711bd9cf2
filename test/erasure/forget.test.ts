/** `revops forget`: what is erased, what stays, and that it stays erased. */
import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { forget } from '../../src/erasure/forget.ts'
import { Published } from '../../src/semantic/published.ts'
import type { ServedBuild } from '../../src/semantic/served_build.ts'
import { listBuilds, rollback } from '../../src/warehouse/publish.ts'
import { newFolder } from '../folders.ts'
import { answer } from '../warehouse/company.ts'
import { complaintOf } from '../warehouse/load/folder.ts'
import { companyWithJane, jane, textOfWarehouse, traces } from './people.ts'

let company: ReturnType<typeof companyWithJane>
let first: typeof company | undefined
const copy = newFolder()
const copied = { recursive: true, preserveTimestamps: true }

/** Two builds of the company, made for the first test; each other one finds them as they were. */
beforeEach(async () => {
  const kept = first && dirname(first.exports)
  company = first ?? companyWithJane()
  if (kept) {
    rmSync(kept, { recursive: true, force: true })
    cpSync(copy, kept, copied)
    onTestFinished(() => rmSync(kept, { recursive: true }))
    return
  }
  company.writeTickets('A question of Jane')
  await company.build()
  company.writeTickets('Another question of Jane')
  await company.build()
  first = company
  cpSync(dirname(company.exports), copy, copied)
})

/** The files of the warehouse that tell of her. */
async function filesWithTraces(): Promise<string[]> {
  const said = await textOfWarehouse(company.warehouse)
  return [...said].flatMap(([path, text]) =>
    traces
      .filter((trace) => trace.test(text.replaceAll('mary.jane.roe@acme-corp.com', '')))
      .map((trace) => `${path.slice(company.warehouse.length)}: ${trace}`),
  )
}
const people = () =>
  answer(
    company.warehouse,
    "select record_id, last_name, split_part(email, '@', 2), ticket_count::integer from dim_people where record_id in ('1', '2') order by all",
  )

test('leaves nothing of the person in any file of the warehouse, retained builds and quarantine included', async () => {
  expect(await filesWithTraces()).not.toEqual([])
  const forgotten = await forget(jane, company)
  expect(await filesWithTraces()).toEqual([])
  expect(forgotten).toMatchObject({ addresses: 1, records: 4, builds: 2, retired: [] })
  expect(listBuilds(company.warehouse)).toHaveLength(2)
})

test('keeps counts, joins by address, the other people, and refused rows with their reasons', async () => {
  expect(await people()).toEqual([
    ['1', 'Roe', 'acme-corp.com', 1],
    ['2', 'Jones', 'acme-corp.com', 0],
  ])
  await forget(jane, company)
  expect(await people()).toEqual([
    ['1', null, 'acme-corp.com', 1],
    ['2', 'Jones', 'acme-corp.com', 0],
  ])
  expect(
    await answer(
      company.warehouse,
      'select column_name, found_value, line_number::integer from quarantined_rows',
    ),
  ).toEqual([['Number of Form Submissions', 'erased', 34]])
  expect(
    await answer(
      company.warehouse,
      'select contact_id, name, value from raw_hubspot__contact_property_history order by all',
    ),
  ).toEqual([
    ['1', 'firstname', null],
    ['1', 'lifecyclestage', 'lead'],
    ['2', 'firstname', 'Mary'],
  ])
})

test('takes the name out of what was written about the person and others, and leaves the rest', async () => {
  await forget(jane, company)
  const notes = 'select engagement_id, body from raw_hubspot__engagement_note order by all'
  expect(await answer(company.warehouse, notes)).toEqual([
    ['500', '… and Mary like tea'],
    ['501', 'Mary likes coffee'],
    ['502', expect.stringMatching(/^erased[0-9a-f]{12} \(tel\. …\) asked for tea$/)],
  ])
})

test('takes full names and numbers out of texts that nothing links with the person', async () => {
  const { changed, kept } = await forget(jane, company)
  const subjects = 'select subject from raw_zendesk__tickets order by id'
  const notes = "select body from raw_hubspot__engagement_note where engagement_id = '502'"
  const [note] = (await answer(company.warehouse, notes)).flat() as string[]
  const pseudonym = note!.slice(0, 'erased'.length + 12)
  expect(await answer(company.warehouse, subjects)).toEqual([[null], [`Printer of ${pseudonym}`]])
  expect(changed).toEqual(
    expect.arrayContaining([
      { table: 'raw_hubspot__engagement_note', column: 'body', cells: 2 },
      // The ticket of two builds, and the other one, which is in both.
      { table: 'raw_zendesk__tickets', column: 'subject', cells: 4 },
      { table: 'raw_hubspot__contacts', column: 'refused rows', cells: 2 },
    ]),
  )
  expect(kept).toEqual([])
})

test('leaves people of the same name as they are, and says where the name still stands', async () => {
  company.write(
    'hubspot/contacts_2024-02-29.csv',
    `Record ID,First Name,Last Name,Email,Phone Number,Create Date,Last Modified Date\n3,Jane,Roe,jane.roe@other.com,555-0199,2024-01-01 10:00,2024-01-02 10:00\n`,
  )
  company.writeTickets('Jane Roe of Other')
  await company.build()
  const { kept } = await forget(jane, company)
  expect(
    await answer(
      company.warehouse,
      "select first_name, last_name, email, phone from raw_hubspot__contacts where record_id = '3'",
    ),
  ).toEqual([['Jane', 'Roe', 'jane.roe@other.com', '555-0199']])
  expect(kept).toEqual([
    { table: 'raw_hubspot__contacts', column: 'first_name, last_name', cells: 1 },
    { table: 'raw_hubspot__contacts', column: 'phone', cells: 1 },
  ])
})

test('says which raw exports still tell of the person', async () => {
  const { exports } = await forget(jane, company)
  expect(exports).toEqual({
    folder: company.exports,
    files: [
      'hubspot/contact_property_history.csv',
      'hubspot/contacts_2024-01-31.csv',
      'hubspot/engagement_note.csv',
      'salesforce/Contact.csv',
      'zendesk/tickets.csv',
    ],
  })
})

test('holds for all that is loaded later, from the same exports or others', async () => {
  await forget(jane, company)
  expect(await company.build()).toMatchObject({ published: false })
  company.writeTickets('Jane again')
  company.write(
    'hubspot/contacts_2024-03-31.csv',
    `Record ID,First Name,Last Name,Email,Create Date,Last Modified Date\n1,Jane,Roe,jane@elsewhere.org,2024-01-01 10:00,2024-03-02 10:00\n99,Jane,Roe,${jane},2024-01-01 10:00,2024-03-02 10:00\n`,
  )
  expect(await company.build()).toMatchObject({ published: true })
  const said = await textOfWarehouse(company.warehouse)
  expect([...said.values()].join('\n')).not.toMatch(/jane\.roe@acme-corp\.com(?<!mary.*)/)
  expect(
    await answer(
      company.warehouse,
      "select first_name, last_name from raw_hubspot__contacts where record_id in ('1', '99')",
    ),
  ).toEqual([
    [null, null],
    [null, null],
  ])
})

test('lets an earlier build be published again, without the person', async () => {
  await forget(jane, company)
  await rollback(company.warehouse)
  expect((await people())[0]).toEqual(['1', null, 'acme-corp.com', 1])
})

test('lets who has the build open read on, and the next request no longer finds the name', async () => {
  const published = new Published(company.warehouse)
  const name = async (served: ServedBuild) =>
    served.use(async (connection) =>
      (
        await connection.runAndReadAll("select last_name from dim_people where record_id = '1'")
      ).getRowsJS(),
    )
  const open = await published.current()
  expect(await name(open)).toEqual([['Roe']])
  await forget(jane, company)
  expect(await name(open)).toEqual([['Roe']])
  expect(await name(await published.current())).toEqual([[null]])
  await published.close()
})

test('takes builds away that other code made, and refuses where the published one is such', async () => {
  const fewer = company.tables.filter(({ name }) => name !== 'dim_people')
  expect(await complaintOf(forget(jane, { ...company, tables: fewer }))).toMatch(
    /was not made by this code: run `revops build`, then forget\.$/,
  )
  const { build } = await company.buildOf(fewer)
  const { retired, ...forgotten } = await forget(jane, { ...company, tables: fewer })
  expect(retired).toHaveLength(2)
  expect(forgotten.build).not.toBe(build)
  expect(listBuilds(company.warehouse)).toMatchObject([{ build: forgotten.build, current: true }])
  expect(await filesWithTraces()).toEqual([])
})

test('finishes what a killed run began', async () => {
  const kept = readFileSync(join(company.warehouse, 'CURRENT'), 'utf8')
  const { build } = await forget(jane, company)
  expect(JSON.parse(kept)).not.toMatchObject({ build })
  // As if it was killed before it noted the files that it wrote anew.
  const again = companyWithJane()
  again.writeTickets('A question of Jane')
  await again.build()
  const erasures = JSON.parse(readFileSync(join(company.warehouse, 'erasures.json'), 'utf8'))
  writeFileSync(join(again.warehouse, 'erasures.json'), JSON.stringify({ ...erasures, files: {} }))
  const finished = await forget(jane, again)
  expect(finished).toMatchObject({ builds: 1 })
  expect(await forget(jane, again)).toMatchObject({ builds: 0, build: finished.build })
  company = again
  expect(await filesWithTraces()).toEqual([])
})

test('keeps a list that tells no one who is erased, for its owner only', async () => {
  await forget(jane, company)
  const path = join(company.warehouse, 'erasures.json')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readFileSync(path, 'utf8')).not.toMatch(/jane|roe|acme/i)
  rmSync(path)
  writeFileSync(path, '{')
  expect(await complaintOf(company.build())).toMatch(/erasures\.json is damaged/)
})

test('refuses an address that no record has, and what is none', async () => {
  expect(await complaintOf(forget('nobody@acme-corp.com', company))).toMatch(
    /has the address nobody@acme-corp\.com, so there is no one to forget\.$/,
  )
  expect(await complaintOf(forget('Jane Roe', company))).toMatch(/is no e-mail address/)
})

test('takes what failed runs quoted of the person out of the run store', async () => {
  company.write(
    'hubspot/contact_property_history.csv',
    'contact_id,name,timestamp,value\n1,firstname,,Jane\n',
  )
  company.write(
    'hubspot/contacts_2024-04-30.csv',
    `Record ID,First Name,Last Name,Email,Create Date,Last Modified Date\n1,Jane,Roe,${jane},2024-01-01 10:00,${jane}\n`,
  )
  await complaintOf(company.build())
  company.write(
    'hubspot/contacts_2024-04-30.csv',
    'Record ID,First Name,Last Name,Email,Create Date,Last Modified Date\n',
  )
  await forget(jane, company)
  expect(await filesWithTraces()).toEqual([])
})
