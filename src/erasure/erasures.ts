/**
 * Who is erased: a random key and keyed hashes, never an address.
 *
 *   <warehouse>/erasures.json
 */
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { UserError } from '../errors.ts'
import { jsonOf, readIfThere, writeDurably } from '../warehouse/diskio.ts'

const erasuresSchema = z.object({
  /** Without it no hash can be made of a guess. */
  key: z.string(),
  /** Of addresses, of the records found under them, of names and their words, of numbers. */
  hashes: z.array(z.string()),
  /** How many words the full names have: as many are put together to look for them. */
  nameLengths: z.array(z.number()).optional(),
  /** The loaded files that were written anew without an erased person: which stands for which. */
  files: z.record(z.string(), z.string()),
})
export type Erasures = z.output<typeof erasuresSchema>

/** What a hash is of. */
export type Erased = 'email' | 'record' | 'name' | 'full name' | 'phone'

const pathOf = (warehouse: string) => join(warehouse, 'erasures.json')

/**
 * The erasures of a warehouse; undefined where no one was ever erased.
 *
 * @throws UserError where the list is damaged: to load without it would bring people back
 */
export function readErasures(warehouse: string): Erasures | undefined {
  const text = readIfThere(pathOf(warehouse))
  if (text === undefined) return undefined
  const { data } = erasuresSchema.safeParse(jsonOf(text))
  if (data) return data
  throw new UserError(
    `${pathOf(warehouse)} is damaged, so it cannot be told who was erased; restore it from a backup.`,
  )
}

export const newErasures = (): Erasures => ({
  key: randomBytes(32).toString('hex'),
  hashes: [],
  files: {},
})

/** Only its owner may read it: with the key, an address can be looked for. */
export function writeErasures(warehouse: string, erasures: Erasures) {
  writeDurably(pathOf(warehouse), JSON.stringify(erasures), 0o600)
}

/** The keyed hash of what identifies someone, as the SQL of eraser.ts makes it too. */
export const keyedHash = ({ key }: Pick<Erasures, 'key'>, kind: Erased, value: string): string =>
  createHash('sha256').update(`${key}${kind}:${value}`).digest('hex')

/** The name under which a loaded file stands since people were erased from it. */
export function nameAfterErasures(name: string, erasures: Erasures | undefined): string {
  const next = erasures?.files[name]
  return next === undefined ? name : nameAfterErasures(next, erasures)
}
