/** The lists that come with the code: what is on them, and what was taken off. */
import { expect, test } from 'vitest'
import { emailDomains } from '../../src/references/email_domains.ts'
import { nicknames } from '../../src/references/nicknames.ts'
import { phoneCountries } from '../../src/references/phone_countries.ts'
import { roleNames } from '../../src/references/role_names.ts'

test('a domain of both kinds is disposable, and a company that offers mail is neither', () => {
  const kinds = new Map(emailDomains())
  expect(kinds.get('gmail.com')).toBe('free_mail')
  expect(kinds.get('gmx.de')).toBe('free_mail')
  expect(kinds.get('mailinator.com')).toBe('disposable')
  expect(kinds.get('alibaba.com')).toBeUndefined()
  expect(kinds.size).toBe([...emailDomains()].length)
})

test('roles are roles in several languages, and no names, places or initials', () => {
  const roles = new Set([...roleNames()].map(([name]) => name))
  for (const role of ['info', 'hr', 'rechnung', 'noreply', 'buchhaltung', 'factures'])
    expect(`${role} ${roles.has(role)}`).toBe(`${role} true`)
  for (const name of ['alexa', 'paris', 'md', '2024', 'gardner'])
    expect(`${name} ${roles.has(name)}`).toBe(`${name} false`)
})

test('a country has its calling code and prefixes', () => {
  const plans = new Map([...phoneCountries()].map(([country, ...plan]) => [country, plan]))
  expect(plans.get('DE')).toEqual(['49', '0', '00'])
  expect(plans.get('IT')).toEqual(['39', '', '00'])
  expect(plans.get('US')).toEqual(['1', '1', '011'])
})

test('a short name stands for several full ones, each of which stands for itself', () => {
  const full = Map.groupBy(nicknames(), ([name]) => name)
  expect(full.get('alex')?.map(([, name]) => name)).toEqual(['alexander', 'alexandra'])
  expect(full.get('robert')).toEqual([['robert', 'robert']])
  expect(full.get('bob')).toEqual([['bob', 'robert']])
  const pairs = [...nicknames()].map((pair) => pair.join(' '))
  expect(pairs.length).toBe(new Set(pairs).size)
})
