/** GA4’s events as BigQuery exports them: nested, one JSON object a line. */
import { expect, test } from 'vitest'
import { Adapter } from './adapter_build.ts'

const parameter = (key: string, value: object) => ({ key, value })
const event = (name: string, second: number, source?: string) => ({
  event_date: '20240105',
  event_timestamp: String((1_704_448_800 + second) * 1_000_000),
  event_name: name,
  event_params: [
    parameter('ga_session_id', { string_value: null, int_value: '1704448800' }),
    ...(source ? [parameter('source', { string_value: source })] : []),
  ],
  event_previous_timestamp: null,
  event_bundle_sequence_id: String(second),
  user_id: null,
  user_pseudo_id: '1234.5678',
  user_properties: [],
  device: { category: 'desktop' },
  geo: { country: 'Germany' },
  traffic_source: { name: null, medium: 'organic', source: 'google' },
  platform: 'WEB',
})

test('become sessions', async () => {
  const adapter = new Adapter('ga4')
  const events = [event('session_start', 0), event('page_view', 1, 'bing'), event('form_submit', 9)]
  adapter.write(
    'ga4/events_20240105.json',
    events.map((one) => `${JSON.stringify(one)}\n`).join(''),
  )
  const report = await adapter.build()
  expect(report.files).toMatchObject([{ read: 3, accepted: 3 }])
  expect(
    await adapter.rows(
      report,
      `select touchpoint_id, traffic_source, is_hand_raise, page_view_count::integer as pages,
         occurred_at::varchar as occurred_at from stg_ga4__touchpoints`,
    ),
  ).toEqual([
    {
      touchpoint_id: 'ga4:1234.5678/1704448800',
      traffic_source: 'bing',
      is_hand_raise: true,
      pages: 1,
      occurred_at: '2024-01-05 10:00:00',
    },
  ])
})
