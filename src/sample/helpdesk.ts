// Who asks the help desk: people of customers, under their names there, and mailboxes of several.

import type { Account, Contact } from './account.ts'
import { DAY, type Instant } from './calendar.ts'
import type { Company, Organization, Requester, Ticket } from './company.ts'
import { firmOf } from './firm.ts'
import { spelling, withoutForm } from './names.ts'
import { typed } from './phone.ts'
import type { Random } from './random.ts'
import { FREE_MAIL, slug } from './words.ts'

export function askForHelp(random: Random, company: Company): void {
  const desk = new Desk(random, company)
  for (const ticket of company.tickets) ticket.requester = desk.requesterOf(ticket)
}

class Desk {
  readonly #random: Random
  readonly #company: Company
  readonly #organizations = new Map<Account, Organization>()
  readonly #requesters = new Map<Contact | Account, Requester>()

  constructor(random: Random, company: Company) {
    this.#random = random
    this.#company = company
  }

  requesterOf({ account, createdAt }: Ticket): Requester {
    const random = this.#random.fork(`${account.key}/${createdAt}`)
    const organization = this.#organizationOf(account, createdAt)
    const people = account.contacts.filter(
      (contact) => contact.duplicateOf === null && contact.createdAt <= createdAt,
    )
    if (people.length === 0 || random.chance(0.05)) {
      return this.#find(firmOf(account), () => this.#mailbox(account, organization, createdAt))
    }
    const contact = random.pick(people)
    return this.#find(contact.sameAs ?? contact, () =>
      this.#person(contact, organization, createdAt),
    )
  }

  #find(key: Contact | Account, make: () => Requester): Requester {
    const known = this.#requesters.get(key)
    if (known !== undefined) return known
    const requester = make()
    this.#requesters.set(key, requester)
    this.#company.requesters.push(requester)
    requester.id = String(396_331_000_000 + this.#company.requesters.length * 7_411)
    return requester
  }

  #organizationOf(account: Account, at: Instant): Organization {
    const firm = firmOf(account)
    const known = this.#organizations.get(firm)
    if (known !== undefined) return known
    const random = this.#random.fork(`organization/${firm.key}`)
    const [bare] = withoutForm(firm.name)
    const { dirt, organizations } = this.#company
    const name = random.chance(0.12 * dirt) ? spelling(random, firm.name) : firm.name
    const organization: Organization = {
      id: String(370_326_000_000 + (organizations.length + 1) * 9_173),
      name: random.chance(0.3) ? bare : name,
      externalId: random.chance(0.6) ? (account.records[0]?.id ?? '') : '',
      createdAt: at - random.int(0, 3) * DAY,
      account,
    }
    this.#organizations.set(firm, organization)
    organizations.push(organization)
    return organization
  }

  #mailbox(account: Account, organization: Organization, createdAt: Instant): Requester {
    const random = this.#random.fork(`mailbox/${account.key}`)
    const local = random.pick(['info', 'it', 'support', 'office'])
    const email = `${local}@${account.domain}`
    const name = random.chance(0.5) ? withoutForm(account.name)[0] : email
    return { id: '', name, email, phone: '', createdAt, contact: null, organization }
  }

  #person(contact: Contact, organization: Organization, createdAt: Instant): Requester {
    const random = this.#random.fork(`person/${contact.key}`)
    const { dirt } = this.#company
    const phone = contact.phone !== null && random.chance(0.5) ? contact.phone : null
    return {
      id: '',
      name: `${contact.firstName.trim()} ${contact.lastName.trim()}`,
      email: addressOf(random, contact, phone !== null, dirt),
      phone: phone === null ? '' : typed(random, phone, dirt),
      createdAt,
      contact,
      organization,
    }
  }
}

/** Mostly the address that the CRM has; now and then another of the same person. */
function addressOf(random: Random, contact: Contact, hasPhone: boolean, dirt: number): string {
  const { firstName, lastName, account } = contact
  const isSound = /^[^@ ]+@[a-z0-9-]+\.example$/i.test(contact.email)
  const host = account?.domain ?? 'unknown.example'
  const usual = isSound ? contact.email : `${slug(firstName)}.${slug(lastName)}@${host}`
  const dice = random.next() / Math.max(dirt, 0.001)
  if (dice < 0.03) return `${slug(firstName).slice(0, 1)}${slug(lastName)}@${host}`
  if (dice < 0.045 && hasPhone) {
    return `${slug(lastName)}.${slug(firstName)}@${random.pick(FREE_MAIL)}`
  }
  if (dice < 0.08) return usual.toUpperCase()
  return usual
}
