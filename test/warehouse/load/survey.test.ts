/** Which export files there are, whose they are, and what cannot be read. */
import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { text } from '../../../src/columns.ts'
import { defineExport, from } from '../../../src/export.ts'
import { surveyExports } from '../../../src/warehouse/load/index.ts'
import { adReport, deals, lenient, memberships, teams } from './contracts.ts'
import { complaintOf, ExportsFolder } from './folder.ts'

const header = 'Record ID,Deal Name,Amount,Last Modified Date\n'

/** The files of each contract, by its name. */
async function filesBy(folder: ExportsFolder, ...contracts: Parameters<ExportsFolder['survey']>) {
  const { exports } = await folder.survey(...contracts)
  return Object.fromEntries(
    exports.map(({ table, files }) => [table.name, files.map(({ file }) => file)]),
  )
}

describe('a file belongs to the contract', () => {
  test('whose headers it has, in whatever folder of the system it is', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/2024/deals_2024-01-31.csv', header)
    folder.write('crm/hubspot-export-17.csv', header)
    folder.write('crm/teams.csv', 'id,name,size\n')
    folder.write('ads/report.csv', 'Day,Campaign,Impr.,CTR,Cost\n')
    expect(await filesBy(folder, deals, teams, adReport)).toEqual({
      raw_crm__deals: ['crm/2024/deals_2024-01-31.csv', 'crm/hubspot-export-17.csv'],
      raw_crm__teams: ['crm/teams.csv'],
      raw_ads__report: ['ads/report.csv'],
    })
  })

  test('that its name says, where it has the headers of two', async () => {
    const folder = new ExportsFolder()
    const alike = (object: string) =>
      defineExport({
        name: `raw_crm__${object}`,
        description: 'Ids and names.',
        system: 'crm',
        object,
        grain: ['id'],
        columns: { id: text('The id.'), name: text('The name.') },
      })
    const contracts = [alike('teams'), alike('roles')]
    folder.write('crm/roles_2024.csv', 'id,name\n')
    folder.write('crm/teams_data.csv', 'id,name\n')
    expect(await filesBy(folder, ...contracts)).toEqual({
      raw_crm__teams: ['crm/teams_data.csv'],
      raw_crm__roles: ['crm/roles_2024.csv'],
    })
    folder.write('crm/list.csv', 'id,name\n')
    expect(await complaintOf(folder.survey(...contracts))).toContain(
      'crm/list.csv fits the headers of raw_crm__teams and of raw_crm__roles: name it after one of them, such as teams.csv.',
    )
  })

  test('that its name says in the singular, whatever else is in it', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/team_data.csv', 'id,a,b,c,d,name\n')
    expect(await filesBy(folder, deals, teams)).toMatchObject({
      raw_crm__teams: ['crm/team_data.csv'],
    })
    folder.write('crm/groups.csv', 'id,a,b,c,d,name\n')
    expect(await complaintOf(folder.survey(deals, teams))).toContain(
      'crm/groups.csv belongs to no contract: nearest is raw_crm__teams, but it knows only 2 of the 6 headers; if it is meant, name the file teams.csv, else take it away.',
    )
  })

  test('that its headers say, where its name says another', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/teams.csv', header)
    expect(await filesBy(folder, deals, teams)).toMatchObject({ raw_crm__deals: ['crm/teams.csv'] })
  })

  test('under any of the names that a header may have', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/deals.csv', 'record id,DEAL NAME,Betrag,last_modified_date\n')
    const [survey] = (await folder.survey(deals)).exports
    expect(survey!.files[0]!.shape.places).toEqual({
      deal_id: 0,
      deal_name: 1,
      amount: 2,
      modified_at: 3,
    })
  })
})

describe('one sentence says', () => {
  test.each<[string, string, string]>([
    [
      'which header was renamed',
      'Record ID,Deal Name,Amuont,Last Modified Date\n',
      "crm/deals.csv, line 1: the header 'Amount' (or 'Betrag') of raw_crm__deals is missing, and the closest of its unknown headers: 'Amuont'; export the file with that header, or name the new one in the contract.",
    ],
    [
      'that a file is empty',
      '',
      'crm/deals.csv is empty (0 bytes): export it again, or take the file away.',
    ],
    [
      'that a header stands twice',
      `Amount,${header}`,
      "crm/deals.csv: the header 'Amount' stands twice, in columns 1 and 4, and raw_crm__deals reads it: take one of them out of the export.",
    ],
    [
      'that the header breaks off',
      'Record ID,Deal Name,Amou',
      "crm/deals.csv, line 1: the headers 'Amount' (or 'Betrag'), 'Last Modified Date' (or 'modified_at') of raw_crm__deals are missing, and the closest of its unknown headers: 'Amou'; export the file with those headers, or name the new ones in the contract.",
    ],
  ])('%s', async (_, content, sentence) => {
    const folder = new ExportsFolder()
    folder.write('crm/deals.csv', content)
    expect(await complaintOf(folder.survey(deals, teams))).toBe(
      `The exports in ${folder.exports} cannot be loaded: ${sentence}`,
    )
  })

  test('that a file of a system belongs to no contract, and which is nearest', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/invoices.csv', 'number,name,total\n1,A,2\n')
    expect(await complaintOf(folder.survey(deals, teams))).toContain(
      "crm/invoices.csv belongs to no contract: nearest is raw_crm__teams, but the header 'id' is missing",
    )
  })

  test.each<[string, Uint8Array, string]>([
    [
      'UTF-8 whose last character is cut',
      Buffer.from(`${header}1,A,1,\n2,Ä`).subarray(0, -1),
      'near line 3: the file is UTF-8 text with wrong bytes in it',
    ],
    [
      'UTF-8 with a wrong byte',
      Buffer.concat([
        Buffer.from(`${header}1,Ä,1,\n2,Ö`),
        Buffer.from([0xff]),
        Buffer.from(',1,\n'),
      ]),
      'near line 3: the file is UTF-8 text with wrong bytes in it',
    ],
    [
      'text with a NUL byte',
      Buffer.from(`${header}1,A,1,\n2,B\0,1,\n`),
      'near line 3: the file has a NUL byte',
    ],
    ['a PDF', Buffer.from('%PDF-1.7'), 'is a PDF: export it as CSV, or take it away.'],
    [
      'an old workbook',
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      'is an old Excel workbook (.xls): export it as CSV',
    ],
    ['a zip that breaks off', Buffer.from('PK\x03\x04 and no more'), 'cannot be unpacked'],
  ])('that a file is %s', async (_, content, sentence) => {
    const folder = new ExportsFolder()
    folder.write('crm/deals.csv', content)
    expect(await complaintOf(folder.survey(deals))).toContain(sentence)
  })

  test('that a snapshot has no date', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/memberships_2024.csv', 'owner_id,team\n')
    expect(await complaintOf(folder.survey(memberships))).toContain(
      'its name must end on its date, as in memberships_2024-03-31.csv',
    )
  })

  test('that there is no folder, and that it has no exports', async () => {
    const folder = new ExportsFolder()
    expect(await complaintOf(folder.survey(deals))).toContain('has no data file of a known system')
    rmSync(folder.exports, { recursive: true })
    expect(await complaintOf(folder.survey(deals))).toBe(
      `There is no exports folder ${folder.exports}: create it, or name another one with --exports.`,
    )
  })
})

test('all files that cannot be read are named at once', async () => {
  const folder = new ExportsFolder()
  folder.write('crm/a.csv', '')
  folder.write('crm/b.csv', 'x,y\n')
  folder.write('crm/c.xls', 'PK')
  folder.write('crm/deals.csv', header)
  const complaint = await complaintOf(folder.survey(deals))
  for (const file of ['crm/a.csv', 'crm/b.csv', 'crm/c.xls']) expect(complaint).toContain(file)
})

test('a link to nothing and a folder in the place of a file are named', async () => {
  const folder = new ExportsFolder()
  folder.write('crm/deals.csv', header)
  symlinkSync('nowhere.csv', join(folder.exports, 'crm', 'teams.csv'))
  mkdirSync(join(folder.exports, 'crm', 'members.csv'))
  const complaint = await complaintOf(folder.survey(deals))
  expect(complaint).toContain('crm/teams.csv is a link to a file that is not there')
  expect(complaint).toContain('crm/members.csv is a folder without a data file')
})

test('a character that two pieces of a large file share is no wrong one', async () => {
  const folder = new ExportsFolder()
  // The bytes of ä stand on both sides of the first mebibyte.
  const row = `1,${'x'.repeat(2 ** 20 - 'id,name\n1,'.length - 1)}ä\n`
  folder.write('crm/teams.csv', `id,name\n${row}2,B\n`)
  expect((await folder.load(teams)).rows).toBe(2)
})

test('folders of other systems and files without data are ignored, and named', async () => {
  const folder = new ExportsFolder()
  folder.write('crm/deals.csv', header)
  folder.write('crm/README.md', 'Notes')
  folder.write('crm/.DS_Store', '')
  folder.write('erp/orders.csv', '')
  folder.write('notes.csv', '')
  expect((await folder.survey(deals)).ignored).toEqual([
    'crm/README.md is ignored: it is no data file.',
    'erp is ignored: it is no folder of a known system (crm/).',
    'notes.csv is ignored: it is no folder of a known system (crm/).',
  ])
})

test('a column that the contract does not read is named', async () => {
  const folder = new ExportsFolder()
  folder.write('crm/deals.csv', 'Record ID,Deal Name,Amount,Last Modified Date,Shoe size\n')
  expect((await folder.load(deals)).warnings).toEqual([
    "crm/deals.csv: raw_crm__deals does not read 'Shoe size', and finds no is_won, created_at.",
  ])
})

describe('an optional column is taken for renamed', () => {
  const header = 'Record ID,Deal Name,Amount,Last Modified Date'

  test('where an unknown header is spelled nearly as its own', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/deals.csv', `${header},Is-Wonn,Shoe size\n`)
    await expect(folder.survey(deals)).rejects.toThrow(
      "crm/deals.csv lacks 'Is Won', for which 'Is-Wonn' may stand, and has 'Is-Wonn', 'Shoe size', which raw_crm__deals does not know: export it under the old header, or name the new one in the contract.",
    )
  })

  test('where another file has it beside the same headers', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/deals_2024.csv', `${header},is_won\n`)
    folder.write('crm/deals_2025.csv', `${header},Success\n`)
    await expect(folder.survey(deals)).rejects.toThrow(
      "crm/deals_2025.csv lacks 'is_won', which crm/deals_2024.csv has, and has 'Success', which raw_crm__deals does not know",
    )
  })

  test('but not where it is only left out, or the other file is of another layout', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/deals_2023.csv', `${header}\n`)
    folder.write('crm/deals_2024.csv', `${header},is_won\n`)
    folder.write('crm/deals_2025.csv', `${header},is_won,Shoe size\n`)
    expect((await folder.survey(deals)).exports[0]!.files).toHaveLength(3)
  })
})

describe('the fingerprint of an export', () => {
  const fingerprintOf = async (folder: ExportsFolder, table = deals) =>
    (await folder.survey(table)).exports[0]!.fingerprint

  test('is the same for the same files and contract, and comes back with them', async () => {
    const folder = new ExportsFolder()
    const path = folder.write('crm/deals.csv', `${header}1,A,1,\n`)
    const first = await fingerprintOf(folder)
    utimesSync(path, new Date(), new Date(Date.now() + 5000))
    expect(await fingerprintOf(folder)).toBe(first)
    writeFileSync(path, `${header}1,A,2,\n`)
    expect(await fingerprintOf(folder)).not.toBe(first)
    writeFileSync(path, `${header}1,A,1,\n`)
    expect(await fingerprintOf(folder)).toBe(first)
  })

  test('changes with the name of a file, a new file, and the contract', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/deals_2023.csv', 'deal_id,amount,modified_at\n1,1,\n')
    const fingerprints = [await fingerprintOf(folder, lenient(0) as never)]
    fingerprints.push(await fingerprintOf(folder, lenient(0.5) as never))
    folder.write('crm/deals_2024.csv', 'deal_id,amount,modified_at\n1,1,\n')
    fingerprints.push(await fingerprintOf(folder, lenient(0) as never))
    rmSync(join(folder.exports, 'crm/deals_2023.csv'))
    fingerprints.push(await fingerprintOf(folder, lenient(0) as never))
    const renamed = lenient(0)
    from(renamed.columns.amount, 'Betrag')
    fingerprints.push(await fingerprintOf(folder, renamed as never))
    expect(new Set(fingerprints).size).toBe(5)
  })
})

describe('a second survey', () => {
  test('does not read a file of the same size, time and inode', async () => {
    const folder = new ExportsFolder()
    const path = folder.write('crm/teams.csv', 'id,name\n1,A\n')
    const long = new Date('2024-01-01T00:00:00Z')
    utimesSync(path, long, long)
    const [first] = (await folder.survey(teams)).exports
    // Read, this content would give another fingerprint.
    writeFileSync(path, 'id,name\n1,B\n')
    utimesSync(path, long, long)
    expect((await folder.survey(teams)).exports[0]!.fingerprint).toBe(first!.fingerprint)
  })

  test('reads a file that had just been changed when it was read', async () => {
    const folder = new ExportsFolder()
    const path = folder.write('crm/teams.csv', 'id,name\n1,A\n')
    const { atime, mtime } = statSync(path)
    utimesSync(path, atime, mtime)
    const [first] = (await folder.survey(teams)).exports
    writeFileSync(path, 'id,name\n1,B\n')
    utimesSync(path, atime, mtime)
    expect((await folder.survey(teams)).exports[0]!.fingerprint).not.toBe(first!.fingerprint)
  })

  test('of another folder with the same file names reads that one', async () => {
    const [one, other] = [new ExportsFolder(), new ExportsFolder()]
    one.write('crm/teams.csv', 'id,name\n1,A\n')
    other.write('crm/teams.csv', 'id,name\n1,B\n')
    const survey = (exports: string) =>
      surveyExports({ exports, warehouse: one.warehouse, contracts: [teams] })
    const fingerprints = [
      (await survey(one.exports)).exports[0]!.fingerprint,
      (await survey(other.exports)).exports[0]!.fingerprint,
    ]
    expect(fingerprints[0]).not.toBe(fingerprints[1])
  })

  test('sees a contract that changed', async () => {
    const folder = new ExportsFolder()
    const path = folder.write('crm/teams.csv', 'id,name\n1,A\n')
    utimesSync(path, new Date(0), new Date(0))
    await folder.survey(teams)
    const other = defineExport({
      name: 'raw_crm__teams',
      description: 'Teams.',
      system: 'crm',
      object: 'teams',
      grain: ['id'],
      columns: { id: text('The id.'), label: text('The name.') },
    })
    expect(await complaintOf(folder.survey(other))).toContain("the header 'label'")
  })

  test('does not load DuckDB', async () => {
    const folder = new ExportsFolder()
    folder.write('crm/teams.csv', 'id,name\n1,A\n')
    const script = `
      const { surveyExports } = await import('./src/warehouse/load/index.ts')
      const { teams } = await import('./test/warehouse/load/contracts.ts')
      await surveyExports({ exports: process.argv[1], warehouse: process.argv[2], contracts: [teams] })
      const libraries = () => process.report.getReport().sharedObjects.join(' ')
      const before = libraries().includes('duckdb')
      await import('@duckdb/node-api')
      console.log(before, libraries().includes('duckdb'))`
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      script,
      folder.exports,
      folder.warehouse,
    ])
    expect(stdout.trim()).toBe('false true')
  })
})
