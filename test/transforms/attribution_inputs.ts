/** Ways to leads and opportunities for tests: what is not said is one person, who is the opportunity's contact. */
import { dataAsOf } from '../../src/run_tables.ts'
import { createEmpty, given, type TestDatabase } from '../../src/testing.ts'
import { dimAccountVersions } from '../../transforms/conformed/dim_account_versions.ts'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimAttributionModels } from '../../transforms/conformed/dim_attribution_models.ts'
import { dimCampaigns } from '../../transforms/conformed/dim_campaigns.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimGrossMargins } from '../../transforms/conformed/dim_gross_margins.ts'
import { dimOpportunityVersions } from '../../transforms/conformed/dim_opportunity_versions.ts'
import { dimOwnerVersions } from '../../transforms/conformed/dim_owner_versions.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { dimPeople } from '../../transforms/conformed/dim_people.ts'
import { fctAdSpend } from '../../transforms/conformed/fct_ad_spend.ts'
import { fctFunnelEvents } from '../../transforms/conformed/fct_funnel_events.ts'
import { fctLeadCycles } from '../../transforms/conformed/fct_lead_cycles.ts'
import { fctLeadTouches } from '../../transforms/conformed/fct_lead_touches.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { fctOpportunityPeople } from '../../transforms/conformed/fct_opportunity_people.ts'
import { fctOpportunityTouches } from '../../transforms/conformed/fct_opportunity_touches.ts'
import { fctTouchpoints } from '../../transforms/conformed/fct_touchpoints.ts'
import { mapPeople } from '../../transforms/conformed/map_people.ts'
import { martAttribution } from '../../transforms/marts/mart_attribution.ts'
import { martAttributionChannels } from '../../transforms/marts/mart_attribution_channels.ts'
import { martAttributionLeadChannels } from '../../transforms/marts/mart_attribution_lead_channels.ts'
import { stgOpportunities } from '../../transforms/staging/stg_opportunities.ts'
import { stgOpportunityContacts } from '../../transforms/staging/stg_opportunity_contacts.ts'
import { stgPeople } from '../../transforms/staging/stg_people.ts'
import { make } from './chain.ts'

/** When (`2024-01-31` or `2024-01-31 09:00`), and by which channel. */
type Touch = readonly [
  at: string,
  channel: string,
  more?: { readonly type?: 'session' | 'form'; readonly of?: string; readonly campaign?: string },
]

/** When somebody became a lead, and of which CRM if not of HubSpot. */
type Lead = readonly [at: string, crm?: string]

export interface Deal {
  readonly id: string
  readonly created: string
  /** Open without. */
  readonly closed?: string
  /** Won if it is closed. */
  readonly outcome?: 'won' | 'lost' | 'disqualified'
  /** 1,000 if not said. */
  readonly amount?: string | null
  readonly type?: 'New Business' | 'Existing Business' | 'Renewal'
  readonly account?: string
  /** Its contacts; one of its own, called as it is, if not said. */
  readonly people?: readonly string[]
  /** Touches of its first contact, unless they say whose. */
  readonly touches?: readonly Touch[]
}

export interface Ways {
  readonly asOf?: string
  readonly deals: readonly Deal[]
  /** When people became leads, each time of several; by the CRM the campaign Fair brought them. */
  readonly leads?: Readonly<Record<string, string | readonly Lead[]>>
  /** Where somebody works who is no contact. */
  readonly colleagues?: Readonly<Record<string, string>>
  /** Touches of people, contacts or not. */
  readonly visits?: Readonly<Record<string, readonly Touch[]>>
  /** Codes of the countries of people, where they are not in Finland as the accounts are. */
  readonly countries?: Readonly<Record<string, string>>
  /** What people said to have heard of us by. */
  readonly answers?: Readonly<Record<string, string>>
  /** Campaign, channel, day, cost. */
  readonly spend?: readonly (readonly [string, string, string, string | null])[]
}

const at = (instant: string) =>
  new Date(`${instant.replace(' ', 'T')}${instant.length === 10 ? 'T00:00' : ''}Z`)

/** The tables of attribution, in order. */
export const attributionTables = [
  dimAttributionModels,
  fctFunnelEvents,
  fctLeadTouches,
  fctOpportunityPeople,
  fctOpportunityTouches,
  martAttributionChannels,
  martAttributionLeadChannels,
  martAttribution,
]

export async function givenWays(db: TestDatabase, ways: Ways): Promise<void> {
  const { deals, leads = {}, colleagues = {}, visits = {}, answers = {}, spend = [] } = ways
  const { countries = {} } = ways
  const accountOf = (deal: Deal) => deal.account ?? deal.id
  const contactsOf = ({ people, id }: Deal) => people ?? [id]
  const people = new Map([
    ...deals.flatMap((deal) =>
      contactsOf(deal).map((person) => [person, accountOf(deal)] as const),
    ),
    ...Object.entries(colleagues),
  ])
  const accounts = [...new Set([...people.values(), ...deals.map(accountOf), 'unknown'])]
  await given(db, dataAsOf, [{ as_of: at(ways.asOf ?? '2024-12-31 12:00') }])
  await given(
    db,
    fctOpportunities,
    deals.map((deal) => {
      const outcome = deal.closed === undefined ? 'open' : (deal.outcome ?? 'won')
      const type = deal.type ?? 'New Business'
      return {
        opportunity_id: deal.id,
        account_id: accountOf(deal),
        owner_id: 'Ann',
        campaign_id: 'not_allocated',
        source_system: 'hubspot',
        opportunity_name: `Deal ${deal.id}`,
        deal_type: type,
        outcome,
        is_counted: type !== 'Renewal' && outcome !== 'disqualified',
        lead_source: 'Web',
        channel: 'Unknown',
        created_at: at(deal.created),
        created_date: deal.created.slice(0, 10),
        closed_at: deal.closed === undefined ? null : at(deal.closed),
        closed_date: deal.closed?.slice(0, 10) ?? null,
        amount: deal.amount === undefined ? '1000.00' : deal.amount,
      }
    }),
  )
  await given(
    db,
    stgOpportunityContacts,
    deals.flatMap((deal) =>
      contactsOf(deal).map((person, place) => ({
        opportunity_id: deal.id,
        person_id: person,
        is_primary: place === 0,
      })),
    ),
  )
  await createEmpty(db, stgOpportunities)
  await given(
    db,
    stgPeople,
    Object.entries(answers).map(([person, answer]) => ({
      person_id: person,
      is_deleted: false,
      self_reported_source: answer,
    })),
  )
  await given(
    db,
    mapPeople,
    [...people.keys()].map((person) => ({ source_key: person, person_id: person })),
  )
  await given(
    db,
    dimPeople,
    [...people].map(([person, account]) => ({
      person_id: person,
      account_id: account,
      ...(person in countries && { country: countries[person]!, country_name: countries[person]! }),
    })),
  )
  const touchOf = (owner: string, person: string) => {
    const company = people.get(person)
    return ([instant, channel, more = {}]: Touch, place: number) => ({
      touchpoint_id: `${owner}/${place + 1}`,
      person_id: person,
      account_id: company ?? 'unknown',
      campaign_id: more.campaign ?? 'not_allocated',
      source_system: 'ga4',
      touchpoint_type: more.type ?? ('session' as const),
      channel,
      occurred_at: at(instant),
    })
  }
  await given(db, fctTouchpoints, [
    ...deals.flatMap((deal) =>
      (deal.touches ?? []).map((touch, place) =>
        touchOf(deal.id, touch[2]?.of ?? contactsOf(deal)[0] ?? 'unknown')(touch, place),
      ),
    ),
    ...Object.entries(visits).flatMap(([person, touches]) => touches.map(touchOf(person, person))),
  ])
  await given(
    db,
    fctLeadCycles,
    Object.entries(leads).flatMap(([person, times]) => {
      const cycles: readonly Lead[] = typeof times === 'string' ? [[times]] : times
      return cycles.map(([instant, crm = 'hubspot'], place) => {
        const next = cycles.slice(place + 1).find(([, other = 'hubspot']) => other === crm)
        return {
          person_id: person,
          cycle_number: place + 1,
          account_id: people.get(person) ?? 'unknown',
          owner_id: 'Ann',
          campaign_id: 'Fair',
          source_system: crm,
          channel: 'Offline',
          lead_source: 'Web',
          self_reported_source: answers[person] ?? null,
          is_lead_inferred: false,
          is_mql_inferred: false,
          began_at: at(instant),
          next_began_at: next === undefined ? null : at(next[0]),
          lead_at: at(instant),
          // Later stages of a lead are no leads.
          mql_at: at(instant),
        }
      })
    }),
  )
  await given(
    db,
    fctAdSpend,
    spend.map(([campaign, , day, cost]) => ({
      campaign_id: campaign,
      source_system: 'google_ads',
      currency_code: 'EUR',
      is_allocated: false,
      spend_date: day,
      cost,
    })),
  )
  const channelOf = new Map(spend.map(([campaign, channel]) => [campaign, channel]))
  await given(
    db,
    dimCampaigns,
    [...new Set([...channelOf.keys(), 'Fair', 'not_allocated', 'unknown'])].map((campaign) => ({
      campaign_id: campaign,
      campaign_name: campaign,
      campaign_key: campaign.toLowerCase(),
      channel: channelOf.get(campaign) ?? 'Unknown',
    })),
  )
  await given(
    db,
    dimAccounts,
    accounts.map((account) => ({
      account_id: account,
      account_name: `Account ${account}`,
      owner_id: 'Ann',
      segment: 'SMB',
      country: account === 'unknown' ? null : 'FI',
      country_name: account === 'unknown' ? 'Unknown' : 'Finland',
      region: account === 'unknown' ? 'Unknown' : 'Nordics',
    })),
  )
  const always = { valid_from: '1900-01-01', valid_to: '9999-12-31' }
  await given(
    db,
    dimAccountVersions,
    accounts.map((account) => ({ account_id: account, segment: 'SMB', ...always })),
  )
  await given(
    db,
    dimOpportunityVersions,
    deals.map(({ id }) => ({
      opportunity_id: id,
      owner_id: 'Ann',
      valid_from: at('1900-01-01'),
      valid_to: at('9999-12-31'),
    })),
  )
  await given(db, dimOwnerVersions, [{ owner_id: 'Ann', team: 'Sales', ...always }])
  await given(db, dimOwners, [
    { owner_id: 'Ann', owner_name: 'Ann', owner_email: 'ann@ours.example', team: 'Sales' },
    { owner_id: 'unknown', owner_name: 'Unknown' },
  ])
  await given(db, dimGrossMargins, [
    { month_start_date: '2024-01-01', segment: 'SMB', gross_margin_rate: 0.75 },
  ])
  await make(db, [dimDates])
}

/** Fills the inputs and makes the tables of attribution. */
export async function makeAttribution(db: TestDatabase, ways: Ways): Promise<void> {
  await givenWays(db, ways)
  await make(db, attributionTables)
}
