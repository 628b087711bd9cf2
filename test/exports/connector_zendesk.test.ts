/** Zendesk as a connector lands it: what becomes of every row of the public sample of its tables. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'
import { sources } from '../../transforms/sources/index.ts'
import { ExportsFolder } from '../warehouse/load/folder.ts'

const data = join(projectRoot, '../shared/data/fivetran_dbt_zendesk')
const contracts = sources.filter(({ name }) => name.startsWith('raw_zendesk__'))

/** Rows that came again: of a tag that was copied twice, of a status that four rows tell alike. */
const superseded: Readonly<Record<string, number>> = {
  'zendesk/organization_tag_data.csv': 4,
  'zendesk/ticket_field_history_data.csv': 3,
  'zendesk/ticket_tag_data.csv': 3,
}

test.skipIf(!existsSync(data))(
  'every row of every table is accepted, but for those that came twice (skipped without ../shared/data)',
  { timeout: 120_000 },
  async () => {
    const folder = new ExportsFolder()
    const names = readdirSync(data).filter((name) => name.endsWith('.csv'))
    for (const name of names) folder.write(`zendesk/${name}`, readFileSync(join(data, name)))
    const { exports } = await folder.survey(...contracts)
    const accounts = []
    for (const surveyed of exports.filter(({ files }) => files.length > 0))
      accounts.push(...(await folder.loadSurveyed(surveyed)).files)

    expect(accounts.map(({ file }) => file).sort()).toEqual(
      names.map((name) => `zendesk/${name}`).sort(),
    )
    for (const { file, read, accepted, quarantined, superseded: again } of accounts) {
      expect({ file, quarantined, again }).toEqual({
        file,
        quarantined: 0,
        again: superseded[file] ?? 0,
      })
      expect({ file, read }).toEqual({ file, read: accepted + again })
    }
    expect(accounts.reduce((sum, { read }) => sum + read, 0)).toBe(239)
  },
)
