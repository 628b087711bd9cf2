/** The reports of ad platforms as their interfaces download them: what they cost by campaign and day. */
import { describe, expect, test } from 'vitest'
import { complaintOf } from '../warehouse/load/folder.ts'
import { Adapter } from './adapter_build.ts'

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

const google = `Campaign report
"January 1, 2024 - January 31, 2024"
Campaign status,Campaign,Day,Currency code,Campaign type,Impr.,Clicks,CTR,Avg. CPC,Conversions,Cost
Enabled,Brand,2024-01-01,EUR,Search,"1,234",31,2.51%,1.55,2.00,"1,048.05"
Enabled,Brand,2024-01-02,EUR,Search, --,0, --, --,0.00,0
Paused,Display EU,2024-01-02,EUR,Display,90,1,1.11%,0.40,0.00,0.40
Total: Campaigns,,,,,"1,324",32,2.42%,1.53,2.00,"1,048.45"
Total: Account,,,,,"1,324",32,2.42%,1.53,2.00,"1,048.45"
`
const german = `Kampagnenbericht
01.01.2024 - 31.01.2024
Kampagnenstatus\tKampagne\tTag\tWährungscode\tKampagnentyp\tImpr.\tKlicks\tConversions\tKosten
Aktiviert\tMarke\t2024-01-13\tEUR\tSuchnetzwerk\t1.234\t31\t2,00\t1.048,05
Gesamt: Konto\t\t\t\t\t1.234\t31\t2,00\t1.048,05
`
const french = `Rapport sur les campagnes
1 janv. 2024 - 31 janv. 2024
Campagne;Jour;Code de devise;Type de campagne;Impr.;Clics;Conversions;Coût
Marque;2024-01-13;EUR;Réseau de Recherche;1\u00a0234;31;2,00;1\u202f048,05
Total : Compte;;;;1\u00a0234;31;2,00;1\u202f048,05
`
const linkedin = `"Campaign Performance Report (in UTC)"
"Report Start: January 1, 2024, 12:00 AM"
"Report End: January 31, 2024, 11:59 PM"

Start Date (in UTC),Account Name,Campaign Group Name,Campaign Name,Campaign ID,Currency,Total Spent,Impressions,Clicks,Clicks to Landing Page,Conversions,Total Conversion Value,Leads
1/2/2024,Acme,Core,CFO,4021,USD,120.50,4000,21,19,1,0.00,1
1/13/2024,Acme,Core,CFO,4021,USD,80.25,3000,11,9,0,0.00,0
Total,,,,,USD,200.75,7000,32,28,1,0.00,1
`
const meta = `\ufeffReporting starts,Reporting ends,Campaign name,Campaign ID,Day,Ad set name,Ad name,Amount spent (GBP),Impressions,Reach,Link clicks,Clicks (all),Results,Result indicator
2024-01-01,2024-01-31,,,,,,30.75,3000,2100,12,14,,
2024-01-01,2024-01-31,Launch,2385,2024-01-05,UK,Image,20.50,2000,1500,8,9,1,leads
2024-01-01,2024-01-31,Launch,2385,2024-01-05,UK,Video,10.25,1000,600,4,5,,
`
const microsoft = `"Report Name: Campaign report"
"Report Time: 1/1/2024,1/31/2024"
"Time Zone: (GMT+01:00) Berlin"
"Last Completed Available Day: 1/31/2024 11:00:00 PM (GMT)"
"Report Aggregation: Daily"
"Potential Incomplete Data: false"
"Rows: 1"

"TimePeriod","AccountId","CampaignId","CampaignName","CurrencyCode","Impressions","Clicks","Ctr","AverageCpc","Spend","Conversions","Revenue"
"2024-01-05","1501","3597","Brand","EUR","500","13","2.60%","0.50","6.50","1","0.00"

"©2024 Microsoft Corporation. All rights reserved. "
`

/** The campaign days that staging makes of one file. */
async function campaignDays(file: string, content: string | Uint8Array) {
  const system = file.split('/')[0]!
  const adapter = new Adapter(system)
  adapter.write(file, content)
  const report = await adapter.build()
  const rows = await adapter.rows(
    report,
    `select campaign_id, campaign_name, spend_date::varchar as day, currency_code,
       impression_count::integer as shown, click_count::integer as clicks, cost_local::varchar as cost
     from stg_${system}__ad_spend order by spend_date, campaign_id`,
  )
  return { files: report.files, rows: rows.map((row) => Object.values(row)) }
}

describe('a report by day', () => {
  test('of Google in English, with its preamble, totals, dashes and thousands', async () => {
    const { files, rows } = await campaignDays('google_ads/campaign_report_2024.csv', google)
    expect(files).toMatchObject([{ read: 3, accepted: 3 }])
    expect(rows).toEqual([
      ['google_ads:Brand', 'Brand', '2024-01-01', 'EUR', 1234, 31, '1048.05'],
      ['google_ads:Brand', 'Brand', '2024-01-02', 'EUR', null, 0, '0.00'],
      ['google_ads:Display EU', 'Display EU', '2024-01-02', 'EUR', 90, 1, '0.40'],
    ])
  })

  test.each([
    ['German, for Excel', utf16(german)],
    ['French', french],
  ])('of Google in %s', async (_, content) => {
    const { rows } = await campaignDays('google_ads/campaign_report.csv', content)
    expect(rows.map((row) => row.slice(2))).toEqual([['2024-01-13', 'EUR', 1234, 31, '1048.05']])
  })

  test('of LinkedIn', async () => {
    const { rows } = await campaignDays('linkedin_ads/account_7_campaigns.csv', linkedin)
    expect(rows).toEqual([
      ['linkedin_ads:4021', 'CFO', '2024-01-02', 'USD', 4000, 21, '120.50'],
      ['linkedin_ads:4021', 'CFO', '2024-01-13', 'USD', 3000, 11, '80.25'],
    ])
  })

  test('of Meta, by ad, with the currency in a header and the grand total first', async () => {
    const { files, rows } = await campaignDays('meta_ads/Untitled-report.csv', meta)
    expect(files).toMatchObject([{ read: 2, accepted: 2 }])
    expect(rows).toEqual([['meta_ads:2385', 'Launch', '2024-01-05', 'GBP', 3000, 12, '30.75']])
  })

  test('of Microsoft, with its preamble and footer', async () => {
    const { files, rows } = await campaignDays('microsoft_ads/campaigns.csv', microsoft)
    expect(files).toMatchObject([{ read: 1, accepted: 1 }])
    expect(rows).toEqual([['microsoft_ads:3597', 'Brand', '2024-01-05', 'EUR', 500, 13, '6.50']])
  })
})

describe('a report over a range is refused with the reason', () => {
  /** A report without the column of a header; a line of few cells is no row. */
  const withoutColumn = (report: string, header: string) => {
    const rows = report.split('\n').map((line) => line.split(','))
    const place = rows.map((cells) => cells.indexOf(header)).find((found) => found >= 0)!
    return rows
      .map((cells) => (cells.length > 5 ? cells.toSpliced(place, 1) : cells).join(','))
      .join('\n')
  }

  test.each([
    ['google_ads/campaign_report.csv', withoutColumn(google, 'Day')],
    ['linkedin_ads/campaigns.csv', withoutColumn(linkedin, 'Start Date (in UTC)')],
    ['meta_ads/Untitled-report.csv', withoutColumn(meta, 'Day')],
    ['microsoft_ads/campaigns.csv', withoutColumn(microsoft, '"TimePeriod"')],
  ])('%s', async (file, content) => {
    expect(await complaintOf(campaignDays(file, content))).toMatch(
      /cost over a range cannot be told by day: (export|download) /,
    )
  })
})

describe('cost that is told twice counts once', () => {
  test('a report split by network beside the report that is not', async () => {
    const adapter = new Adapter('google_ads')
    const header = 'Campaign,Day,Currency code,Cost'
    adapter.write('google_ads/campaign_report.csv', `${header}\nBrand,2024-01-01,EUR,10.00\n`)
    adapter.write(
      'google_ads/by_network.csv',
      `${header},Network (with search partners)\nBrand,2024-01-01,EUR,7.00,Search\nBrand,2024-01-01,EUR,3.00,Partners\nBrand,2024-01-02,EUR,4.00,Search\nBrand,2024-01-02,EUR,1.50,Partners\n`,
    )
    const report = await adapter.build()
    expect(
      await adapter.rows(
        report,
        'select spend_date::varchar as day, cost_local::varchar as cost from stg_google_ads__ad_spend order by day',
      ),
    ).toEqual([
      { day: '2024-01-01', cost: '10.00' },
      { day: '2024-01-02', cost: '5.50' },
    ])
  })

  test('the connector’s ads beside its campaigns, account by account', async () => {
    const adapter = new Adapter('google_ads')
    adapter.write(
      'google_ads/campaign_stats.csv',
      'customer_id,date,id,ad_network_type,device,clicks,impressions,cost_micros\n1,2024-01-01,77,SEARCH,MOBILE,1,10,1000000\n1,2024-01-01,77,SEARCH,DESKTOP,1,10,2000005\n',
    )
    adapter.write(
      'google_ads/ad_stats.csv',
      'customer_id,date,ad_id,campaign_id,ad_network_type,device,clicks,impressions,cost_micros\n1,2024-01-01,5,77,SEARCH,MOBILE,1,10,2900000\n2,2024-01-01,6,88,SEARCH,MOBILE,1,10,4000000\n',
    )
    adapter.write(
      'google_ads/account_history.csv',
      'id,updated_at,currency_code\n1,2024-01-01 00:00:00,CHF\n',
    )
    const report = await adapter.build()
    expect(
      await adapter.rows(
        report,
        'select campaign_id, ad_account_id, currency_code, cost_local::varchar as cost from stg_google_ads__ad_spend order by 1',
      ),
    ).toEqual([
      { campaign_id: 'google_ads:77', ad_account_id: '1', currency_code: 'CHF', cost: '3.00' },
      { campaign_id: 'google_ads:88', ad_account_id: '2', currency_code: 'EUR', cost: '4.00' },
    ])
  })
})
