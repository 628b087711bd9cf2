/** HubSpot's files as the connector, the UI and the API write them: each finds its contract, and no row is lost. */
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'
import type { AnyTable } from '../../src/table.ts'
import * as hubspot from '../../transforms/sources/hubspot.ts'
import { ExportsFolder } from '../warehouse/load/folder.ts'

const contracts: readonly AnyTable[] = Object.values(hubspot)
const data = join(projectRoot, '../shared/data')

describe.skipIf(!existsSync(data))('skipped where ../shared/data is absent', () => {
  test('every row of every file of the connector is accepted', { timeout: 300_000 }, async () => {
    const folder = new ExportsFolder()
    const from = join(data, 'fivetran_dbt_hubspot')
    const files = readdirSync(from).filter((file) => file.endsWith('.csv'))
    for (const file of files)
      cpSync(join(from, file), join(folder.exports, 'hubspot', file), { recursive: true })
    const { exports } = await folder.survey(...contracts)
    const found = exports.filter(({ files }) => files.length > 0)
    // Each file is of a contract of its own.
    expect(found.flatMap(({ files }) => files).length).toBe(files.length)
    expect(found.map(({ files }) => files.length)).toEqual(found.map(() => 1))
    let rows = 0
    for (const surveyed of found) {
      const { files: accounts } = await folder.loadSurveyed(surveyed)
      for (const { file, read, ...fate } of accounts) {
        expect({ file, ...fate }).toMatchObject({
          file,
          accepted: read,
          quarantined: 0,
          superseded: 0,
        })
        rows += read
      }
    }
    expect(rows).toBe(2171)
  })

  test('the native header lists find their contracts under any file name', async () => {
    const { default: lists } = await import(join(data, 'export_headers.json'), {
      with: { type: 'json' },
    })
    const found: [string, string | undefined][] = []
    for (const { system, file, columns } of lists as Record<string, string & string[]>[]) {
      if (system !== 'HubSpot') continue
      const folder = new ExportsFolder()
      const header = (columns as string[]).map((name) => `"${name.replaceAll('"', '""')}"`)
      folder.write('hubspot/hubspot-crm-exports-all-2024-03-31.csv', `${header.join(',')}\n`)
      const surveyed = await folder.survey(...contracts).catch(() => undefined)
      found.push([file!, surveyed?.exports.find(({ files }) => files.length > 0)?.table.name])
    }
    expect(found.map(([, contract]) => contract)).toEqual([
      'raw_hubspot__contacts',
      'raw_hubspot__deals',
      'raw_hubspot__deals',
      'raw_hubspot__companies',
      'raw_hubspot__deals',
      // Stages within pipelines: the API's nested answer is no table.
      undefined,
    ])
  })
})

describe('an export of deals', () => {
  const load = async (content: string) => {
    const folder = new ExportsFolder()
    folder.write('hubspot/hubspot-crm-exports-alle-deals-2024-03-31.csv', content)
    const { exports } = await folder.survey(...contracts)
    return folder.loadSurveyed(exports.find(({ files }) => files.length > 0)!)
  }

  test('in German is read by its labels, with points in days and commas in amounts', async () => {
    const { table } = await load(
      `Datensatz-ID;Deal-Name;Pipeline;Deal-Phase;Betrag;Währung;Erstellungsdatum;Abschlussdatum;Zuständiger Mitarbeiter für Deal
1;Muster AG;Vertrieb;Angebot;"12.500,50";EUR;05.01.2024 09:30;31.03.2024 00:00;Anna Berg`,
    )
    expect(table).toMatchObject([
      {
        record_id: '1',
        deal_stage: 'Angebot',
        amount: '12500.50',
        create_date: new Date('2024-01-05T09:30Z'),
        deal_owner: 'Anna Berg',
      },
    ])
  })

  test('in French is read by its labels', async () => {
    const { table } = await load(
      `Record ID,Nom de la transaction,Pipeline,Phase de la transaction,Montant,Date de création,Date de fermeture,Propriétaire de la transaction
1,Exemple SA,Ventes,Devis,1200.00,2024-01-05 09:30,2024-03-31 00:00,Anna Berg`,
    )
    expect(table).toMatchObject([
      { deal_name: 'Exemple SA', amount: '1200.00', deal_stage: 'Devis' },
    ])
  })

  test('reads the columns of stage entry as instants of the portal, whatever their quotes', async () => {
    const folder = new ExportsFolder()
    folder.write('hubspot/manifest.json', '{ "time_zone": "America/New_York" }')
    folder.write(
      'hubspot/deals.csv',
      `Record ID,Deal Name,Pipeline,Deal Stage,Amount,Create Date,Close Date,"Date entered ""Demo (Sales)""",Date entered “Won (Sales)”,Date entered “Lost (Sales)”
1,a,Sales,Won,10,1/25/2024 9:30 AM,3/31/2024 12:00 AM,2/1/2024 10:00 AM,7/6/2024 3:15 PM,`,
    )
    const { exports } = await folder.survey(...contracts)
    const { table } = await folder.loadSurveyed(exports.find(({ files }) => files.length > 0)!)
    // Five hours behind UTC in winter, four in summer.
    expect(table[0]).toMatchObject({
      create_date: new Date('2024-01-25T14:30Z'),
      stages_entered: [
        { key: 'Date entered "Demo (Sales)"', value: new Date('2024-02-01T15:00Z') },
        { key: 'Date entered “Won (Sales)”', value: new Date('2024-07-06T19:15Z') },
      ],
    })
  })
})
