/** Fields of a company's own become dimensions of the views. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Settings } from '../../src/config.ts'
import { openSemantic } from '../../src/semantic/compile.ts'
import { withCustomDimensions } from '../../src/semantic/custom_dimensions.ts'
import { readModelFiles } from '../../src/semantic/model_files.ts'
import { newFolder, model as plainModel, tables, writeBuild } from './warehouses.ts'

const field = (title: string, type: 'text' | 'number' | 'flag' | 'day') => ({
  title,
  type,
  from: { hubspot: title },
})
const fields = (opportunities: Settings['customFields']['opportunities']) => ({
  accounts: {},
  people: {},
  opportunities,
})
const declared = fields({
  contract_length: field('Contract length', 'number'),
  region_code: field('Region code', 'text'),
})

let model: string
beforeAll(() => {
  model = newFolder()
  cpSync(plainModel, model, { recursive: true })
  const edit = (file: string, from: string, to: string) => {
    const text = readFileSync(join(model, file), 'utf8')
    expect(text).toContain(from)
    writeFileSync(join(model, file), text.replace(from, to))
  }
  edit(
    'cubes/deals.yml',
    '    public: false\n    dimensions:\n',
    '    public: false\n    meta: { custom_fields: opportunities }\n    dimensions:\n      - { name: opportunity_name, sql: account_id, type: string }\n',
  )
  edit(
    'cubes/deals.yml',
    'dimensions: [owner, segment, won_only]',
    'dimensions: [owner, segment, won_only, opportunity_name]',
  )
  edit(
    'views/deals.yml',
    '          - fiscal_year\n',
    '          - fiscal_year\n          - opportunity_name\n',
  )
})

const withFields = () => ({
  ...tables(),
  fct_deals: `select *, case account_id
      when 'a1' then map {'contract_length': '12', 'region_code': 'N'}
      when 'a2' then map {'contract_length': 'long', 'region_code': 'N'}
      else null end as custom_fields
    from (${tables()['fct_deals']})`,
})

test('a declared field slices what its object slices, under its type', async () => {
  const warehouse = newFolder()
  const manifest = await writeBuild(warehouse, 'b1', withFields())
  const semantic = await openSemantic({ warehouse, model, manifest, customFields: declared })
  try {
    const { rows, annotation } = await semantic.load(
      {
        measures: ['pipeline.deal_count'],
        dimensions: ['pipeline.region_code', 'pipeline.contract_length'],
        order: [['pipeline.contract_length', 'asc']],
      },
      { role: 'admin' },
    )
    const shown = rows.map((row) => [
      row['pipeline.region_code'],
      row['pipeline.contract_length'],
      row['pipeline.deal_count'],
    ])
    // What is no number is missing, not 0.
    expect(shown).toHaveLength(3)
    expect(shown).toContainEqual(['N', '12', '1'])
    expect(shown).toContainEqual(['N', null, '1'])
    expect(shown).toContainEqual([null, null, '2'])
    expect(annotation['pipeline.contract_length']).toMatchObject({ type: 'number' })
    await expect(
      semantic.load(
        { measures: ['pipeline.win_rate'], dimensions: ['pipeline.region_code'] },
        { role: 'admin' },
      ),
    ).rejects.toThrow(/win_rate/)
  } finally {
    await semantic.close()
  }
})

describe('a field', () => {
  test('may not have the name of a member', () => {
    expect(() =>
      withCustomDimensions(readModelFiles(model), fields({ team: field('Team', 'text') })),
    ).toThrow('customFields: deals has a member team already; give the field another name.')
  })

  test('of an object that no cube keeps changes nothing', () => {
    const custom = { ...fields({}), people: { shoe_size: field('Shoe size', 'number') } }
    const files = withCustomDimensions(readModelFiles(model), custom)
    expect(files.map(({ content }) => content).join('')).not.toContain('shoe_size')
  })
})
