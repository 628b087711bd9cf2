// Firms and people over both units' CRMs: which records are one, and which record leads.
import type { Account, Contact, Rep, Unit } from './account.ts'
import type { Company, SharedBooks } from './company.ts'

/** The record that stands for the firm, the first unit's if both know it. */
export const firmOf = (account: Account): Account => account.sameAs ?? account

/** The first record of a person: that of the first unit, and of several there the first. */
export function personOf(contact: Contact): Contact {
  const first = contact.duplicateOf ?? contact
  return first.sameAs ?? first
}

export const sellerOf = (rep: Rep): Rep => rep.sameAs ?? rep

/** What one unit's CRM has of the company. */
export function booksOf(company: Company, unit: Unit): SharedBooks {
  return {
    ...company,
    unit,
    twins: new Map(
      company.accounts.flatMap((other) => (other.sameAs === null ? [] : [[other.sameAs, other]])),
    ),
    reps: company.reps.filter((rep) => rep.unit === unit),
    campaigns: company.campaigns.filter((campaign) => campaign.unit === unit),
    accounts: company.accounts.filter((account) => account.unit === unit),
    contacts: company.contacts.filter((contact) => contact.unit === unit),
    deals: company.deals.filter((deal) => deal.account.unit === unit),
    activities: company.activities.filter(({ contact }) => contact.unit === unit),
  }
}
