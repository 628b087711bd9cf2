/** Which domains take mail: what is asked, what is kept, and what stays unknown. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  lookUpMailServers,
  type Resolver,
  readMailServers,
  writeMailServers,
} from '../../src/references/mail_servers.ts'

const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }))

/** A network in which each domain answers as it is called. */
function network(): Resolver & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    resolveMx(domain) {
      asked.push(domain)
      if (domain === 'mail.example') return Promise.resolve([{ exchange: 'mx.mail.example' }])
      if (domain === 'none.example') return Promise.resolve([{ exchange: '' }])
      if (domain === 'gone.example') return failing('ENOTFOUND')
      if (domain === 'slow.example') return failing('ETIMEOUT')
      return failing('ENODATA')
    },
    resolve4: (domain) =>
      domain === 'bare.example' ? Promise.resolve(['192.0.2.1']) : failing('ENODATA'),
    resolve6: (domain) =>
      domain === 'six.example' ? Promise.resolve(['2001:db8::1']) : failing('ENOTFOUND'),
  }
}

test('a domain takes mail with a mail server, else with an address of its own', async () => {
  const domains = ['mail', 'none', 'gone', 'bare', 'six', 'web'].map((name) => `${name}.example`)
  expect(Object.fromEntries(await lookUpMailServers(domains, new Map(), network()))).toEqual({
    'mail.example': 'yes',
    'none.example': 'no',
    'gone.example': 'no',
    'bare.example': 'yes',
    'six.example': 'yes',
    'web.example': 'no',
  })
})

test('a domain that did not answer stays unknown, and one that is known is not asked for', async () => {
  const resolver = network()
  const known = new Map([['mail.example', 'no' as const]])
  const found = await lookUpMailServers(['slow.example', 'mail.example'], known, resolver)
  expect([...found]).toEqual([['mail.example', 'no']])
  expect(resolver.asked).toEqual(['slow.example'])
})

test('answers are kept in the warehouse folder; without a file there are none', () => {
  const warehouse = mkdtempSync(join(tmpdir(), 'revops-'))
  onTestFinished(() => rmSync(warehouse, { recursive: true }))
  expect(readMailServers(warehouse).size).toBe(0)
  const servers = new Map([
    ['b.example', 'no' as const],
    ['a.example', 'yes' as const],
  ])
  writeMailServers(warehouse, servers)
  expect([...readMailServers(warehouse)]).toEqual([
    ['a.example', 'yes'],
    ['b.example', 'no'],
  ])
})
