/** The page that a used or wrong sign-in link shows. */
import { expect, test } from 'vitest'
import { serveWeb } from './served_web.ts'

const { get, token } = await serveWeb()

test('a sign-in link that is used or too old is answered by a page in the reader’s language', async () => {
  const headers = { 'accept-language': 'fi' }
  const response = await get('/signin?code=used', { headers })
  expect(response.status).toBe(403)
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  const page = await response.text()
  expect(page).toContain('<html lang="fi">')
  expect(page).toContain('<h1>Tämä kirjautumislinkki ei enää toimi</h1>')
})

test('whoever opens it again in the browser that it signed in goes on to the dashboards', async () => {
  const cookie = `revops_session=${await token({})}`
  const response = await get('/signin?code=used', { headers: { cookie } })
  expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
  const embed = { charts: ['deals.won'], dashboards: [], filters: {} }
  const embedded = { cookie: `revops_session=${await token({ embed })}` }
  expect((await get('/signin?code=used', { headers: embedded })).status).toBe(403)
})
