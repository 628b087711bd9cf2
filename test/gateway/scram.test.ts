/** SCRAM-SHA-256: RFC 7677's own exchange, what is refused, and what failed logins cost. */
import { describe, expect, test } from 'vitest'
import { Failures } from '../../src/gateway/wire/failures.ts'
import { isLocal } from '../../src/gateway/wire/login.ts'
import { saslPrepared } from '../../src/gateway/wire/saslprep.ts'
import { exchange, nobody, verifierOf } from '../../src/gateway/wire/scram.ts'

/** The example of RFC 7677, section 3. */
const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
const serverNonce = '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0'
const first = 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO'
const final = `c=biws,r=rOprNGfwEbeRWgbNEkqO${serverNonce}`
const proof = 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ='

const example = (said = first, password = 'pencil') =>
  exchange(said, verifierOf(password, salt), serverNonce)

test('the example of RFC 7677', () => {
  const { challenge, finish } = example()
  expect(challenge).toBe(
    'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  )
  expect(finish(`${final},p=${proof}`)).toBe('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')
})

describe('is refused', () => {
  test('another password', () => {
    const { finish } = example(first, 'pen')
    expect(() => finish(`${final},p=${proof}`)).toThrow(
      expect.objectContaining({ sqlstate: '28P01' }),
    )
  })

  test('the binding of a channel, which is not offered', () => {
    expect(() => example('p=tls-server-end-point,,n=user,r=abc')).toThrow(/not offered/)
  })

  test.each([
    ['an extension that has to be understood', 'n,,m=x,n=user,r=abc'],
    ['no nonce', 'n,,n=user'],
    ['a flag that there is not', 'x,,n=user,r=abc'],
    ['nothing', ''],
  ])('a first message with %s', (_, said) => {
    expect(() => example(said)).toThrow(expect.objectContaining({ sqlstate: '08P01' }))
  })

  test.each([
    ['another nonce', `c=biws,r=rOprNGfwEbeRWgbNEkqO,p=${proof}`],
    ['another header', `c=eSws,r=rOprNGfwEbeRWgbNEkqO${serverNonce},p=${proof}`],
    ['a proof that is cut off', `${final},p=dHzb`],
    ['no proof', final],
  ])('a final message with %s', (_, said) => {
    expect(() => example().finish(said)).toThrow(expect.objectContaining({ sqlstate: '08P01' }))
  })
})

test('a client that could bind the channel says y, and means it at the end', () => {
  const { finish } = example('y,,n=user,r=rOprNGfwEbeRWgbNEkqO')
  // The proof is of the other header; it is the password that fails, not the form.
  expect(() => finish(`c=eSws,r=rOprNGfwEbeRWgbNEkqO${serverNonce},p=${proof}`)).toThrow(
    expect.objectContaining({ sqlstate: '28P01' }),
  )
})

test('nobody is asked with the same salt each time, and another for each name', () => {
  const salts = ['a', 'a', 'b'].map((user) => nobody(user, 'secret').salt.toString('hex'))
  expect(salts[0]).toBe(salts[1])
  expect(salts[0]).not.toBe(salts[2])
})

test.each([
  // Of RFC 4013, section 3.
  ['I\u00adX', 'IX'],
  ['user', 'user'],
  ['USER', 'USER'],
  ['\u00aa', 'a'],
  ['\u2168', 'IX'],
  ['a\u00a0b', 'a b'],
  ['e\u0301', '\u00e9'],
  // What has no such form is taken as it is.
  ['\u0007', '\u0007'],
  ['\u06271', '\u06271'],
])('%j is prepared as %j', (password, prepared) => {
  expect(saslPrepared(password)).toBe(prepared)
})

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['10.0.0.7', false],
  ['::ffff:10.0.0.7', false],
  [undefined, false],
])('a token without TLS: %s is of this machine: %s', (address, expected) => {
  expect(isLocal(address)).toBe(expected)
})

test('failed logins wait, those at the same time for each other, and others do not', async () => {
  const failures = new Failures()
  const waited = async (key: string) => {
    const started = performance.now()
    await failures.delay(key)
    return performance.now() - started
  }
  expect(await waited('a')).toBeLessThan(100)
  failures.count('a')
  const both = await Promise.all([waited('a'), waited('a')])
  expect(Math.min(...both)).toBeGreaterThan(240)
  expect(Math.max(...both)).toBeGreaterThan(490)
  expect(await waited('b')).toBeLessThan(100)
  for (let failed = 0; failed < 10; failed++) failures.count('a')
  const crowd = await Promise.allSettled([waited('a').catch(() => 'refused'), failures.delay('a')])
  expect(crowd[1]).toMatchObject({ status: 'rejected', reason: { sqlstate: '28000' } })
  failures.forget('a')
  expect(await waited('a')).toBeLessThan(100)
}, 20_000)
