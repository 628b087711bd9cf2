/** Domains at which addresses say nothing of a company: throw-away ones and free mail. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Listed as providers, but companies whose staff write from there, or no providers at all. */
const companies = new Set([
  ...['about.com', 'alibaba.com', 'altavista.com', 'ancestry.com', 'ancestry.co.uk', 'bolt.com'],
  ...[
    'casino.com',
    'discovery.com',
    'example.com',
    'facebook.com',
    'games.com',
    'law.com',
    'wow.com',
  ],
  ...[
    'medscape.com',
    'name.com',
    'dnsmadeeasy.com',
    'nus.edu.sg',
    'nyc.com',
    'oath.com',
    'parrot.com',
  ],
  ...[
    'poste.it',
    'space.com',
    'techspot.com',
    'telstra.com',
    'theglobe.com',
    'unican.es',
    'usa.com',
  ],
  ...[
    'doctor.com',
    'everyone.net',
    'india.com',
    'sci.fi',
    'swissinfo.org',
    'walla.co.il',
    'geek.com',
  ],
])

/** Providers that the list lacks. */
const added = [
  'hotmail.de',
  'hotmail.fr',
  'outlook.de',
  'outlook.fr',
  'live.de',
  'pm.me',
  'posteo.de',
]

/** Each domain with its kind. One of both kinds is disposable: lists of free mail hold such too. */
export function* emailDomains(): Generator<readonly [domain: string, kind: string]> {
  const { disposableEmailBlocklist } = require('disposable-email-domains-js') as {
    disposableEmailBlocklist: () => string[]
  }
  const disposable = new Set(disposableEmailBlocklist())
  for (const domain of disposable) yield [domain, 'disposable']
  const providers = new Set([...(require('email-providers/all.json') as string[]), ...added])
  for (const domain of providers)
    if (!disposable.has(domain) && !companies.has(domain)) yield [domain, 'free_mail']
}
