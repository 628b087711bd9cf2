// Who is who: firms over all their records and payers, and the people who own them.

import type { Account } from '../account.ts'
import { segmentOf } from '../accounts.ts'
import type { Company } from '../company.ts'
import { firmOf, sellerOf } from '../firm.ts'
import { team } from '../reps.ts'
import type { GroundTruth, TrueAccount } from '../truth.ts'

export function accountId(account: Account): string {
  const firm = firmOf(account)
  const id = firm.records[0]?.id ?? firm.customers[0]?.id
  if (id === undefined) throw new Error(`Account ${account.key} is in no system`)
  return id
}

export function accountsOf(company: Company): Pick<GroundTruth, 'accounts' | 'owners'> {
  const firms = company.accounts.filter((account) => account.sameAs === null)
  const others = Map.groupBy(
    company.accounts.filter((account) => account.sameAs !== null),
    firmOf,
  )
  const sellers = company.reps.filter((rep) => rep.sameAs === null)
  return {
    accounts: firms.map((firm) => trueAccount(firm, others.get(firm) ?? [])),
    owners: sellers.map((rep) => ({
      ownerId: rep.id,
      ownerIds: company.reps.filter((other) => sellerOf(other) === rep).map(({ id }) => id),
      name: `${rep.firstName} ${rep.lastName}`,
      email: rep.email,
      startAt: rep.startAt,
      leftAt: rep.leftAt,
      teams: rep.teams.map(({ at, value }) => ({ from: at, team: team(value).name })),
    })),
  }
}

function trueAccount(account: Account, twins: readonly Account[]): TrueAccount {
  const all = [account, ...twins]
  const others = all.flatMap(({ records }) => records.slice(1))
  const idsOf = (records: typeof others) => records.map((record) => record.id)
  return {
    accountId: accountId(account),
    units: all.map(({ unit }) => unit),
    companyIds: all.flatMap(({ records }) => idsOf(records)),
    mergedCompanyIds: idsOf(others.filter((record) => record.mergedInto !== null)),
    duplicateCompanyIds: idsOf(others.filter((record) => record.isDuplicate)),
    stripeCustomerIds: all.flatMap(({ customers }) => customers.map(({ id }) => id)),
    name: account.name,
    country: account.country.name,
    isInternal: account.kind === 'internal',
    isDeleted: account.kind === 'deleted',
    segments: account.employees.map(({ at, value }) => ({
      from: at,
      segment: segmentOf(value),
      employees: value,
    })),
    owners: (account.records[0]?.owners ?? []).map(({ at, value }) => ({
      from: at,
      ownerId: sellerOf(value).id,
    })),
    parentAccountId: account.parent === null ? null : accountId(account.parent),
    story: account.story?.name ?? null,
  }
}
