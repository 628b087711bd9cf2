// Three years of the company, unit by unit, and then what both share: billing, support, finance.

import type { Rep, Unit } from './account.ts'
import { makeAccounts } from './accounts.ts'
import { act } from './activity.ts'
import { runAds } from './ads.ts'
import { bill } from './billing.ts'
import { MINUTE, START } from './calendar.ts'
import { makeCampaigns, makeIndustryCampaigns } from './campaign_list.ts'
import { makeCatalogue } from './catalogue.ts'
import type { Books, Company } from './company.ts'
import { convertLeads } from './conversions.ts'
import { keepRecords, number } from './crm.ts'
import type { Deal } from './deal.ts'
import { dealAt, isOpen } from './deal_state.ts'
import { soil } from './dirt.ts'
import { disguise } from './disguise.ts'
import { forecast, plan, spend } from './finance.ts'
import { simulateFx } from './fx.ts'
import { askForHelp } from './helpdesk.ts'
import { makeIndustryAccounts } from './industry_accounts.ts'
import { travel } from './journey.ts'
import { attractCrowd, countConversions } from './leads.ts'
import { findLeaks } from './leaks.ts'
import { Random } from './random.ts'
import { hireReps, TEAMS } from './reps.ts'
import { hireSalesForce } from './sales_force.ts'
import type { Scenario } from './scenario.ts'
import { acquaint } from './shared_people.ts'
import { playSpecials } from './specials.ts'
import { support } from './support.ts'

export interface SampleOptions {
  /** 1 is about 600 accounts in two units; everything grows in proportion. */
  scale?: number
  seed?: number
  /** 1 is usual, 0 none, 2 twice as much. */
  dirt?: number
  /** What happens beside ordinary life; nothing by default. */
  scenario?: Scenario
}

/** How large the second unit is, measured by the first. */
const SECOND_UNIT = 0.4

export function simulate({
  scale = 1,
  seed = 1,
  dirt = 1,
  scenario = 'steady',
}: SampleOptions = {}): Company {
  const random = new Random(`sample/${seed}`)
  const company: Company = {
    ...empty(),
    scale,
    seed,
    dirt,
    scenario,
    fx: simulateFx(random.fork('fx')),
    catalogue: makeCatalogue(random.fork('catalogue')),
  }
  const [taken, names] = [new Set<string>(), new Set<string>()]
  const reps = hireReps(random.fork('reps'), scale, taken)
  const first = open(random, company, 'hubspot', scale, reps)
  first.accounts = makeAccounts(random.fork('accounts'), first, names)
  live(random, first)

  const other = random.fork('salesforce')
  const force = hireSalesForce(other.fork('reps'), scale * SECOND_UNIT, taken, reps)
  const second = open(other, company, 'salesforce', scale * SECOND_UNIT, force)
  second.accounts = makeIndustryAccounts(other.fork('accounts'), second, names, first.accounts)
  live(other, second)
  acquaint(other.fork('shared'), second, first.contacts)

  file(random, first)
  file(other, second)
  return share(random, merge(company, first, second))
}

const empty = () => ({
  teams: [...TEAMS],
  reps: [],
  campaigns: [],
  adDays: [],
  traffic: [],
  accounts: [],
  contacts: [],
  deals: [],
  subscriptions: [],
  customers: [],
  invoices: [],
  sessions: [],
  activities: [],
  tickets: [],
  requesters: [],
  organizations: [],
  forecasts: [],
  targets: [],
  costs: [],
  leaks: [],
})

function open(random: Random, company: Company, unit: Unit, scale: number, reps: Rep[]): Books {
  const campaigns = unit === 'hubspot' ? makeCampaigns() : makeIndustryCampaigns()
  const adDays = runAds(random.fork('ads'), campaigns, scale)
  return { ...company, ...empty(), unit, scale, reps, campaigns, adDays }
}

/** What buyers do, whatever the CRM makes of it. */
function live(random: Random, books: Books): void {
  for (const account of books.accounts) {
    if (account.kind === 'regular') travel(random.fork(`journey/${account.key}`), books, account)
  }
  playSpecials(random.fork('specials'), books)
  attractCrowd(random.fork('crowd'), books)
  countConversions(books)
}

/** What the unit's CRM makes of it. */
function file(random: Random, books: Books): void {
  keepRecords(random.fork('crm'), books)
  books.deals = books.accounts.flatMap((account) => account.deals).filter(isKnown)
  if (books.unit === 'salesforce') {
    for (const deal of books.deals) wholeMinutes(deal)
    convertLeads(books)
  }
  soil(random.fork('dirt'), books)
  disguise(random.fork('disguise'), books)
  number(random.fork('ids'), books)
}

/** What was closed before the exports begin was never exported. */
function isKnown(deal: Deal): boolean {
  const state = dealAt(deal, Number.POSITIVE_INFINITY)
  return isOpen(deal, state.stage) || state.modifiedAt >= START
}

/** As if typed in on the minute: both CRMs then say the same of when a deal was created. */
function wholeMinutes(deal: Deal): void {
  const createdAt = Math.floor(deal.createdAt / MINUTE) * MINUTE
  for (const event of deal.events) if (event.at === deal.createdAt) event.at = createdAt
  deal.createdAt = createdAt
}

function merge(company: Company, first: Books, second: Books): Company {
  const both = <T>(of: (books: Books) => T[]) => [...of(first), ...of(second)]
  return {
    ...company,
    reps: both(({ reps }) => reps),
    campaigns: both(({ campaigns }) => campaigns),
    adDays: both(({ adDays }) => adDays).sort((a, b) => a.day - b.day),
    accounts: both(({ accounts }) => accounts),
    contacts: both(({ contacts }) => contacts),
    deals: both(({ deals }) => deals),
    subscriptions: both(({ subscriptions }) => subscriptions),
    customers: both(({ customers }) => customers),
  }
}

function share(random: Random, company: Company): Company {
  bill(random.fork('billing'), company)
  act(random.fork('activity'), company)
  support(random.fork('support'), company)
  askForHelp(random.fork('helpdesk'), company)
  plan(company)
  spend(random.fork('costs'), company)
  forecast(random.fork('forecast'), company)
  company.leaks = findLeaks(company)
  return company
}
