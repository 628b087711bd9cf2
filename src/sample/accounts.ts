// The firms the company will ever meet: who they are, how large, and when they turn up.

import {
  type Account,
  type AccountKind,
  type Change,
  type CompanyRecord,
  type Segment,
  type TeamKey,
  type Unit,
  valueAt,
} from './account.ts'
import { at, businessHours, DAY, END, type Instant, season } from './calendar.ts'
import type { Books } from './company.ts'
import { makePhone } from './phone.ts'
import { makePlace } from './place.ts'
import type { Random } from './random.ts'
import { holders } from './reps.ts'
import { STORIES } from './stories.ts'
import type { Story } from './story.ts'
import {
  COUNTRIES,
  type Country,
  FIRM_ENDINGS,
  FIRM_ROOTS,
  INDUSTRIES,
  OWN_DOMAIN,
  PRODUCT_NAME,
  RARE_COUNTRIES,
  slug,
} from './words.ts'

const ACCOUNTS_PER_SCALE = 412
/** Share of accounts that were customers before the exports begin. */
const FOUNDING_SHARE = 0.155

export function segmentOf(employees: number): Segment {
  if (employees < 50) return 'SMB'
  return employees < 500 ? 'Mid-Market' : 'Enterprise'
}

export function makeAccounts(random: Random, company: Books, names: Set<string>): Account[] {
  const total = Math.max(STORIES.length + 6, Math.round(ACCOUNTS_PER_SCALE * company.scale))
  const accounts: Account[] = []
  for (let i = 0; i < total; i++) {
    accounts.push(
      makeAccount(random.fork(i), company, String(i), 'regular', STORIES[i] ?? null, names),
    )
  }
  for (let i = 0; i < 3; i++) {
    accounts.push(makeAccount(random.fork(`own${i}`), company, `own${i}`, 'internal', null, names))
    accounts.push(makeAccount(random.fork(`gone${i}`), company, `gone${i}`, 'deleted', null, names))
  }
  const alone = makeAccount(random.fork('alone'), company, 'alone', 'stripe_only', null, names)
  accounts.push({ ...alone, records: [] })
  return accounts
}

export function makeAccount(
  random: Random,
  company: Books,
  key: string,
  kind: AccountKind,
  story: Story | null,
  names: Set<string>,
): Account {
  const country = countryOf(random, story)
  const city = random.pick(country.cities)
  const base = firmName(random, city, names)
  const isOwn = kind === 'internal'
  const createdAt = arrival(random, story, kind)
  const employees = known(story === null ? staff(random) : [...storyStaff(story)], createdAt)
  const size = employees[0]?.value ?? 1
  const team = teamOf(company.unit, size, country)
  const place = makePlace(random.fork('place'), country)
  const account: Account = {
    key,
    unit: company.unit,
    sameAs: null,
    kind,
    story,
    name: isOwn ? internalName(key) : `${base} ${random.pick(country.forms)}`,
    domain: isOwn ? OWN_DOMAIN : `${slug(base)}.example`,
    country,
    city,
    street: place.street,
    zip: place.zip,
    phone: makePhone(random.fork('phone'), country.code),
    industry: random.pick(INDUSTRIES),
    currency: country.currency,
    revenue: size * random.int(70, 190) * 1000,
    createdAt,
    employees,
    team,
    fit: random.between(0.6, 1.4),
    source: { channel: 'offline', campaign: null, detail: 'CRM_UI' },
    type: random.chance(0.02) ? 'PARTNER' : 'PROSPECT',
    records: [],
    stays: [],
    parent: null,
    contacts: [],
    deals: [],
    customers: [],
    sellers: holders(company.reps, random.fork('seller'), 'ae', team, createdAt),
    successManagers: holders(company.reps, random.fork('success'), 'csm', 'success', createdAt),
  }
  account.records.push(makeRecord(account, createdAt))
  return account
}

/** Large customers have a team of their own, unless they belong to the unit that works by region. */
function teamOf(unit: Unit, size: number, country: Country): TeamKey {
  if (unit === 'salesforce') return country.team === 'dach' ? 'industry_dach' : 'industry_world'
  return size >= 500 ? 'enterprise' : country.team
}

export function makeRecord(account: Account, createdAt: Instant): CompanyRecord {
  return {
    id: '',
    account,
    name: account.name,
    domain: account.domain,
    country: account.country.name,
    createdAt,
    mergedInto: null,
    mergedAt: null,
    isDuplicate: false,
    archivedAt: null,
    owners: [],
    employees: account.employees,
    lifecycle: [{ at: createdAt, value: 'lead' }],
    touches: [],
  }
}

function countryOf(random: Random, story: Story | null): Country {
  const all = [...COUNTRIES, ...RARE_COUNTRIES]
  const told = all.find((candidate) => candidate.code === story?.country)
  return told ?? random.weighted(COUNTRIES, (candidate) => candidate.weight)
}

const INTERNAL_NAMES = [PRODUCT_NAME, `Test Company ${PRODUCT_NAME}`, 'TEST do not use']
const internalName = (key: string) => INTERNAL_NAMES[Number(key.slice(3))] ?? 'Test'

function firmName(random: Random, city: string, names: Set<string>): string {
  for (let attempt = 0; ; attempt++) {
    const base = `${random.pick(FIRM_ROOTS)} ${random.pick(FIRM_ENDINGS)}`
    const full = attempt > 3 ? `${base} ${city} ${attempt > 9 ? attempt : ''}`.trim() : base
    if (names.has(slug(full))) continue
    names.add(slug(full))
    return full
  }
}

/** The first count stands at creation; what changed before is not known. */
export function known(changes: Change<number>[], createdAt: Instant): Change<number>[] {
  const first = valueAt(changes, createdAt) ?? 1
  return [{ at: createdAt, value: first }, ...changes.filter((change) => change.at > createdAt)]
}

/** Employees today and the counts that the CRM learns later. */
function staff(random: Random): Change<number>[] {
  const kind = random.next()
  let count =
    kind < 0.56
      ? Math.min(49, Math.max(5, Math.round(random.spread(19, 0.5))))
      : kind < 0.88
        ? Math.min(499, Math.max(50, Math.round(random.spread(125, 0.55))))
        : Math.max(500, Math.round(random.spread(900, 0.5)))
  const changes = [{ at: 0, value: count }]
  const updates = random.weighted([0, 1, 2], (n) => [5, 3, 1][n] ?? 0)
  const days = Array.from({ length: updates }, () => random.int(20, 1080)).sort((a, b) => a - b)
  for (const day of days) {
    count = Math.max(3, Math.round(random.spread(count * 1.06, 0.16)))
    const instant = businessHours(random, at('2023-01-02') + day * DAY)
    if (count !== changes.at(-1)?.value && instant <= END)
      changes.push({ at: instant, value: count })
  }
  return changes
}

function* storyStaff(story: Story): Generator<Change<number>> {
  const [first, ...later] = story.employees
  yield { at: 0, value: first }
  for (const [day, value] of later) yield { at: at(`${day}T10:20:00`), value }
}

/** When the CRM first hears of a firm; stories and founding customers are dated elsewhere too. */
function arrival(random: Random, story: Story | null, kind: AccountKind): Instant {
  const sold = story?.wonAt ?? story?.steps[0]?.at
  if (sold !== undefined) return businessHours(random, at(sold) - random.int(45, 120) * DAY)
  if (kind === 'internal') return businessHours(random, at('2021-04-06') + random.int(0, 300) * DAY)
  if (kind === 'stripe_only') return businessHours(random, at('2024-04-09'))
  if (kind === 'deleted') return businessHours(random, at('2023-02-01') + random.int(0, 500) * DAY)
  if (random.chance(FOUNDING_SHARE)) {
    return businessHours(random, at('2020-06-15') + Math.floor(random.next() ** 0.7 * 670) * DAY)
  }
  const first = at('2022-06-01')
  for (;;) {
    const days = random.int(0, 1270)
    // A list that was bought in 2022 filled the pipeline; later the market gets known.
    const density = days < 214 ? 1.5 : 1.2 - 0.0004 * days
    if (season(first + days * DAY) * density > random.next() * 1.75) {
      return businessHours(random, first + days * DAY)
    }
  }
}

export const isFounding = (account: Account) =>
  account.kind === 'regular' && account.story === null && account.createdAt < at('2022-05-15')
