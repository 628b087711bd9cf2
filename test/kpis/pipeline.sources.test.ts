/** The worked case of sourced and influenced pipeline (pipeline.sources.md). */
import { expect, test } from 'vitest'
import { company } from './pipeline_company.ts'

const january = (day: string) => new Date(`2024-01-${day}Z`)
const touch = (
  deal: string,
  number: number,
  day: string,
  channel: string,
  { campaign = 'not_allocated', isBefore = true } = {},
) => ({
  opportunity_id: `hubspot:${deal}`,
  touchpoint_id: `${deal}/${number}`,
  campaign_id: campaign,
  channel,
  is_before_creation: isBefore,
  touch_number: number,
  occurred_at: january(day),
})

const { ask } = company(
  {
    asOf: '2024-06-30 12:00',
    deals: [
      { id: '1', created: '2024-01-20', amount: '100.00' },
      { id: '2', created: '2024-01-20', amount: '50.00' },
      { id: '3', created: '2024-01-20', amount: '30.00' },
      { id: '4', created: '2024-01-20', amount: '20.00' },
      { id: '5', created: '2024-01-20' },
    ],
  },
  'pipeline',
  {
    touches: [
      touch('1', 1, '02', 'Paid Search', { campaign: 'unknown' }),
      touch('1', 2, '03', 'Email'),
      touch('1', 3, '04', 'Email'),
      touch('2', 1, '10', 'Email'),
      touch('3', 1, '12', 'Direct'),
      touch('3', 2, '25', 'Email', { isBefore: false }),
      touch('4', 1, '26', 'Email', { isBefore: false }),
      touch('5', 1, '10', 'Email'),
    ],
    people: [{ opportunity_id: 'hubspot:2', person_id: 'Zoe' }],
    activities: [
      {
        activity_id: 'a',
        opportunity_id: 'hubspot:1',
        person_id: 'x',
        is_outreach: true,
        occurred_at: january('03'),
      },
      { activity_id: 'b', person_id: 'Zoe', is_outreach: true, occurred_at: january('09') },
      {
        activity_id: 'c',
        opportunity_id: 'hubspot:3',
        person_id: 'y',
        is_outreach: true,
        occurred_at: january('12'),
      },
      {
        activity_id: 'd',
        opportunity_id: 'hubspot:5',
        person_id: 'z',
        is_outreach: false,
        occurred_at: january('01'),
      },
    ],
  },
)
const measures = ['sourced_pipeline', 'influenced_pipeline']

test('is of opportunities that began with marketing, or that it had a part in', async () => {
  expect(await ask(measures, { grain: 'month' })).toMatchObject({
    '2024-01-01': { sourced_pipeline: 130, influenced_pipeline: 180 },
  })
})

test('by channel and campaign is that of the touches, and adds up', async () => {
  expect(await ask(measures, { by: ['channel'] })).toMatchObject({
    'Paid Search': { sourced_pipeline: 100, influenced_pipeline: 33.34 },
    Email: { sourced_pipeline: null, influenced_pipeline: 116.66 },
    Direct: { sourced_pipeline: 30, influenced_pipeline: 30 },
  })
  expect(await ask(measures, { by: ['campaign'] })).toMatchObject({
    Unknown: { sourced_pipeline: 100, influenced_pipeline: 33.34 },
  })
})
