/** The worked cases of leads in view `attribution` (attribution.leads.md), through the real transforms and model. */
import { describe, expect, test } from 'vitest'
import { company } from './attribution_company.ts'

const people = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `Company ${name}`]))

describe('how each model shares a lead', () => {
  const { ask, one, load } = company({
    deals: [],
    colleagues: people(
      ...['three', 'one', 'two', 'nobody', 'again', 'session', 'form', 'tie', 'paid', 'early'],
    ),
    visits: {
      three: [
        ['2024-02-01', 'first'],
        ['2024-02-08', 'x'],
        ['2024-02-15', 'last'],
        ['2024-02-16', 'late'],
      ],
      one: [['2024-02-01', 'first']],
      two: [
        ['2024-02-01', 'Paid Search', { campaign: 'Brand' }],
        ['2024-02-02', 'last'],
      ],
      again: [
        ['2024-02-01', 'a'],
        ['2024-02-10', 'b'],
      ],
      session: [
        ['2024-02-01 10:00', 'Email'],
        ['2024-02-01 10:10', 'Unknown', { type: 'form' }],
      ],
      form: [['2024-02-01 10:00', 'Unknown', { type: 'form' }]],
      tie: [
        ['2024-02-01', 'Email'],
        ['2024-02-01', 'Paid Search'],
      ],
      paid: [['2024-02-01', 'Paid Search', { campaign: 'Brand' }]],
      early: [['2024-01-30', 'Paid Search', { campaign: 'Brand' }]],
    },
    leads: {
      three: '2024-02-15 00:01',
      one: '2024-02-01 00:01',
      two: '2024-02-02 00:01',
      nobody: '2024-02-01',
      again: [['2024-02-02'], ['2024-02-12'], ['2024-02-20', 'salesforce'], ['2024-03-01']],
      session: '2024-02-01 10:11',
      form: '2024-02-01 10:01',
      tie: '2024-02-01',
      paid: '2024-02-01 00:01',
      early: '2024-01-31',
    },
    countries: { three: 'DE' },
    answers: { three: 'a podcast' },
    spend: [['Brand', 'Paid Search', '2024-02-20', '90.00']],
  })
  /** The credits of a person’s leads in hundredths, by channel. */
  const credits = async (person: string, model: string, cycle?: string) =>
    Object.fromEntries(
      Object.entries(
        await one('attributed_leads', {
          by: ['channel'],
          where: { person_id: person, model, ...(cycle && { cycle_number: cycle }) },
        }),
      ).map(([channel, credit]) => [channel, Number((100 * credit!).toFixed(4))]),
    )

  test.each([
    ['first_touch', { first: 100 }],
    ['last_touch', { last: 100 }],
    ['lead_creation', { last: 100 }],
    ['linear', { first: 33.3333, x: 33.3333, last: 33.3333 }],
    ['u_shaped', { first: 40, x: 20, last: 40 }],
    ['position_based', { first: 40, x: 20, last: 40 }],
    ['w_shaped', { first: 45, x: 10, last: 45 }],
    ['full_path', { first: 45, x: 10, last: 45 }],
    ['time_decay', { first: 14.2857, x: 28.5714, last: 57.1429 }],
    ['shapley', { first: 33.3333, x: 33.3333, last: 33.3333 }],
  ])('%s', async (model, expected) => {
    expect(await credits('three', model)).toEqual(expected)
  })

  test.each([
    ['one', 'w_shaped', { first: 100 }],
    ['one', 'markov', { first: 100 }],
    ['two', 'w_shaped', { 'Paid Search': 50, last: 50 }],
    ['two', 'u_shaped', { 'Paid Search': 50, last: 50 }],
    ['two', 'full_path', { 'Paid Search': 50, last: 50 }],
    ['nobody', 'time_decay', { Unattributed: 100 }],
    ['session', 'linear', { Email: 100 }],
    ['form', 'linear', { Offline: 100 }],
    ['tie', 'first_touch', { 'Paid Search': 100 }],
    ['tie', 'last_touch', { Email: 100 }],
  ])('%s by %s', async (person, model, expected) => {
    expect(await credits(person, model)).toEqual(expected)
  })

  test.each([
    ['1', { a: 100 }],
    ['2', { b: 100 }],
    ['3', { a: 50, b: 50 }],
    ['4', { Unattributed: 100 }],
  ])('who becomes a lead again: time %s', async (cycle, expected) => {
    expect(await credits('again', 'linear', cycle)).toEqual(expected)
  })

  test('a form that made a lead has the campaign that the CRM names', async () => {
    const where = { person_id: 'form' }
    expect(await one('attributed_leads', { by: ['campaign'], where })).toEqual({ Fair: 1 })
  })

  test('by every model and month they are all leads, and neither pipeline nor revenue', async () => {
    const measures = ['attributed_leads', 'attributed_pipeline', 'attributed_revenue']
    const none = { attributed_pipeline: null, attributed_revenue: null }
    const byMonth = await ask(measures, { grain: 'month', by: ['model'] })
    expect(Object.keys(byMonth)).toHaveLength(33)
    for (const [key, of] of Object.entries(byMonth)) {
      const leads = { '2024-01-01': 1, '2024-02-01': 11, '2024-03-01': 1 }[key.slice(-10)]
      expect({ [key]: of }).toEqual({
        [key]: { ...none, attributed_leads: expect.closeTo(leads!, 8) },
      })
    }
    expect(await one('attributed_leads')).toEqual({ '': 13 })
  })

  test('what a lead costs by campaign, from the first month with spend on', async () => {
    const measures = ['attributed_leads', 'cost_per_attributed_lead']
    expect(await ask(measures, { by: ['campaign'] })).toMatchObject({
      Brand: { attributed_leads: 2.5, cost_per_attributed_lead: 60 },
      Fair: { attributed_leads: 1, cost_per_attributed_lead: null },
    })
  })

  test('a lead has the attributes of its day, and what the person said', async () => {
    const by = ['self_reported_source', 'owner', 'team', 'segment', 'source_system', 'lead_source']
    const where = { person_id: 'three', model: 'last_touch' }
    expect(await one('attributed_leads', { by: [...by, 'kind'], where })).toEqual({
      'a podcast | Ann | Sales | SMB | hubspot | Web | lead': 1,
    })
    expect(await one('attributed_leads', { by: ['country'] })).toMatchObject({ DE: 1, Finland: 12 })
    expect(await one('attributed_leads', { by: ['source_system'] })).toEqual({
      hubspot: 12,
      salesforce: 1,
      google_ads: null,
    })
  })

  test('leads without a touch can be left out', async () => {
    const { rows } = await load({
      measures: ['attribution.attributed_leads'],
      segments: ['attribution.with_touches'],
    })
    expect(rows.map((row) => Object.values(row).map(Number))).toEqual([[11]])
  })

  test('several models are never added up', async () => {
    const filters = [
      { member: 'attribution.model', operator: 'equals', values: ['linear', 'markov'] },
    ]
    for (const measure of ['attributed_leads', 'cost_per_attributed_lead'])
      await expect(load({ measures: [`attribution.${measure}`], filters })).rejects.toThrow(
        `attribution.${measure} is never added up over several values of model: group by it`,
      )
  })

  const leads = { measures: ['attribution.attributed_leads'] }

  test('a rep sees own leads, a manager those of the team', async () => {
    const rows = async (context: object) =>
      (await load(leads, context)).rows.map((row) => Object.values(row).map(Number))
    expect(await rows({ role: 'rep', user: 'Ann' })).toEqual([[13]])
    expect(await rows({ role: 'rep', user: 'Bob' })).toEqual([[0]])
    expect(await rows({ role: 'manager', team: 'Sales' })).toEqual([[13]])
    expect(await rows({ role: 'manager', team: 'North' })).toEqual([[0]])
  })

  test.each([
    ['executive', 'person_id'],
    ['executive', 'person_name'],
    ['analyst', 'person_name'],
  ])('%s are not told of %s', async (role, member) => {
    expect((await load(leads, { role })).rows).toHaveLength(1)
    await expect(
      load({ ...leads, dimensions: [`attribution.${member}`] }, { role }),
    ).rejects.toThrow()
  })

  test('who works with persons sees which they are', async () => {
    const filters = [{ member: 'attribution.kind', operator: 'equals', values: ['lead'] }]
    const query = { ...leads, dimensions: ['attribution.person_id'], filters }
    for (const context of [{ role: 'analyst' }, { role: 'rep', user: 'Ann' }])
      expect((await load(query, context)).rows).toHaveLength(10)
  })

  test('neither a rep nor a manager is told what a lead costs', async () => {
    const query = { measures: ['attribution.cost_per_attributed_lead'] }
    for (const context of [
      { role: 'rep', user: 'Ann' },
      { role: 'manager', team: 'Sales' },
    ])
      await expect(load(query, context)).rejects.toThrow()
  })
})

describe('channels', () => {
  const { one, channels, leadChannels } = company({
    deals: [],
    colleagues: people('both', 'email', 'social'),
    visits: {
      both: [
        ['2024-02-01', 'search'],
        ['2024-02-02', 'email'],
      ],
      email: [['2024-02-01', 'email']],
      social: [
        ['2024-02-01', 'social'],
        ['2024-02-02', 'search'],
      ],
    },
    leads: { both: '2024-02-03', email: '2024-02-03', social: '2024-02-03' },
  })

  test('removal effects, and the leads in proportion to them; opportunities have none of it', () => {
    const close = (value: number) => expect.closeTo(value, 12)
    expect(leadChannels()).toEqual([
      {
        channel: 'email',
        way_count: 2,
        lead_way_count: 2,
        removal_effect: close(2 / 3),
        markov_lead_count: close(1.2),
        shapley_lead_count: close(1.5),
      },
      {
        channel: 'search',
        way_count: 2,
        lead_way_count: 2,
        removal_effect: close(2 / 3),
        markov_lead_count: close(1.2),
        shapley_lead_count: close(1),
      },
      {
        channel: 'social',
        way_count: 1,
        lead_way_count: 1,
        removal_effect: close(1 / 3),
        markov_lead_count: close(0.6),
        shapley_lead_count: close(0.5),
      },
    ])
    expect(channels()).toEqual([])
  })

  test.each([
    ['markov', { search: 7 / 6, email: 1.5, social: 1 / 3 }],
    ['shapley', { search: 1, email: 1.5, social: 0.5 }],
  ])('%s within each lead', async (model, leads) => {
    const close = (value: number) => expect.closeTo(value, 8)
    expect(await one('attributed_leads', { by: ['channel'], where: { model } })).toEqual({
      search: close(leads.search),
      email: close(leads.email),
      social: close(leads.social),
    })
  })
})
