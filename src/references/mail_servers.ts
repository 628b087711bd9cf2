/**
 * Which domains take mail: looked up by a step of its own, kept in a file in the warehouse folder,
 * read by builds. No build asks the network, so equal inputs give equal builds.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the look-up asks: `node:dns/promises` in production. */
export interface Resolver {
  resolveMx(domain: string): Promise<readonly { readonly exchange: string }[]>
  resolve4(domain: string): Promise<readonly string[]>
  resolve6(domain: string): Promise<readonly string[]>
}

/** Domains with `yes` or `no`. */
export type MailServers = ReadonlyMap<string, 'yes' | 'no'>

const fileIn = (warehouse: string) => join(warehouse, 'mail_servers.csv')
const header = 'domain,has_mail_server'

/** What was looked up so far; nothing where nobody looked. */
export function readMailServers(warehouse: string): MailServers {
  let text = ''
  try {
    text = readFileSync(fileIn(warehouse), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const known = new Map<string, 'yes' | 'no'>()
  for (const line of text.split('\n').slice(1)) {
    const [domain, found] = line.split(',')
    if (domain && (found === 'yes' || found === 'no')) known.set(domain, found)
  }
  return known
}

/** Keeps what was looked up, by domain, all or nothing. */
export function writeMailServers(warehouse: string, servers: MailServers): void {
  const lines = [...servers].sort(([one], [other]) => (one < other ? -1 : 1)).map(String)
  const unfinished = `${fileIn(warehouse)}.new`
  writeFileSync(unfinished, `${[header, ...lines].join('\n')}\n`)
  renameSync(unfinished, fileIn(warehouse))
}

/** How many domains are asked for at once. */
const atOnce = 16

/**
 * Looks up domains that are not known yet. A domain of which the network tells nothing, since it
 * was slow or a server failed, stays unknown: it is asked for again next time.
 */
export async function lookUpMailServers(
  domains: Iterable<string>,
  known: MailServers,
  resolver: Resolver,
): Promise<MailServers> {
  const found = new Map(known)
  const pending = [...new Set(domains)].filter((domain) => !known.has(domain)).sort()
  const work = async () => {
    for (let domain = pending.shift(); domain !== undefined; domain = pending.shift()) {
      const takesMail = await takesMailAt(domain, resolver)
      if (takesMail !== undefined) found.set(domain, takesMail ? 'yes' : 'no')
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return found
}

/** Undefined where the network does not tell. */
async function takesMailAt(domain: string, resolver: Resolver): Promise<boolean | undefined> {
  const servers = await answered(resolver.resolveMx(domain))
  // A single dot says that the domain takes no mail (RFC 7505).
  if (servers === undefined) return undefined
  if (servers.length > 0) return servers.some(({ exchange }) => exchange !== '' && exchange !== '.')
  // Without a mail server, the domain’s own address takes it (RFC 5321, 5.1).
  const addresses = await answered(resolver.resolve4(domain))
  if (addresses === undefined || addresses.length > 0) return addresses && true
  const longer = await answered(resolver.resolve6(domain))
  return longer && longer.length > 0
}

/** Nothing for a name or record that is not there; undefined for an answer that did not come. */
async function answered<T>(answer: Promise<readonly T[]>): Promise<readonly T[] | undefined> {
  try {
    return await answer
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : undefined
  }
}
