// What Salesforce's exports have in common: rows by field name, instants, pick lists, owners.

import type { Channel, Rep, Source } from '../../account.ts'
import { type Instant, isoDay, isoSecond } from '../../calendar.ts'
import type { Company } from '../../company.ts'
import { RowDirt } from '../../dirt.ts'
import { Random } from '../../random.ts'
import { salesforceId } from '../../salesforce_id.ts'
import { type Cell, CsvFile } from '../csv.ts'

/** The user that imports and flows run as. */
export const INTEGRATION = salesforceId('005', 90_001)

export const dirtOf = (company: Company, name: string) =>
  new RowDirt(new Random(`rows/${company.seed}/salesforce/${name}`), company.dirt)

/** `2024-03-01T08:15:00.000Z` */
export const instant = (at: Instant | null | undefined) =>
  at == null ? '' : `${isoSecond(at).replace(' ', 'T')}.000Z`

export const day = (at: Instant | null | undefined) => (at == null ? '' : isoDay(at))

/** The pick list as this organisation keeps it. */
const LEAD_SOURCES: Record<Exclude<Channel, 'offline'>, string> = {
  organic_search: 'Organic Search',
  paid_search: 'Google Ads',
  paid_social: 'Paid Social',
  organic_social: 'Social Media',
  email: 'Email',
  referral: 'Partner Referral',
  direct: 'Web',
  other: 'Other',
}

export function leadSource({ channel, campaign }: Source): string {
  if (channel !== 'offline') return LEAD_SOURCES[channel]
  if (campaign === null) return 'Phone Inquiry'
  return campaign.startsWith('Outbound') ? 'Outbound' : 'Trade Show'
}

export const ownerId = (rep: Rep | null | undefined) => rep?.id ?? INTEGRATION

/** Who made and last changed a row, and when: fields that every object has. */
export const audit = (createdAt: Instant, modifiedAt: Instant, by: string) => ({
  CreatedDate: instant(createdAt),
  CreatedById: by,
  LastModifiedDate: instant(modifiedAt),
  LastModifiedById: by,
  SystemModstamp: instant(modifiedAt),
})

/** A file whose rows name their fields; those that a row does not name are empty. */
export class ObjectFile {
  readonly #file: CsvFile
  readonly #places: ReadonlyMap<string, number>

  constructor(path: string, header: readonly string[], dirt: RowDirt | null = null) {
    this.#file = new CsvFile(path, header, dirt)
    this.#places = new Map(header.map((name, i) => [name, i]))
  }

  row(fields: Readonly<Record<string, Cell>>): string {
    const cells: Cell[] = Array(this.#places.size).fill(null)
    for (const [name, value] of Object.entries(fields)) {
      const place = this.#places.get(name)
      if (place === undefined) throw new Error(`The file has no column ${name}`)
      cells[place] = value
    }
    return this.#file.row(cells)
  }

  line(line: string): void {
    this.#file.line(line)
  }

  close(): void {
    this.#file.close()
  }
}
