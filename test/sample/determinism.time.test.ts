/** The same arguments give the same bytes, on every machine and in every zone. */
import { afterEach, describe, expect, test } from 'vitest'
import { simulate } from '../../src/sample/index.ts'
import { exp, Random } from '../../src/sample/random.ts'
import { hashOf, withExports } from './exported.ts'

const written = (seed: number) => withExports(simulate({ scale: 0.15, seed }), hashOf)

describe('the sample is a function of its arguments', () => {
  const zone = process.env['TZ']
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  test('the same seed gives the same bytes in Tokyo and New York, another seed others', async () => {
    const here = await written(7)
    process.env['TZ'] = 'Asia/Tokyo'
    expect(new Date(0).getTimezoneOffset()).toBe(-540)
    expect(await written(7)).toBe(here)
    process.env['TZ'] = 'America/New_York'
    expect(await written(7)).toBe(here)
    expect(await written(8)).not.toBe(here)
  })

  test('a stream is not moved by draws from another', () => {
    const one = new Random('a')
    const drawn = Array.from({ length: 5 }, () => one.fork('b').next())
    const two = new Random('a')
    for (let i = 0; i < 100; i++) two.next()
    expect(two.fork('b').next()).toBe(drawn[0])
    expect(new Set(drawn).size).toBe(1)
    expect(two.fork('c').next()).not.toBe(drawn[0])
  })

  test('a generator gives the numbers it always gave', () => {
    const random = new Random('sample/1')
    expect([random.int(0, 999), random.int(0, 999), random.token(6)]).toMatchInlineSnapshot(`
      [
        863,
        685,
        "BUjYGw",
      ]
    `)
    expect(exp(1)).toBeCloseTo(Math.E, 12)
    expect(exp(-3)).toBeCloseTo(Math.exp(-3), 12)
  })
})
