import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { Findings } from '../../src/errors.ts'
import { openSemantic } from '../../src/semantic/compile.ts'
import type { Manifest } from '../../src/warehouse/manifest.ts'
import { model, newFolder, tables, writeBuild } from './warehouses.ts'

let warehouse: string
let candidate: Manifest
beforeAll(async () => {
  warehouse = newFolder()
  candidate = await writeBuild(warehouse, 'candidate')
})

/** Checks the model with one change in it, against a build that is not published. */
async function check(file?: string, from = '', to = '', manifest = candidate) {
  const folder = newFolder()
  cpSync(model, folder, { recursive: true })
  if (file !== undefined) {
    const text = readFileSync(join(folder, file), 'utf8')
    expect(text).toContain(from)
    writeFileSync(join(folder, file), text.replaceAll(from, to))
  }
  const semantic = await openSemantic({ warehouse, manifest, model: folder })
  try {
    return await semantic.checkModel().catch((error: unknown) => error)
  } finally {
    await semantic.close()
  }
}

const finds = async (sentence: string, ...change: Parameters<typeof check>) => {
  const error = await check(...change)
  expect(error).toBeInstanceOf(Findings)
  expect((error as Findings).message).toContain(sentence)
  return (error as Findings).findings
}

test('a model that fits its tables passes', async () => {
  expect(await check()).toBeUndefined()
})

test('a column that is not there is named once, with file, member and column', async () => {
  const findings = await finds(
    'cubes/deals.yml: deals.won_amount (pipeline.won_amount, and 1 more of the views) names the column amountt, which is not there.',
    'cubes/deals.yml',
    'sql: amount',
    'sql: amountt',
  )
  expect(findings).toHaveLength(1)
})

test('a table that the build does not have is named', async () => {
  const { fct_costs: _, ...others } = tables()
  await finds(
    'cubes/costs.yml: costs.date (spending.date, and 1 more of the views) reads the table fct_costs, which is not there.',
    undefined,
    '',
    '',
    await writeBuild(warehouse, 'without_costs', others),
  )
})

test('SQL that does not bind is told as DuckDB tells it', async () => {
  await finds(
    'does not bind: Catalog Error: Scalar Function with name nope does not exist!',
    'cubes/deals.yml',
    'sql: segment',
    'sql: nope(segment)',
  )
})

test('a view without an access policy is refused, since everybody could read it', async () => {
  const costs = readFileSync(join(model, 'views/costs.yml'), 'utf8')
  const policy = costs.slice(costs.indexOf('    access_policy:'))
  await finds('the view spending has no access_policy', 'views/costs.yml', policy, '')
})

test('a measure without a class, or with dimensions that its view lacks, is refused', async () => {
  const at = 'class: additive, dimensions: []'
  await finds('the meta of spending.cost', 'cubes/costs.yml', at, 'dimensions: []')
  await finds(
    'views/costs.yml: spending.cost allows team, which its view does not have.',
    'cubes/costs.yml',
    at,
    'class: additive, dimensions: [team]',
  )
})

test('a view without a date is refused', async () => {
  await finds(
    'has no time dimension `date`',
    'views/costs.yml',
    'includes: [date, cost]',
    'includes: [cost]',
  )
})

test('a model that does not compile says where', async () => {
  await finds(
    'views/balances.yml:17: ownr is neither a member nor a cube of the model.',
    'views/balances.yml',
    'member: owner',
    'member: ownr',
  )
  await finds('cubes/costs.yml:', 'cubes/costs.yml', '    dimensions:', '   dimensions:')
  await finds(
    "Member 'costs' is included in 'spending' but not defined in any cube",
    'views/costs.yml',
    'includes: [date, cost]',
    'includes: [date, costs]',
  )
})
