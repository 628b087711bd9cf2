// Money by month: what was invoiced and collected, what advertising cost, what leaked.
import { isoDay, isoMonth, MONTHS, startOfMonth } from '../calendar.ts'
import type { Company } from '../company.ts'
import { convert } from '../money.ts'
import type { TrueAdSpend, TrueBilled, TrueCampaignCost, TrueLeak } from '../truth.ts'
import { accountId } from './accounts.ts'

export function billedOf(company: Company): TrueBilled[] {
  const rows = new Map<string, TrueBilled>()
  for (const month of MONTHS) {
    const name = isoMonth(startOfMonth(month))
    rows.set(name, {
      month: name,
      invoicedNetEur: 0,
      invoicedGrossEur: 0,
      recurringNetEur: 0,
      collectedEur: 0,
      refundedEur: 0,
    })
  }
  const rowOf = (at: number) => rows.get(isoMonth(at))
  for (const invoice of company.invoices) {
    const { customer, createdAt, subtotal, discount, total, status } = invoice
    if (customer.account.kind === 'internal') continue
    const rate = company.fx.rate(customer.currency, createdAt)
    const row = rowOf(createdAt)
    if (row !== undefined && status !== 'void') {
      const net = convert(subtotal - discount, rate)
      row.invoicedNetEur += net
      row.invoicedGrossEur += convert(total, rate)
      if (invoice.subscription !== null) row.recurringNetEur += net
    }
    for (const charge of invoice.charges) {
      const paid = rowOf(charge.createdAt)
      if (paid === undefined || charge.failure !== null) continue
      const day = company.fx.rate(customer.currency, charge.createdAt)
      paid.collectedEur += convert(charge.amount, day)
      paid.refundedEur += convert(charge.refunded, day)
    }
  }
  return [...rows.values()]
}

export function adSpendOf(company: Company): TrueAdSpend[] {
  const rows = new Map<string, TrueAdSpend>()
  for (const ad of company.adDays) {
    const month = isoMonth(ad.day)
    const key = `${month}/${ad.campaign.name}`
    const row = rows.get(key) ?? {
      month,
      platform: ad.campaign.platform,
      campaign: ad.campaign.name,
      spendEur: 0,
      impressions: 0,
      clicks: 0,
      conversions: 0,
    }
    rows.set(key, row)
    row.spendEur += ad.cost
    row.impressions += ad.impressions
    row.clicks += ad.clicks
    row.conversions += ad.conversions
  }
  return [...rows.values()]
}

/** What the CRM says that campaigns cost, where no platform bills them. */
export function campaignCostsOf(company: Company): TrueCampaignCost[] {
  return company.campaigns
    .filter(({ budgeted }) => budgeted > 0)
    .map(({ id, name, from, to, budgeted, spent }) => ({
      campaignId: id,
      campaign: name,
      from: isoDay(from),
      to: isoDay(to),
      budgetedEur: budgeted,
      spentEur: spent,
    }))
}

export function leaksOf(company: Company): TrueLeak[] {
  return company.leaks.map((leak) => ({
    type: leak.type,
    accountId: accountId(leak.account),
    dealId: leak.deal?.id ?? null,
    subscriptionId: leak.subscription?.id ?? null,
    since: isoDay(leak.since),
    amount: leak.amount,
    currency: leak.currency,
    note: leak.note,
  }))
}
