/** `revops quarantine`, as a user runs it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { warehouseFolders } from '../warehouse/company.ts'
import { dealHeader, deals } from '../warehouse/fates.ts'
import { endAll, revops } from './revops.ts'

afterAll(endAll)

test('shows the refused rows, counts them by rule, and says of none that there is none', async () => {
  const { build, exports, warehouse } = warehouseFolders()
  const none = await revops(['quarantine', '--warehouse', warehouse])
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('Nothing is published in')])
  mkdirSync(join(exports, 'crm'))
  writeFileSync(join(exports, 'crm/deals.csv'), `${dealHeader}d1,10,\nd2,much,\nd3,3,\nd4,more,\n`)
  await build([deals])
  const shown = await revops(['quarantine', '--warehouse', warehouse, '--limit', '1'])
  expect(shown.code).toBe(0)
  expect(shown.stdout).toMatch(/crm\/deals\.csv +3 +Amount +much +is not a number/)
  expect(shown.stdout).toContain('… and 1 more reason; --limit shows more.')
  expect(shown.stdout).toMatch(/crm deals +is not a number.* 2\n/)
  const json = await revops([
    'quarantine',
    '--warehouse',
    warehouse,
    '--object',
    'people',
    '--json',
  ])
  expect(JSON.parse(json.stdout)).toMatchObject({ rows: 0, rules: [], findings: [] })
  const status = await revops(['status', '--warehouse', warehouse])
  expect(status.stdout).toContain('refused     2 rows; `revops quarantine` shows them')
})
