/** Touchpoints: which channel they came by, whose they are, and of which campaign. */
import { beforeEach, describe, expect, test } from 'vitest'
import { rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { channels } from '../../../transforms/conformed/channel_rules.ts'
import { dimChannels } from '../../../transforms/conformed/dim_channels.ts'
import { dimPeople } from '../../../transforms/conformed/dim_people.ts'
import { fctTouchpoints } from '../../../transforms/conformed/fct_touchpoints.ts'
import { mapChannels } from '../../../transforms/conformed/map_channels.ts'
import { make, openMemory } from '../chain.ts'
import { crmTables, givenCrm } from '../crm_inputs.ts'
import { type Funnel, givenFunnel } from '../funnel_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

const touchpoints = async (funnel: Funnel) => {
  await givenCrm(db, { companies: [{ id: 'acme' }] })
  await givenFunnel(db, funnel)
  await make(db, [...crmTables, dimPeople, mapChannels])
  return Map.groupBy(await rowsOf(db, fctTouchpoints), ({ touchpoint_id }) => touchpoint_id)
}

const traffic = [
  ['(direct)', '(none)', null, 'Direct'],
  ['(direct)', null, null, 'Direct'],
  ['google', 'cpc', 'DE | Cross-network | Brand', 'Cross-network'],
  ['amazon', 'cpc', null, 'Paid Shopping'],
  ['google', 'cpc', 'Shopping DE', 'Paid Shopping'],
  ['google', 'CPC', 'Workshop DE', 'Paid Search'],
  ['www.bing.com', 'ppc', null, 'Paid Search'],
  ['facebook', 'paid_social', null, 'Paid Social'],
  ['linkedin.com', 'cpm', null, 'Paid Social'],
  ['youtube', 'paid', null, 'Paid Video'],
  ['news.example', 'cpm', null, 'Paid Display'],
  ['news.example', 'banner', null, 'Paid Display'],
  ['news.example', 'retargeting', null, 'Paid Other'],
  ['idealo', 'referral', null, 'Organic Shopping'],
  ['l.facebook.com', 'referral', null, 'Organic Social'],
  ['agency', 'social-media', null, 'Organic Social'],
  ['vimeo.com', 'referral', null, 'Organic Video'],
  ['google', 'organic', '(organic)', 'Organic Search'],
  ['duckduckgo.com', 'referral', null, 'Organic Search'],
  ['newsletter', 'E-Mail', null, 'Email'],
  ['partner', 'affiliate', null, 'Affiliates'],
  ['softwarefinder.example', 'referral', null, 'Referral'],
  ['spotify', 'audio', null, 'Audio'],
  ['sms', null, null, 'SMS'],
  ['app', 'web push', null, 'Mobile Push Notifications'],
  ['fair', 'offline', null, 'Offline'],
  ['podcast', 'podcast', null, 'Other'],
  [null, null, null, 'Unknown'],
] as const

test('the channel is that of GA4’s default group, by the first rule that holds', async () => {
  const found = await touchpoints({
    touches: traffic.map(([source, medium, campaign], place) => ({
      id: String(place),
      of: 'ga4:nobody',
      at: '2024-01-05',
      ...(source ? { source } : {}),
      ...(medium ? { medium } : {}),
      ...(campaign ? { campaign } : {}),
    })),
  })
  const listed = await rowsOf(db, dimChannels)
  for (const [place, [source, medium, , channel]] of traffic.entries()) {
    const [touch] = found.get(String(place)) ?? []
    expect(touch?.channel, `${source} / ${medium}`).toBe(channel)
    expect(listed.map((row) => row.channel)).toContain(channel)
  }
  expect(listed).toHaveLength(channels.length)
})

describe('a touchpoint', () => {
  test('is of the person that the visitor is, and of that person’s account', async () => {
    const found = await touchpoints({
      records: [
        { key: 'hubspot:1', company: 'acme' },
        { key: 'ga4:1', type: 'visitor', person: 'hubspot:1' },
        { key: 'ga4:2', type: 'visitor' },
        { key: 'hubspot:9', isInternal: true },
      ],
      touches: [
        { id: 'known', of: 'ga4:1', at: '2024-01-05' },
        { id: 'anonymous', of: 'ga4:2', at: '2024-01-05' },
        { id: 'lost', of: 'hubspot:gone', at: '2024-01-05' },
        { id: 'ours', of: 'hubspot:9', at: '2024-01-05' },
      ],
    })
    expect([...found.keys()].sort()).toEqual(['anonymous', 'known', 'lost'])
    expect(found.get('known')).toMatchObject([
      { person_id: 'hubspot:1', account_id: 'hubspot:acme' },
    ])
    expect(found.get('anonymous')).toMatchObject([{ person_id: 'ga4:2', account_id: 'unknown' }])
    expect(found.get('lost')).toMatchObject([{ person_id: 'unknown', account_id: 'unknown' }])
  })

  test('is of the campaign of its name, of none by a name in parentheses, or of one unknown', async () => {
    const touch = (id: string, campaign: string) => ({
      id,
      of: 'ga4:1',
      at: '2024-01-05',
      campaign,
    })
    const found = await touchpoints({
      touches: [touch('brand', ' BRAND '), touch('none', '(not set)'), touch('other', 'Launch')],
    })
    expect(found.get('brand')).toMatchObject([
      { campaign_id: 'google_ads:Brand', channel: 'Paid Search' },
    ])
    expect(found.get('none')).toMatchObject([{ campaign_id: 'not_allocated' }])
    expect(found.get('other')).toMatchObject([{ campaign_id: 'unknown' }])
  })

  test('is a response to a campaign, with its channel, on the day of the response', async () => {
    const found = await touchpoints({
      records: [{ key: 'salesforce:1', type: 'lead' }],
      responses: [
        ['google_ads:Brand', 'salesforce:1', '2024-01-11'],
        ['google_ads:Brand', 'salesforce:gone', '2024-01-11'],
      ],
    })
    expect([...found.keys()]).toEqual(['google_ads:Brand/salesforce:1'])
    expect(found.get('google_ads:Brand/salesforce:1')).toMatchObject([
      {
        person_id: 'salesforce:1',
        touchpoint_type: 'campaign_response',
        campaign_id: 'google_ads:Brand',
        channel: 'Paid Search',
        occurred_date: '2024-01-11',
      },
    ])
  })
})
