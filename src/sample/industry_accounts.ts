// The firms that the second unit knows: some are customers of the first, some only look like them.

import { type Account, type AccountKind, valueAt } from './account.ts'
import { known, makeAccount } from './accounts.ts'
import type { Books } from './company.ts'
import { makePhone } from './phone.ts'
import { makePlace } from './place.ts'
import type { Random } from './random.ts'
import { holders } from './reps.ts'
import { COUNTRIES, type Country, OWN_DOMAIN, PRODUCT_NAME, slug } from './words.ts'

const ACCOUNTS_PER_SCALE = 412
/** Shares of the accounts: the same firm as in the other CRM, a namesake abroad, a daughter firm. */
const SHARED = 0.2
const NAMESAKE = 0.03
const DAUGHTER = 0.03

export function makeIndustryAccounts(
  random: Random,
  company: Books,
  names: Set<string>,
  others: readonly Account[],
): Account[] {
  const total = Math.max(12, Math.round(ACCOUNTS_PER_SCALE * company.scale))
  const regular = others.filter((other) => other.kind === 'regular' && other.story === null)
  const free = [...regular]
  const take = (stream: Random) => free.splice(stream.int(0, free.length - 1), 1)[0]
  const accounts: Account[] = []
  for (let i = 0; i < total; i++) {
    const stream = random.fork(i)
    const account = make(stream, company, String(i), 'regular', names)
    const kin = random.fork(`${i}/kin`)
    const dice = kin.next()
    if (free.length > 0) {
      const other = dice < SHARED + NAMESAKE ? take(kin) : undefined
      if (other !== undefined && dice < SHARED) share(account, other)
      else if (other !== undefined) resemble(kin, account, other)
    }
    const mother = accounts[i - 3]
    const isDaughter = dice > 1 - DAUGHTER && mother !== undefined && mother.sameAs === null
    if (isDaughter && mother.parent === null) descend(kin, account, mother)
    resell(stream, company, account)
    accounts.push(account)
  }
  const own = make(random.fork('own'), company, 'own', 'internal', names)
  rename(own, `${PRODUCT_NAME} Sandbox`, OWN_DOMAIN)
  accounts.push(own)
  for (let i = 0; i < 2; i++) {
    accounts.push(make(random.fork(`gone${i}`), company, `gone${i}`, 'deleted', names))
  }
  return accounts
}

function make(
  random: Random,
  company: Books,
  key: string,
  kind: AccountKind,
  names: Set<string>,
): Account {
  return makeAccount(random, company, `s${key}`, kind, null, names)
}

function rename(account: Account, name: string, domain: string): void {
  account.name = name
  account.domain = domain
  for (const record of account.records) {
    record.name = name
    record.domain = domain
    record.country = account.country.name
    record.employees = account.employees
  }
}

/** One firm, known to both units: what is true of it is the same, what happens to it is not. */
function share(account: Account, other: Account): void {
  const { country, city, street, zip, phone, industry, currency, revenue, fit } = other
  Object.assign(account, { country, city, street, zip, phone, industry, currency, revenue, fit })
  account.sameAs = other
  account.employees = known(
    [{ at: 0, value: valueAt(other.employees, 0) ?? 1 }, ...other.employees.slice(1)],
    account.createdAt,
  )
  account.team = country.team === 'dach' ? 'industry_dach' : 'industry_world'
  rename(account, other.name, other.domain)
}

const base = (name: string) => name.split(' ').slice(0, 2).join(' ')

/** Another firm of the same name, in another country: nothing but the name is alike. */
function resemble(random: Random, account: Account, other: Account): void {
  const country = random.pick(COUNTRIES.filter((candidate) => candidate !== other.country))
  settle(random, account, country)
  const domain = `${slug(base(other.name))}-${country.code.toLowerCase()}.example`
  rename(account, `${base(other.name)} ${random.pick(country.forms)}`, domain)
}

/** A daughter firm abroad: a firm of its own, with a name, office and domain of its own. */
function descend(random: Random, account: Account, mother: Account): void {
  const country = random.pick(COUNTRIES.filter((candidate) => candidate !== mother.country))
  settle(random, account, country)
  const domain = `${slug(base(mother.name))}-${slug(country.name)}.example`
  rename(account, `${base(mother.name)} ${country.name} ${random.pick(country.forms)}`, domain)
  account.parent = mother
}

function settle(random: Random, account: Account, country: Country): void {
  const place = makePlace(random.fork('place'), country)
  account.country = country
  account.city = random.pick(country.cities)
  account.street = place.street
  account.zip = place.zip
  account.phone = makePhone(random.fork('phone'), country.code)
  account.currency = country.currency
  account.team = country.team === 'dach' ? 'industry_dach' : 'industry_world'
}

/** Who sells to it follows from where it is. */
function resell(random: Random, company: Books, account: Account): void {
  const { team, createdAt } = account
  account.sellers = holders(company.reps, random.fork('seller'), 'ae', team, createdAt)
  account.successManagers = holders(
    company.reps,
    random.fork('success'),
    'csm',
    'industry_success',
    createdAt,
  )
}
