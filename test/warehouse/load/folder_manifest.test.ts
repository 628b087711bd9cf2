/** What folders of exports say of their files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { folderManifests } from '../../../src/warehouse/load/folder_manifest.ts'
import { deals, teams } from './contracts.ts'

/** What holds for a file, of folders with these manifests. */
function manifestOf(file: string, manifests: Readonly<Record<string, unknown>> = {}) {
  const exports = mkdtempSync(join(tmpdir(), 'revops-manifests-'))
  onTestFinished(() => rmSync(exports, { recursive: true }))
  for (const [name, content] of Object.entries(manifests)) {
    const path = join(exports, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folderManifests(exports, [deals, teams])(file)
}

test.each([
  ['crm/deals.csv', ''],
  ['crm/emea/deals.csv', 'emea'],
  ['crm/EMEA Portal/2024/deals.csv', 'emea_portal'],
  ['crm/2024/emea/deals.csv', 'emea'],
  ['crm/2024/deals.csv', ''],
  ['crm/2024-01/deals.csv', ''],
  ['crm/2024/01/deals.csv', ''],
  ['crm/2024-Q1/deals.csv', ''],
  ['crm/deals/deals_1.csv', ''],
  ['crm/Team/teams.csv', ''],
  ['crm/deals.zip/deals_1.csv', ''],
])('%s is of the instance “%s”', (file, instance) => {
  expect(manifestOf(file)).toEqual({ instance, full: [] })
})

test('a nearer manifest is stronger, key by key', () => {
  expect(
    manifestOf('crm/emea/2024/deals.csv', {
      'manifest.json': { time_zone: 'Europe/Berlin', decimal: ',' },
      'crm/manifest.json': { instance: 'main', full: ['deals'], dates: 'dmy' },
      'crm/emea/manifest.json': { instance: 'Europe', decimal: '.' },
    }),
  ).toEqual({
    instance: 'europe',
    full: ['deals'],
    timeZone: 'Europe/Berlin',
    dates: 'dmy',
    decimal: '.',
  })
})

test('a folder below a named instance is still of that instance, and one beside it of its own', () => {
  const manifests = { 'crm/manifest.json': { instance: 'main' } }
  expect(manifestOf('crm/2024/deals.csv', manifests).instance).toBe('main')
  expect(manifestOf('crm/emea/deals.csv', manifests).instance).toBe('emea')
})

test.each([
  ['{ "full": tru', 'crm/manifest.json cannot be read: it is no JSON'],
  [
    { fulll: true },
    'crm/manifest.json says what it may not: fulll is no key of it; it knows instance, full,',
  ],
  [{ full: 'deals' }, 'full must be true or a list of objects.'],
  [{ full: ['deal', 'orders'] }, 'full names orders, and crm has no such object.'],
  [{ time_zone: 'Berlin' }, 'time_zone must be an IANA time zone, such as Europe/Berlin.'],
  [{ dates: 'ymd' }, 'dates must be "mdy" or "dmy".'],
  [{ decimal: ';' }, 'decimal must be "," or ".".'],
  [{ instance: 7 }, 'instance must be the name of a portal or an organisation.'],
])('what is no manifest is told with its file and key: %j', (content, message) => {
  expect(() => manifestOf('crm/deals.csv', { 'crm/manifest.json': content })).toThrow(message)
})
