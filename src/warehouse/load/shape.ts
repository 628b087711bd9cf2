/** How the rows of a file stand in it, as a contract sees them. */
import type { Contract } from '../../contract.ts'
import type { AnyTable } from '../../table.ts'
import type { DateOrder } from './cell_rule.ts'
import type { Delimiter } from './header.ts'

/** How the rows of a recognised file stand in it. */
export interface Shape {
  readonly delimiter: Delimiter
  /** The entries, blank lines included, up to and with the header. */
  readonly skip: number
  /** The records among them. */
  readonly headRecords: number
  readonly headers: readonly string[]
  /** The place of each column of the contract; a column that the file lacks is not in it. */
  readonly places: Readonly<Record<string, number>>
  /** The places of the headers that a `gathered` column takes. */
  readonly gathered: Readonly<Record<string, readonly number[]>>
  /** The headers that the contract does not know. */
  readonly unknown: readonly string[]
  readonly hints: Hints
}

/** What is known of a file's numbers and days before its cells are looked at. */
interface Hints {
  readonly timeZone?: string
  readonly dates?: DateOrder
  readonly decimal?: '.' | ','
  /** Whether its numbers were typed, so that they have a decimal point whatever its texts have. */
  readonly isTyped?: boolean
}

/** A file as a contract sees it, and what the contract misses in it. */
export interface Reading {
  readonly table: AnyTable
  readonly shape: Omit<Shape, 'hints'>
  readonly missing: readonly string[]
  readonly line: number
}

export const contractOf = ({ source, name }: AnyTable): Contract => {
  if (!('contract' in source)) throw new TypeError(`${name} is not loaded from files.`)
  return source.contract
}

/** A header without what differs between exports of the same column: case, accents, punctuation. */
export function plain(header: string): string {
  const known = plainForms.get(header)
  if (known !== undefined) return known
  const words = isAscii.test(header)
    ? header.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
    : header
        .normalize('NFKD')
        .replaceAll(/\p{M}/gu, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
  const result = words.replaceAll(/^_|_$/g, '')
  if (plainForms.size < 50_000) plainForms.set(header, result)
  return result
}

const isAscii = /^[ -~]*$/

// Every contract of a system looks at every new file of it.
const plainForms = new Map<string, string>()
