/** GA4’s events as sessions and visitors. */
import { beforeEach, describe, expect, test } from 'vitest'
import { createEmpty, given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import { rawGa4BigqueryEvents, rawGa4Events } from '../../../../transforms/sources/ga4.ts'
import { stgGa4Events } from '../../../../transforms/staging/ga4/stg_ga4__events.ts'
import { stgGa4People } from '../../../../transforms/staging/ga4/stg_ga4__people.ts'
import { stgGa4Touchpoints } from '../../../../transforms/staging/ga4/stg_ga4__touchpoints.ts'
import { make, openMemory } from '../../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  await createEmpty(db, rawGa4Events)
  await createEmpty(db, rawGa4BigqueryEvents)
  return () => db.destroy()
})

const at = (time: string) => new Date(`2024-01-05T${time}:00Z`)
let ids = 0
const event = (name: string, time: string) => ({
  _fivetran_id: String(ids++),
  date: '2024-01-05',
  timestamp: at(time),
  name,
  user_pseudo_id: 'v1',
  param_ga_session_id: '100',
})
const sessions = async () =>
  (await rowsOf(db, stgGa4Touchpoints)).sort((one, other) =>
    one.touchpoint_id < other.touchpoint_id ? -1 : 1,
  )

describe('a session', () => {
  test('is one touchpoint, with the first source that its events name', async () => {
    await given(db, rawGa4Events, [
      { ...event('session_start', '10:00'), param_page_location: 'https://acme.example/pricing' },
      {
        ...event('page_view', '10:01'),
        param_source: 'linkedin',
        param_medium: 'cpc',
        param_campaign: 'Launch',
      },
      { ...event('page_view', '10:05'), param_source: 'google', param_medium: 'organic' },
      event('generate_lead', '10:06'),
    ])
    await make(db, [stgGa4Events])
    expect(await sessions()).toEqual([
      {
        touchpoint_id: 'ga4:v1/100',
        source_system: 'ga4',
        source_instance: '',
        person_id: 'ga4:v1',
        touchpoint_type: 'session',
        traffic_source: 'linkedin',
        traffic_medium: 'cpc',
        campaign_name: 'Launch',
        landing_page: 'https://acme.example/pricing',
        is_hand_raise: true,
        occurred_at: at('10:00'),
        page_view_count: 2,
      },
    ])
  })

  test('takes the source that first brought the visitor only if it is the first session', async () => {
    const first = { traffic_source_source: 'newsletter', traffic_source_medium: 'email' }
    await given(db, rawGa4Events, [
      { ...event('page_view', '10:00'), ...first, param_ga_session_number: 1 },
      {
        ...event('page_view', '11:00'),
        ...first,
        param_ga_session_id: '200',
        param_ga_session_number: 2,
      },
      {
        ...event('page_view', '12:00'),
        ...first,
        param_ga_session_id: '300',
        param_gclid: 'abc',
        param_ga_session_number: 3,
      },
    ])
    await make(db, [stgGa4Events])
    expect((await sessions()).map((row) => [row.traffic_source, row.traffic_medium])).toEqual([
      ['newsletter', 'email'],
      ['(direct)', '(none)'],
      ['google', 'cpc'],
    ])
  })

  test('is the visitor’s day where events name none, and nothing where they name no visitor', async () => {
    await given(db, rawGa4Events, [
      { ...event('page_view', '10:00'), param_ga_session_id: null },
      { ...event('page_view', '10:00'), user_pseudo_id: null },
    ])
    await make(db, [stgGa4Events])
    expect((await sessions()).map((row) => row.touchpoint_id)).toEqual(['ga4:v1/2024-01-05'])
  })

  test('is the same from BigQuery', async () => {
    await given(db, rawGa4BigqueryEvents, [
      {
        event_date: '2024-01-05',
        event_timestamp: at('10:00'),
        event_name: 'page_view',
        user_pseudo_id: 'v1',
        traffic_source: '{"source":"newsletter","medium":"email","name":"March"}',
        event_params: JSON.stringify([
          { key: 'ga_session_id', value: { int_value: '100' } },
          { key: 'ga_session_number', value: { int_value: '1' } },
          { key: 'page_location', value: { string_value: 'https://acme.example/' } },
        ]),
      },
    ])
    await make(db, [stgGa4Events])
    expect(await sessions()).toMatchObject([
      {
        touchpoint_id: 'ga4:v1/100',
        traffic_source: 'newsletter',
        traffic_medium: 'email',
        campaign_name: 'March',
        landing_page: 'https://acme.example/',
        page_view_count: 1,
      },
    ])
  })
})

describe('a visitor', () => {
  test.each([
    ['123', 'hubspot:123', null],
    ['00Q5g00000AbCdE', 'salesforce:00Q5g00000AbCdEEAV', null],
    ['hubspot.emea:7', 'hubspot.emea:7', null],
    ['Ida@nordwind.example', null, 'ida@nordwind.example'],
    ['5f4dcc3b5aa765d61d8327deb882cf99', null, null],
  ])('of the user %s is linked to %s, with the address %s', async (user, linked, email) => {
    await given(db, rawGa4Events, [{ ...event('login', '10:00'), user_id: user }])
    await make(db, [stgGa4Events])
    expect(await rowsOf(db, stgGa4People)).toMatchObject([
      { person_id: 'ga4:v1', record_type: 'visitor', linked_person_ids: linked, email },
    ])
  })

  test('whom the site took for two users is linked to neither', async () => {
    await given(db, rawGa4Events, [
      { ...event('login', '10:00'), user_id: '1' },
      { ...event('login', '11:00'), user_id: '2' },
      { ...event('page_view', '09:00') },
    ])
    await make(db, [stgGa4Events])
    expect(await rowsOf(db, stgGa4People)).toMatchObject([
      { linked_person_ids: null, created_at: at('09:00') },
    ])
  })
})
