/** TLS by a certificate of the settings. The pair beside it is for tests alone, and holds until 2126. */
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { int32 } from '../../src/gateway/wire/bytes.ts'
import { startMessage } from './raw_client.ts'
import { password, type ServedSql, serveSql, token } from './served.ts'

const pem = (name: string) => readFileSync(join(import.meta.dirname, 'tls', `${name}.pem`))
const cert = pem('cert')

let served: ServedSql
beforeAll(async () => {
  served = await serveSql({ host: '0.0.0.0', tls: { cert, key: pem('key') } })
}, 120_000)
afterAll(() => expect(served.troubles).toEqual([]))

const asked = async (options: object) => {
  const client = new Client({ ...served.connection, ...options })
  await client.connect()
  const { rows } = await client.query('select count(*) n from pipeline')
  await client.end()
  return rows
}

test('a client that trusts the certificate is served, by password and by token', async () => {
  const ssl = { ca: cert, servername: 'localhost' }
  expect(await asked({ user: 'admin', password, ssl })).toEqual([{ n: '4' }])
  expect(await asked({ user: 'token', password: await token('admin'), ssl })).toEqual([{ n: '4' }])
})

test('from another address a token is taken over TLS only', async (context) => {
  const addresses = Object.values(networkInterfaces()).flatMap((known) => known ?? [])
  const host = addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address
  if (host === undefined) return context.skip('this machine has no address but its own')
  const asker = { host, user: 'token', password: await token('admin') }
  await expect(asked(asker)).rejects.toMatchObject({ code: '28000', message: /over TLS only/ })
  const ssl = { ca: cert, servername: 'localhost' }
  expect(await asked({ ...asker, ssl })).toEqual([{ n: '4' }])
})

test('a client that does not trust it leaves, and is no trouble', async () => {
  await expect(asked({ user: 'admin', password, ssl: true })).rejects.toThrow(/self-signed/)
})

test('a cancel over TLS ends the statement of another connection', async () => {
  const client = new Client({ ...served.connection, user: 'admin', password, ssl: { ca: cert } })
  await client.connect()
  const slow = client.query(
    'select count(*) from range(100000) a(x), range(100000) b(y), (select count(*) n from pipeline) p where a.x % 7 = b.y % 11',
  )
  const { processID, secretKey } = client as unknown as Record<'processID' | 'secretKey', number>
  await new Promise((resolve) => setTimeout(resolve, 300))
  const socket = await encrypted()
  socket.write(Buffer.concat([int32(16), int32(80_877_102), int32(processID), int32(secretKey)]))
  await expect(slow).rejects.toMatchObject({ code: '57014' })
  await client.end()
})

test('TLS that begins without being asked for has to name the protocol', async () => {
  const { port, host } = served.connection
  const direct = (protocols: string[]) =>
    new Promise<string>((resolve) => {
      const socket = connectTls({
        port,
        host,
        ca: cert,
        servername: 'localhost',
        ALPNProtocols: protocols,
      })
      socket.on('secureConnect', () =>
        socket.write(startMessage(0x0003_0000, { user: 'admin', database: 'revops' })),
      )
      socket.on('data', (bytes) => {
        resolve(bytes.subarray(9).toString())
        socket.destroy()
      })
      socket.on('error', () => resolve('refused')).on('close', () => resolve('refused'))
    })
  expect(await direct(['postgresql'])).toBe('SCRAM-SHA-256\0\0')
  expect(await direct(['h2'])).toBe('refused')
})

test('plain text behind the request for TLS is refused', async () => {
  const { port, host } = served.connection
  const socket = connect(port, host)
  socket.write(
    Buffer.concat([int32(8), int32(80_877_103), startMessage(0x0003_0000, { user: 'x' })]),
  )
  const answer = await new Promise<string>((resolve) => {
    let said = ''
    socket.on('data', (bytes) => {
      said += bytes
    })
    socket.on('close', () => resolve(said))
  })
  expect(answer).toMatch(/plain text behind/)
})

/** A connection that has asked for TLS and got it. */
function encrypted(): Promise<TLSSocket> {
  const { port, host } = served.connection
  return new Promise((resolve, reject) => {
    const socket = connect(port, host)
    socket.write(Buffer.concat([int32(8), int32(80_877_103)]))
    socket.once('data', () => {
      const secure = connectTls({ socket, ca: cert, servername: 'localhost' })
      secure.once('secureConnect', () => resolve(secure)).once('error', reject)
    })
  })
}
