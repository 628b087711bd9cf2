/** The settings: a default for every key, the environment over the file, and every mistake named. */
import { isAbsolute } from 'node:path'
import { expect, test } from 'vitest'
import { checkSettings } from '../src/settings.ts'

test('every key has a default', () => {
  const settings = checkSettings({}, {})
  expect(settings).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    sqlPort: 15_432,
    sqlUsers: {},
    sqlTimeoutSeconds: 60,
    sqlMemoryLimit: '512MB',
    sqlMaxRunning: 4,
    sqlMaxSessions: 100,
    reportingCurrency: 'EUR',
    reportingTimeZone: 'UTC',
    fiscalYearStart: 1,
    grossMargin: 0.8,
    cacLagMonths: 0,
    attributionModel: 'w_shaped',
  })
  expect(settings.exports).toMatch(/seeds$/)
  expect(isAbsolute(settings.exports)).toBe(true)
  expect(settings.warehouse).toMatch(/\.warehouse$/)
})

test('the environment overrides the file', () => {
  const env = { REPORTING_CURRENCY: 'USD', REVOPS_PORT: '4100', REVOPS_EXPORTS: '/exports' }
  expect(checkSettings({ reportingCurrency: 'GBP', fiscalYearStart: 4 }, env)).toMatchObject({
    reportingCurrency: 'USD',
    port: 4100,
    exports: '/exports',
    fiscalYearStart: 4,
  })
})

test('an empty variable is no value', () => {
  expect(checkSettings({}, { REPORTING_CURRENCY: '' }).reportingCurrency).toBe('EUR')
})

test('every wrong key is named, with where it was set and what it must be', () => {
  expect(() =>
    checkSettings(
      { reportingTimeZone: 'Mars/Olympus', fiscalYearStart: 13 },
      { REPORTING_CURRENCY: 'euro', REVOPS_PORT: 'abc' },
    ),
  ).toThrow(
    'The settings are not valid: REVOPS_PORT: must be a whole number from 0 to 65535; REPORTING_CURRENCY: must be an ISO 4217 code in upper case, such as EUR; revops.config.ts, reportingTimeZone: must be an IANA time zone, such as Europe/Berlin; revops.config.ts, fiscalYearStart: must be a whole number from 1 to 12.',
  )
})

test('a key that there is not is a mistake', () => {
  expect(() => checkSettings({ reportingCurency: 'EUR' }, {})).toThrow(/reportingCurency/)
})

test.each([
  ['sqlMemoryLimit', 'much', /sqlMemoryLimit: must be a size, such as 512MB/],
  ['sqlMaxRunning', 0, /sqlMaxRunning: must be a whole number from 1 to 1000/],
  ['sqlMaxSessions', 1.5, /sqlMaxSessions: must be a whole number from 1 to 10000/],
  ['sqlTimeoutSeconds', 0, /sqlTimeoutSeconds: must be a number from 0.001 to 86400/],
  ['sqlUsers', { 'Anna Berg': { role: 'rep' } }, /sqlUsers/],
  ['sqlTls', { cert: 'a.pem' }, /sqlTls/],
])('%s cannot be %j', (key, value, message) => {
  expect(() => checkSettings({ [key]: value }, {})).toThrow(message)
})

test('memory for SQL is a size of any unit', () => {
  for (const sqlMemoryLimit of ['512MB', '1.5GiB', '2 GB'])
    expect(checkSettings({ sqlMemoryLimit }, {}).sqlMemoryLimit).toBe(sqlMemoryLimit)
})
