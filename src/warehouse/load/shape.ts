/** How the rows of a file stand in it, as a contract sees them. */
import type { Contract } from '../../contract.ts'
import type { AnyTable } from '../../table.ts'
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
}

/** A file as a contract sees it, and what the contract misses in it. */
export interface Reading {
  readonly table: AnyTable
  readonly shape: Shape
  readonly missing: readonly string[]
  readonly line: number
}

export const contractOf = ({ source, name }: AnyTable): Contract => {
  if (!('contract' in source)) throw new TypeError(`${name} is not loaded from files.`)
  return source.contract
}

/** A header without what differs between exports of the same column: case, blanks, punctuation. */
export function plain(header: string): string {
  const known = plainForms.get(header)
  if (known !== undefined) return known
  const result = header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_|_$/g, '')
  plainForms.set(header, result)
  return result
}

// Every contract of a system looks at every new file of it.
const plainForms = new Map<string, string>()
