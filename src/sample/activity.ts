// What people do around leads and deals: visits, mails, calls and meetings.

import { type Channel, type Contact, type Rep, valueAt } from './account.ts'
import { businessHours, DAY, END, HOUR, MINUTE } from './calendar.ts'
import type { Activity, Company } from './company.ts'
import type { Deal } from './deal.ts'
import { passBy } from './passers_by.ts'
import type { Random } from './random.ts'

export function act(random: Random, company: Company): void {
  for (const contact of company.contacts)
    visit(random.fork(`visits/${contact.key}`), company, contact)
  for (const deal of company.deals) work(random.fork(`work/${deal.key}`), company, deal)
  for (const contact of company.contacts) {
    for (const at of contact.contactedAt) {
      const rep = valueAt(contact.owners, at) ?? null
      const kind = at % 3 === 0 ? 'call' : 'email'
      company.activities.push({ at, kind, direction: 'outbound', contact, deal: null, rep })
    }
  }
  for (const activity of company.activities) {
    if (activity.deal !== null) activity.contact.contactedAt.push(activity.at)
  }
  for (const contact of company.contacts) contact.contactedAt.sort((a, b) => a - b)
  company.activities.sort((a, b) => a.at - b.at)
  passBy(random.fork('traffic'), company)
}

/** The first visit comes from the source; later ones come as they please. */
function visit(random: Random, company: Company, contact: Contact): void {
  if (contact.source.channel === 'offline' || contact.duplicateOf !== null) return
  const before = random.int(0, 3)
  const after = random.poisson(contact.account === null ? 0.8 : 3)
  const { channel, campaign } = contact.source
  const firstAt =
    contact.createdAt - (before === 0 ? 12 * MINUTE : random.int(1, 40) * DAY + 11 * MINUTE)
  company.sessions.push({ at: firstAt, contact, channel, campaign, pages: random.int(2, 9) })
  for (let i = 1; i < before; i++) {
    const at = Math.floor(random.between(firstAt, contact.createdAt))
    const returning: Channel = random.pick(['direct', 'organic_search', channel])
    company.sessions.push({
      at,
      contact,
      channel: returning,
      campaign: returning === channel ? campaign : null,
      pages: random.int(1, 6),
    })
  }
  for (let i = 0; i < after; i++) {
    const at = Math.floor(contact.createdAt + random.between(0.02, 120) * DAY)
    if (at > END) continue
    const news = random.chance(0.3) ? 'Newsletter' : null
    company.sessions.push({
      at,
      contact,
      channel: news === null ? random.pick(['direct', 'organic_search']) : 'email',
      campaign: news,
      pages: random.int(1, 7),
    })
  }
}

function work(random: Random, company: Company, deal: Deal): void {
  if (deal.contacts.length === 0 || deal.isInternal || deal.mergedInto !== null) return
  const closed = deal.events.filter((event) => event.field === 'stage').at(-1)?.at ?? deal.createdAt
  const weeks = Math.max(0.4, (closed - deal.createdAt) / (7 * DAY))
  const owners = deal.events.filter((event) => event.field === 'owner')
  for (let i = Math.min(40, random.poisson(1.1 * weeks)); i > 0; i--) {
    const at = businessHours(
      random,
      random.between(deal.createdAt, Math.max(closed, deal.createdAt + HOUR)),
    )
    if (at > END) continue
    const kind: Activity['kind'] = random.pick(['email', 'email', 'email', 'call', 'meeting'])
    const rep = owners.filter((event) => event.at <= at).at(-1)?.value as Rep | null | undefined
    company.activities.push({
      at,
      kind,
      direction: kind === 'email' && random.chance(0.4) ? 'inbound' : 'outbound',
      contact: random.pick(deal.contacts),
      deal,
      rep: rep ?? null,
    })
  }
}
