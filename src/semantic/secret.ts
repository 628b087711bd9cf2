/** The secret that signs tokens: given, or made and kept in the warehouse folder. */
import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../errors.ts'

export interface SecretOptions {
  readonly warehouse: string
  /** The address that is listened on. */
  readonly host: string
  /** REVOPS_SECRET, where it is set. */
  readonly secret?: string | undefined
}

/** Long enough that nobody guesses it: 256 bits in hexadecimal, or a phrase of that length. */
const shortest = 32

/**
 * The secret: REVOPS_SECRET, else one of the warehouse folder's own (mode 0600), made where there is
 * none. The latter only on loopback: who listens to others has to bring a secret.
 */
export function secretOf({ warehouse, host, secret }: SecretOptions): string {
  if (secret !== undefined) {
    if (secret.length < shortest)
      throw new UserError(
        `REVOPS_SECRET has ${secret.length} characters; give it at least ${shortest}, such as the output of \`openssl rand -hex 32\`.`,
      )
    return secret
  }
  if (!isLoopback(host))
    throw new UserError(
      `REVOPS_SECRET is required to listen on ${host}, which others reach; set it, or listen on 127.0.0.1.`,
    )
  return ownSecret(warehouse)
}

export const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)

function ownSecret(warehouse: string): string {
  const path = join(warehouse, 'secret')
  return readSecret(path) ?? makeSecret(warehouse, path)
}

function readSecret(path: string): string | undefined {
  try {
    const secret = readFileSync(path, 'utf8').trim()
    if (secret.length < shortest)
      throw new UserError(`${path} is damaged; delete it, and a new secret is made.`)
    chmodSync(path, 0o600)
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Two that start at the same time end up with one secret: the first link wins. */
function makeSecret(warehouse: string, path: string): string {
  mkdirSync(warehouse, { recursive: true })
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(own, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(own, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(own)
  }
  return readSecret(path)!
}
