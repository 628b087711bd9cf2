// Who is who: firms over all their records and payers, and the people who own them.

import type { Account } from '../account.ts'
import { segmentOf } from '../accounts.ts'
import type { Company } from '../company.ts'
import { team } from '../reps.ts'
import type { GroundTruth, TrueAccount } from '../truth.ts'

export function accountId(account: Account): string {
  const id = account.records[0]?.id ?? account.customers[0]?.id
  if (id === undefined) throw new Error(`Account ${account.key} is in no system`)
  return id
}

export function accountsOf(company: Company): Pick<GroundTruth, 'accounts' | 'owners'> {
  return {
    accounts: company.accounts.map(trueAccount),
    owners: company.reps.map((rep) => ({
      ownerId: rep.id,
      name: `${rep.firstName} ${rep.lastName}`,
      email: rep.email,
      startAt: rep.startAt,
      leftAt: rep.leftAt,
      teams: rep.teams.map(({ at, value }) => ({ from: at, team: team(value).name })),
    })),
  }
}

function trueAccount(account: Account): TrueAccount {
  const others = account.records.slice(1)
  const idsOf = (records: typeof others) => records.map((record) => record.id)
  return {
    accountId: accountId(account),
    companyIds: idsOf(account.records),
    mergedCompanyIds: idsOf(others.filter((record) => record.mergedInto !== null)),
    duplicateCompanyIds: idsOf(others.filter((record) => record.isDuplicate)),
    stripeCustomerIds: account.customers.map((customer) => customer.id),
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
      ownerId: value.id,
    })),
    parentAccountId: account.parent?.records[0]?.id ?? null,
    story: account.story?.name ?? null,
  }
}
