/** The worked case of pipeline.groups.md: groups of companies and partners, through the real transforms and model. */
import { describe, expect, test } from 'vitest'
import type { Crm, Deal } from '../transforms/crm_inputs.ts'
import { company } from './pipeline_company.ts'

const won = (of: string, amount: string, partner?: string): Deal => ({
  id: `deal ${of}`,
  company: of,
  created: '2024-01-10',
  stages: { '2024-01-10': 'qualified', '2024-02-10': 'won' },
  closeDates: { '2024-01-10': '2024-02-10' },
  amounts: { '2024-01-10': amount },
  amount,
  ...(partner === undefined ? {} : { partner }),
})
const crm: Crm = {
  companies: [
    { id: '1', name: 'Berg Holding' },
    { id: '2', name: 'Berg Bau', parent: '1' },
    { id: '3', name: 'Berg Dach', parent: '2' },
    { id: '4', name: 'Tal' },
  ],
  deals: [
    won('1', '10000'),
    won('2', '20000', 'meridian'),
    won('3', '30000', 'gone'),
    won('4', '40000', 'meridian'),
  ],
}

describe('what was won', () => {
  const { one } = company(crm)

  test('of a group is that of all its companies, and of no other', async () => {
    expect(await one('won_amount', { by: ['ultimate_parent'] })).toMatchObject({
      'Berg Holding': 60_000,
      Tal: 40_000,
    })
    expect(
      await one('won_amount', { by: ['account_name'], where: { ultimate_parent: 'Berg Holding' } }),
    ).toEqual({ 'Berg Holding': 10_000, 'Berg Bau': 20_000, 'Berg Dach': 30_000 })
  })

  test('by partner adds up to all, with what nobody brought and an unknown partner did', async () => {
    expect(await one('won_amount', { by: ['partner'] })).toEqual({
      Meridian: 60_000,
      Unknown: 30_000,
      'Not allocated': 10_000,
    })
    expect(await one('won_amount')).toEqual({ '': 100_000 })
  })

  test('of a group by a partner is what both are of', async () => {
    expect(
      await one('won_amount', { by: ['partner'], where: { ultimate_parent: 'Berg Holding' } }),
    ).toEqual({ Meridian: 20_000, Unknown: 30_000, 'Not allocated': 10_000 })
  })
})

const waterfall = company(crm, 'pipeline_waterfall')

test.each([
  ['partner', 'Meridian'],
  ['ultimate_parent', 'Berg Holding'],
])('the waterfall of a %s starts with what it wins', async (dimension, of) => {
  expect(
    await waterfall.ask(['pipeline_start', 'pipeline_won', 'pipeline_end'], {
      grain: 'month',
      from: '2024-02-01',
      to: '2024-02-29',
      where: { [dimension]: of, period_type: 'month' },
    }),
  ).toEqual({ '2024-02-01': { pipeline_start: 60_000, pipeline_won: 60_000, pipeline_end: 0 } })
})
