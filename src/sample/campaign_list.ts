// The campaigns that ever ran. Some work, some bring leads that never buy, two bring nothing.

import type { Channel, Unit } from './account.ts'
import { at, DAY, type Instant } from './calendar.ts'
import type { Campaign } from './company.ts'
import { Sequence } from './salesforce_id.ts'

/** Split at `;`: a line a campaign. */
const table = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(';').map((cell) => cell.trim()))

/**
 * Name; platform; kind; bidding; first day; last day; cents a day; cents a click; clicks per
 * impression; quality (how well it finds buyers); noise (leads a click that never buy); countries.
 */
const ADS = table(`
Brand | Search | EU; google; Search; Target impression share; 2022-06-01; 2025-12-31; 2200; 120; 0.11; 0.8; 0.006;
DACH | Search | Revenue Planning; google; Search; Maximize conversions; 2022-06-01; 2025-12-31; 7200; 540; 0.042; 5; 0.012; DE AT CH
UK & IE | Search | Revenue Planning; google; Search; Maximize conversions; 2022-06-01; 2025-12-31; 5400; 610; 0.038; 3.5; 0.012; GB IE
Benelux & FR | Search | Revenue Planning; google; Search; Maximize conversions; 2023-02-06; 2025-12-31; 4600; 470; 0.036; 3; 0.012; NL BE FR
Nordics | Search | RevOps Software; google; Search; Manual CPC; 2023-09-04; 2025-12-31; 2600; 580; 0.035; 2.2; 0.011; SE DK FI
Competitors | Search | EU; google; Search; Manual CPC; 2022-06-01; 2025-06-30; 3400; 890; 0.018; 0.35; 0.006;
Prospecting | Display | EU; google; Display; Maximize clicks; 2023-01-16; 2024-03-31; 2800; 65; 0.0045; 0.02; 0.0006;
Retargeting | Display | EU; google; Display; Target CPA; 2022-06-01; 2025-12-31; 1700; 95; 0.007; 0.35; 0.0012;
Whitepaper Forecasting | Demand Gen; google; Demand Gen; Maximize conversions; 2023-03-06; 2023-07-14; 4400; 170; 0.012; 0.1; 0.03;
South | Search | Revenue Planning; google; Search; Maximize conversions; 2024-02-01; 2024-09-30; 2700; 390; 0.031; 0.25; 0.008; ES IT PT
Awareness | Video | 2024; google; Video; Target CPM; 2024-04-08; 2024-07-31; 3600; 210; 0.0021; 0; 0;
DACH | Performance Max; google; Performance Max; Maximize conversion value; 2024-09-16; 2025-12-31; 4100; 260; 0.014; 1.6; 0.006; DE AT CH
Year-end Offer | Search | 2024; google; Search; Maximize conversions; 2024-11-18; 2024-12-20; 5600; 510; 0.04; 0.9; 0.02;
AI Forecasting | Search | EU; google; Search; Maximize conversions; 2025-02-03; 2025-12-31; 6200; 630; 0.045; 7; 0.014;
US Test | Search; google; Search; Maximize clicks; 2025-03-10; 2025-05-16; 4000; 1150; 0.022; 0; 0; US
LinkedIn | Lead Gen | CRO; linkedin; Lead gen; ; 2022-06-01; 2025-12-31; 5200; 760; 0.006; 0.6; 0.02;
LinkedIn | ABM | Enterprise; linkedin; Sponsored content; ; 2023-06-01; 2025-12-31; 3300; 980; 0.005; 0.7; 0.003;
Meta | Lookalike | EU; meta; Conversions; ; 2023-10-02; 2024-06-30; 2100; 140; 0.009; 0.05; 0.008;
`)

/** Name; platform; channel; first day; last day; quality; noise (leads a day that never buy). */
const OTHER = table(`
Newsletter; email; email; 2022-06-01; 2025-12-31; 1; 0.18
Nurture | Trial Readers; email; email; 2022-06-01; 2025-12-31; 1.2; 0.12
Webinar | RevOps Benchmarks 2023; email; email; 2023-05-08; 2023-06-16; 5; 1.6
Webinar | RevOps Benchmarks 2024; email; email; 2024-05-06; 2024-06-14; 5; 1.8
Webinar | RevOps Benchmarks 2025; email; email; 2025-05-05; 2025-06-13; 6; 2
Revenue Summit Berlin 2023; event; offline; 2023-10-09; 2023-10-27; 8; 2.5
Revenue Summit Berlin 2024; event; offline; 2024-10-07; 2024-10-25; 9; 2.8
Revenue Summit Berlin 2025; event; offline; 2025-10-06; 2025-10-24; 10; 3
SaaS Fair Amsterdam 2024; event; offline; 2024-03-18; 2024-04-05; 2; 2.6
Outbound | Sales Development; event; offline; 2022-06-01; 2025-12-31; 6; 0
Partner | Meridian Consulting; partner; referral; 2023-03-01; 2025-12-31; 3; 0.03
Partner | Kompass Advisory; partner; referral; 2024-01-15; 2025-12-31; 2; 0.02
`)

/** The second unit's. */
const INDUSTRY_ADS = table(`
Industry | Search | Production Planning; google; Search; Maximize conversions; 2022-06-01; 2025-12-31; 3100; 590; 0.037; 3; 0.011;
LinkedIn | Industry | Plant Managers; linkedin; Lead gen; ; 2022-06-01; 2025-12-31; 3600; 720; 0.006; 1.1; 0.016;
LinkedIn | Industry | Video; linkedin; Video views; ; 2024-03-04; 2024-08-30; 1800; 310; 0.003; 0; 0;
Meta | Industry | Retargeting; meta; Conversions; ; 2023-02-06; 2025-12-31; 1400; 130; 0.009; 0.25; 0.005;
`)

/** As above, with EUR cents budgeted and spent; the CRM keeps those, no platform bills them. */
const INDUSTRY_OTHER = table(`
Industry Newsletter; email; email; 2022-06-01; 2025-12-31; 1; 0.25; 0; 0
Hannover Plant Fair 2023; event; offline; 2023-04-17; 2023-05-05; 8; 3; 4200000; 4466000
Hannover Plant Fair 2024; event; offline; 2024-04-22; 2024-05-10; 8; 3.2; 4500000; 4391050
Hannover Plant Fair 2025; event; offline; 2025-03-31; 2025-04-18; 9; 3.4; 4800000; 5120000
Round Table Düsseldorf 2025; event; offline; 2025-09-15; 2025-09-26; 5; 1.5; 900000; 874990
Outbound | Industry; event; offline; 2022-06-01; 2025-12-31; 6; 0; 0; 0
Partner | Werkbank Consult; partner; referral; 2023-01-09; 2025-12-31; 3; 0.03; 0; 0
`)

export const makeCampaigns = () => listOf('hubspot', ADS, OTHER)

/** Numbered as they begin. */
export function makeIndustryCampaigns(): Campaign[] {
  const ids = new Sequence('701', 4_310)
  const campaigns = listOf('salesforce', INDUSTRY_ADS, INDUSTRY_OTHER)
  for (const campaign of [...campaigns].sort((a, b) => a.from - b.from)) campaign.id = ids.next(17)
  return campaigns
}

function listOf(unit: Unit, ads: readonly string[][], others: readonly string[][]): Campaign[] {
  const base = { unit, id: '', budgeted: 0, spent: 0 }
  const unpaid = { kind: '', bidding: '', budget: 0, clickCost: 0, clickRate: 0, countries: [] }
  return [
    ...ads.map(([name = '', platform, kind = '', bidding = '', from = '', to = '', ...rest]) => {
      const [budget = 0, clickCost = 0, clickRate = 0, quality = 0, noise = 0] = rest.map(Number)
      const countries = (rest[5] ?? '').split(' ').filter((code) => code !== '')
      return {
        ...base,
        ...{ name, kind, bidding, budget, clickCost, clickRate, quality, noise, countries },
        platform: platform as Campaign['platform'],
        channel: (platform === 'google' ? 'paid_search' : 'paid_social') as Channel,
        from: at(from),
        to: at(to),
      }
    }),
    ...others.map(([name = '', platform, channel, from = '', to = '', ...rest]) => ({
      ...base,
      ...unpaid,
      name,
      platform: platform as Campaign['platform'],
      channel: channel as Channel,
      from: at(from),
      to: at(to),
      quality: Number(rest[0]),
      noise: Number(rest[1]),
      budgeted: Number(rest[2] ?? 0),
      spent: Number(rest[3] ?? 0),
    })),
  ]
}

export const isRunning = (campaign: Campaign, instant: Instant) =>
  campaign.from <= instant && instant < campaign.to + DAY
