// The sample company: a seeded simulation of three years, its exports and the truth behind them.
import { makeAccounts } from './accounts.ts'
import { act } from './activity.ts'
import { runAds } from './ads.ts'
import { bill } from './billing.ts'
import { START } from './calendar.ts'
import { makeCampaigns } from './campaign_list.ts'
import { makeCatalogue } from './catalogue.ts'
import type { Company } from './company.ts'
import { keepRecords, number } from './crm.ts'
import type { Deal } from './deal.ts'
import { dealAt, isOpen } from './deal_state.ts'
import { soil } from './dirt.ts'
import { forecast, plan, spend } from './finance.ts'
import { simulateFx } from './fx.ts'
import { travel } from './journey.ts'
import { attractCrowd, countConversions } from './leads.ts'
import { findLeaks } from './leaks.ts'
import { Random } from './random.ts'
import { hireReps, TEAMS } from './reps.ts'
import { playSpecials } from './specials.ts'
import { support } from './support.ts'

export type { Company } from './company.ts'
export { writeExports } from './exports.ts'
export { type GroundTruth, groundTruth } from './truth.ts'

export interface SampleOptions {
  /** 1 is about 400 accounts; everything grows in proportion. */
  scale?: number
  seed?: number
  /** 1 is usual, 0 none, 2 twice as much. */
  dirt?: number
}

export function simulate({ scale = 1, seed = 1, dirt = 1 }: SampleOptions = {}): Company {
  const random = new Random(`sample/${seed}`)
  const campaigns = makeCampaigns()
  const company: Company = {
    scale,
    seed,
    dirt,
    fx: simulateFx(random.fork('fx')),
    teams: [...TEAMS],
    reps: hireReps(random.fork('reps'), scale),
    catalogue: makeCatalogue(random.fork('catalogue')),
    campaigns,
    adDays: runAds(random.fork('ads'), campaigns, scale),
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
    forecasts: [],
    targets: [],
    costs: [],
    leaks: [],
  }
  company.accounts = makeAccounts(random.fork('accounts'), company)
  for (const account of company.accounts) {
    if (account.kind === 'regular') travel(random.fork(`journey/${account.key}`), company, account)
  }
  playSpecials(random.fork('specials'), company)
  attractCrowd(random.fork('crowd'), company)
  countConversions(company)
  keepRecords(random.fork('crm'), company)
  company.deals = company.accounts.flatMap((account) => account.deals).filter(isKnown)
  soil(random.fork('dirt'), company)
  number(random.fork('ids'), company)
  bill(random.fork('billing'), company)
  act(random.fork('activity'), company)
  support(random.fork('support'), company)
  plan(company)
  spend(random.fork('costs'), company)
  forecast(random.fork('forecast'), company)
  company.leaks = findLeaks(company)
  return company
}

/** What was closed before the exports begin was never exported. */
function isKnown(deal: Deal): boolean {
  const state = dealAt(deal, Number.POSITIVE_INFINITY)
  return isOpen(deal, state.stage) || state.modifiedAt >= START
}
