// People whom both units know, under names, addresses and numbers that are not always the same.

import type { Contact } from './account.ts'
import type { Books } from './company.ts'
import { misspelt, nicknameOf, unaccented } from './names.ts'
import type { Random } from './random.ts'
import { FREE_MAIL, slug } from './words.ts'

/** Makes some people of the second unit the same as people of the first. */
export function acquaint(random: Random, company: Books, others: readonly Contact[]): void {
  const crowd = others.filter((other) => other.account === null && other.duplicateOf === null)
  const movers = others.filter((other) => other.account?.kind === 'regular')
  const met = new Set<Contact>()
  for (const contact of company.contacts) {
    const stream = random.fork(contact.key)
    const { account } = contact
    const known = account?.sameAs?.contacts.filter((other) => !met.has(other)) ?? []
    let other: Contact | undefined
    let hasMoved = false
    if (known.length > 0 && stream.chance(0.45)) other = stream.pick(known)
    else if (account === null && stream.chance(0.05)) other = stream.pick(crowd)
    else if (account?.kind === 'regular' && stream.chance(0.03)) {
      other = stream.pick(movers)
      if (other.phone === null) continue
      // Who is known to both already, or works for the same firm, has not moved.
      hasMoved = other.account !== account.sameAs
    }
    if (other === undefined || met.has(other) || other.duplicateOf !== null) continue
    met.add(other)
    meet(stream, contact, other, hasMoved, company.dirt)
  }
}

/** A new job brings a new address; the name and the mobile phone stay. */
function meet(
  random: Random,
  contact: Contact,
  other: Contact,
  hasMoved: boolean,
  dirt: number,
): void {
  contact.sameAs = other
  contact.firstName = other.firstName
  contact.lastName = other.lastName
  contact.phone = other.phone
  if (!hasMoved) {
    contact.email = other.email
    contact.country = other.country
    contact.companyName = other.companyName
    contact.jobTitle = other.jobTitle
  } else if (contact.account !== null) {
    contact.email = addressOf(contact, contact.account.domain)
    return
  }
  vary(random, contact, dirt)
}

const addressOf = ({ firstName, lastName }: Contact, host: string) =>
  `${slug(firstName)}.${slug(lastName)}@${host}`

/** At most one thing differs much, so that the others still say who it is. */
function vary(random: Random, contact: Contact, dirt: number): void {
  const host = contact.email.split('@')[1] ?? ''
  const dice = random.next() / Math.max(dirt, 0.001)
  if (dice < 0.06) contact.firstName = nicknameOf(contact.firstName)
  else if (dice < 0.1) contact.lastName = misspelt(random, contact.lastName)
  else if (dice < 0.13) contact.lastName = unaccented(contact.lastName)
  else if (dice < 0.17 && contact.account !== null) {
    contact.email = `${slug(contact.firstName).slice(0, 1)}.${slug(contact.lastName)}@${host}`
  } else if (dice < 0.2 && contact.account !== null && contact.phone !== null) {
    contact.email = `${slug(contact.firstName)}${slug(contact.lastName)}${random.int(60, 99)}@${random.pick(FREE_MAIL)}`
  } else if (dice < 0.23) {
    contact.email = contact.email.replace('@', '+web@')
  }
}
