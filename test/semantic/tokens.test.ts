import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SignJWT, UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'
import { secretOf } from '../../src/semantic/secret.ts'
import { issueToken, verifyToken } from '../../src/semantic/tokens.ts'
import { newFolder } from './warehouses.ts'

const secret = 'a secret of this warehouse, for tests only'
const sign = (claims: Record<string, unknown>, key = secret, alg = 'HS256') =>
  new SignJWT(claims)
    .setProtectedHeader({ alg })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(key))

test('a token says again what it was issued for', async () => {
  const token = await issueToken(secret, { role: 'rep', user: 'Ann Lee', expires: 60 })
  const bearer = await verifyToken(secret, token)
  expect(bearer).toMatchObject({ role: 'rep', user: 'Ann Lee' })
  expect(bearer.exp - Date.now() / 1000).toBeGreaterThan(55)
})

test('a rep needs a user, a manager a team, and a role has to be one of ours', async () => {
  const issue = (claims: { role: string; user?: string }) =>
    issueToken(secret, { ...claims, expires: 60 })
  await expect(issue({ role: 'rep' })).rejects.toThrow('The role rep needs a user')
  await expect(issue({ role: 'manager', user: 'Ann' })).rejects.toThrow('needs a team')
  await expect(issue({ role: 'root' })).rejects.toThrow('The role root is unknown')
  await expect(issueToken(secret, { role: 'admin', expires: 0 })).rejects.toThrow('--expires')
})

test('a token of another secret, another algorithm or none is refused', async () => {
  const tokens = [
    await sign({ role: 'admin' }, 'some other secret that is long enough'),
    await sign({ role: 'admin' }, `${secret}${secret}`, 'HS512'),
    await sign({ role: 'admin' }, secret, 'HS512'),
    new UnsecuredJWT({ role: 'admin' }).setExpirationTime('1h').encode(),
    'not.a.token',
  ]
  for (const token of tokens)
    await expect(verifyToken(secret, token)).rejects.toThrow('not one of this warehouse')
})

test('a token that has expired, or never would, is refused', async () => {
  const key = new TextEncoder().encode(secret)
  const signed = new SignJWT({ role: 'admin' }).setProtectedHeader({ alg: 'HS256' })
  const old = await signed.setExpirationTime(Math.floor(Date.now() / 1000) - 1).sign(key)
  await expect(verifyToken(secret, old)).rejects.toThrow('The token has expired')
  const endless = await new SignJWT({ role: 'admin' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(key)
  await expect(verifyToken(secret, endless)).rejects.toThrow('not one of this warehouse')
})

test('a signed token without a role, or with one that is not ours, is refused', async () => {
  await expect(verifyToken(secret, await sign({}))).rejects.toThrow('There is no role')
  await expect(verifyToken(secret, await sign({ role: 'root' }))).rejects.toThrow('root is unknown')
  await expect(verifyToken(secret, await sign({ role: 'rep' }))).rejects.toThrow('needs a user')
})

test('on loopback a secret is made once, readable by its owner only', () => {
  const warehouse = newFolder()
  const first = secretOf({ warehouse, host: '127.0.0.1' })
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(secretOf({ warehouse, host: 'localhost' })).toBe(first)
  expect(readFileSync(join(warehouse, 'secret'), 'utf8').trim()).toBe(first)
  expect(statSync(join(warehouse, 'secret')).mode & 0o777).toBe(0o600)
})

test('elsewhere a secret is required, and a short one is refused', () => {
  const warehouse = newFolder()
  expect(() => secretOf({ warehouse, host: '0.0.0.0' })).toThrow(
    'REVOPS_SECRET is required to listen on 0.0.0.0',
  )
  expect(() => secretOf({ warehouse, host: '127.0.0.1', secret: 'short' })).toThrow('at least 32')
  expect(secretOf({ warehouse, host: '0.0.0.0', secret })).toBe(secret)
})

test('a secret file that was cut short is not signed with', () => {
  const warehouse = newFolder()
  writeFileSync(join(warehouse, 'secret'), 'abc')
  expect(() => secretOf({ warehouse, host: '::1' })).toThrow('is damaged')
})
