// What careless hands do to records. Rows stay readable: only texts and links suffer.

import type { Contact } from './account.ts'
import { makeRecord } from './accounts.ts'
import { businessHours, DAY, END, START } from './calendar.ts'
import type { Books, Company } from './company.ts'
import type { Deal } from './deal.ts'
import { isOpen, isWon } from './deal_state.ts'
import { sortEvents } from './deals.ts'
import type { Random } from './random.ts'
import { COUNTRIES, RARE_COUNTRIES } from './words.ts'

/** Dirt of the records themselves, before anything is exported: the truth knows it. */
export function soil(random: Random, company: Books): void {
  const { dirt } = company
  if (dirt <= 0) return
  for (const contact of [...company.contacts]) {
    const stream = random.fork(`contact/${contact.key}`)
    if (stream.chance(0.015 * dirt)) repeat(stream.fork('repeat'), company, contact)
    if (contact.account !== null && stream.chance(0.015 * dirt)) contact.isUnlinked = true
    soilContact(stream, contact, dirt)
  }
  for (const account of company.accounts) {
    const stream = random.fork(`account/${account.key}`)
    const [record] = account.records
    if (record === undefined || account.kind !== 'regular') continue
    if (stream.chance(0.07 * dirt)) record.country = misspell(stream, record.country)
    if (stream.chance(0.03 * dirt)) record.name = careless(stream, record.name)
    const isQuiet = account.stays.length === 0 && account.story === null
    if (isQuiet && stream.chance(0.04 * dirt)) record.owners = []
    if (isQuiet && stream.chance(0.012 * dirt)) {
      const twin = makeRecord(
        account,
        businessHours(stream, Math.max(record.createdAt, START) + 30 * DAY),
      )
      twin.domain = ''
      twin.isDuplicate = true
      if (twin.createdAt < END) account.records.push(twin)
    }
    for (const customer of account.customers) {
      if (!stream.chance(0.02 * dirt) || account.story !== null) continue
      customer.record = null
      customer.email = `billing@${account.domain}`
    }
  }
  for (const deal of company.deals) soilDeal(random.fork(`deal/${deal.key}`), deal, dirt)
  if (company.unit === 'hubspot') enterLate(random.fork('late'), company, Math.round(2 * dirt))
}

function soilContact(random: Random, contact: Contact, dirt: number): void {
  if (random.chance(0.07 * dirt)) contact.country = misspell(random, contact.country)
  if (random.chance(0.02 * dirt)) contact.firstName = careless(random, contact.firstName)
  if (random.chance(0.02 * dirt)) contact.lastName = careless(random, contact.lastName)
  if (random.chance(0.03 * dirt)) contact.email = careless(random, contact.email)
  else if (random.chance(0.016 * dirt)) contact.email = spoil(random, contact.email)
  if (random.chance(0.05 * dirt)) contact.companyName = careless(random, contact.companyName)
}

const careless = (random: Random, text: string) =>
  random.pick([text.toUpperCase(), text.toLowerCase(), ` ${text}`, `${text} `, `${text}  `])

const spoil = (random: Random, email: string) =>
  random.pick([
    email.replace('@', ''),
    email.replace('@', ' @ '),
    email.replace('@', '@@'),
    email.replace('.example', ''),
    `${email.split('@')[0]}@`,
    'n/a',
    'unknown',
    email.replace('.example', ',example'),
    '',
  ])

function misspell(random: Random, name: string): string {
  const found = [...COUNTRIES, ...RARE_COUNTRIES].find((country) => country.name === name)
  if (found === undefined) return name
  return random.pick([
    found.local,
    found.code,
    name.toLowerCase(),
    name.toUpperCase(),
    ` ${name}`,
    '',
  ])
}

/** The same person once more, under another spelling of the address. */
function repeat(random: Random, company: Company, contact: Contact): void {
  const createdAt = contact.createdAt + random.int(2, 200) * DAY
  if (createdAt > END - DAY || contact.duplicateOf !== null) return
  const [local = '', host = ''] = contact.email.split('@')
  const twin: Contact = {
    ...contact,
    key: `${contact.key}/twin`,
    leadId: '',
    convertedAt: null,
    email: random.pick([
      `${local.toUpperCase()}@${host}`,
      `${local}+news@${host}`,
      ` ${contact.email}`,
    ]),
    createdAt,
    source: { channel: 'offline', campaign: null, detail: 'IMPORT' },
    lifecycle: [{ at: createdAt, value: 'lead' }],
    leadStatus: [],
    owners: [],
    conversions: [],
    contactedAt: [],
    unsubscribedAt: null,
    duplicateOf: contact,
  }
  company.contacts.push(twin)
}

/** Links and owners that somebody lost; won deals keep both. */
function soilDeal(random: Random, deal: Deal, dirt: number): void {
  const last = deal.events.filter((event) => event.field === 'stage').at(-1)?.value ?? 0
  if (deal.account.kind !== 'regular' || deal.type !== 'New Business') return
  const linked = deal.contacts.some((contact) => !contact.isUnlinked)
  if (linked && random.chance(0.012 * dirt)) deal.isUnlinked = true
  if (!isOpen(deal, last) && !isWon(deal, last) && random.chance(0.011 * dirt)) {
    deal.events = deal.events.filter((event) => event.field !== 'owner')
  }
}

/** Deals that were typed in when they were long won: created after they closed. */
function enterLate(random: Random, company: Company, count: number): void {
  const candidates = company.deals.filter((deal) => {
    const stages = deal.events.filter((event) => event.field === 'stage')
    const last = stages.at(-1)
    return (
      deal.type === 'Existing Business' &&
      last !== undefined &&
      isWon(deal, last.value) &&
      deal.createdAt > START &&
      last.at < END - 40 * DAY
    )
  })
  for (let i = 0; i < Math.min(count, candidates.length); i++) {
    const deal = random.pick(candidates)
    const closedAt = deal.events.find((event) => event.field === 'stage' && event.value === 5)?.at
    if (closedAt === undefined || closedAt < deal.createdAt) continue
    const amount = deal.events.filter((event) => event.field === 'amount').at(-1)?.value
    const owner = deal.events.filter((event) => event.field === 'owner').at(-1)?.value
    const at = businessHours(random, closedAt + random.int(4, 16) * DAY)
    deal.createdAt = at
    deal.events = [
      { at, field: 'owner', value: owner ?? null } as Deal['events'][number],
      { at, field: 'amount', value: amount ?? null } as Deal['events'][number],
      { at, field: 'closeDate', value: closedAt },
      { at, field: 'stage', value: 5 },
      { at, field: 'forecast', value: 'CLOSED' },
    ]
    sortEvents(deal)
  }
}

/** Dirt of the exports: rows that come twice, and old versions that come again later. */
export class RowDirt {
  readonly #random: Random
  readonly #dirt: number

  constructor(random: Random, dirt: number) {
    this.#random = random
    this.#dirt = dirt
  }

  isRepeated(share = 0.003): boolean {
    return this.#random.next() < share * this.#dirt
  }

  isLate(share = 0.006): boolean {
    return this.#random.next() < share * this.#dirt
  }
}
