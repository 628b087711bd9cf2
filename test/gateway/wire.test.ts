/** Values on the wire: what is encoded is decoded as the same, and is what DuckDB itself writes. */
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binaryOf } from '../../src/gateway/session/catalog_values.ts'
import { parameterText } from '../../src/gateway/wire/decode.ts'
import { type Column, columnOf } from '../../src/gateway/wire/encode.ts'
import {
  dayBinary,
  daysOf,
  dayText,
  instantBinary,
  instantText,
  microsOf,
} from '../../src/gateway/wire/instants.ts'
import { intervalForDuckdb, intervalText } from '../../src/gateway/wire/interval.ts'
import { decimalTypeOf, numericBinary, numericText } from '../../src/gateway/wire/numeric.ts'
import { declaredType } from '../../src/gateway/wire/types.ts'

let instance: DuckDBInstance
let connection: DuckDBConnection
beforeAll(async () => {
  instance = await DuckDBInstance.create()
  connection = await instance.connect()
  await connection.run("set timezone = 'UTC'")
})
afterAll(() => {
  connection.closeSync()
  instance.closeSync()
})

/** A value of DuckDB's as a column and what it holds. */
async function valueIn(sql: string): Promise<{ column: Column; value: DuckDBValue }> {
  const result = await connection.runAndReadAll(`select ${sql} as x`)
  return { column: columnOf('x', result.columnType(0)), value: result.getRows()[0]![0]! }
}

/** What DuckDB makes of a parameter's text. */
async function taken(text: string | null, type: string): Promise<string> {
  const prepared = await connection.prepare(`select ($1::${type})::varchar`)
  if (text === null) prepared.bindNull(1)
  else prepared.bindVarchar(1, text)
  return String((await prepared.runAndReadAll()).getRows()[0]![0])
}

describe('every type', () => {
  test.each([
    ['true', 't', '01'],
    ['-2::smallint', '-2', 'fffe'],
    ['7::utinyint', '7', '0007'],
    ['(-2147483648)::int', '-2147483648', '80000000'],
    ['9223372036854775807', '9223372036854775807', '7fffffffffffffff'],
    ['0.1::float', '0.1', '3dcccccd'],
    ['16777216::float', '16777216', '4b800000'],
    ['1.5::double', '1.5', '3ff8000000000000'],
    ["'nan'::double", 'NaN', '7ff8000000000000'],
    ["'-inf'::double", '-Infinity', 'fff0000000000000'],
    ["date '2000-01-01'", '2000-01-01', '00000000'],
    ["date '1969-12-31'", '1969-12-31', 'ffffd532'],
    ["date '0044-03-15 (BC)'", '0044-03-15 BC', null],
    ["date 'infinity'", 'infinity', '7fffffff'],
    ["date '-infinity'", '-infinity', '80000000'],
    ["timestamp '1999-12-31 23:59:59.5'", '1999-12-31 23:59:59.5', 'fffffffffff85ee0'],
    ["timestamp '1969-12-31 23:59:59.999999'", '1969-12-31 23:59:59.999999', null],
    ["timestamp '0044-03-15 (BC) 01:02:03'", '0044-03-15 01:02:03 BC', null],
    ["timestamp '294247-01-10 04:00:54.7'", '294247-01-10 04:00:54.7', null],
    ["timestamp 'infinity'", 'infinity', '7fffffffffffffff'],
    ["timestamp '-infinity'", '-infinity', '8000000000000000'],
    ["timestamp_s 'infinity'", 'infinity', '7fffffffffffffff'],
    ["timestamp_ns '1969-12-31 23:59:59.999999999'", '1969-12-31 23:59:59.999999', null],
    ["timestamptz '2024-02-01 00:00:00+02'", '2024-01-31 22:00:00+00', null],
    ["time '24:00:00'", '24:00:00', '000000141dd76000'],
    ["interval '14 months -3 days'", '1 year 2 mons -3 days', null],
    ["interval '0 days'", '00:00:00', '0'.repeat(32)],
    [
      "'00112233-4455-6677-8899-aabbccddeeff'::uuid",
      '00112233-4455-6677-8899-aabbccddeeff',
      '00112233445566778899aabbccddeeff',
    ],
    ["'\\x00\\xff'::blob", '\\x00ff', '00ff'],
    [
      '170141183460469231731687303715884105727::hugeint',
      '170141183460469231731687303715884105727',
      null,
    ],
    ["['a', null, 'NULL', 'b\"c', '']", '{a,NULL,"NULL","b\\"c",""}', null],
    ['[]::int[]', '{}', '000000000000000000000017'],
    [
      "{'a': 1.50::decimal(5, 2), 'b': 9223372036854775807, 'c': [true, null], 'd': 'x\"y', 'e': 'nan'::double}",
      '{"a":1.50,"b":9223372036854775807,"c":[true,null],"d":"x\\"y","e":"NaN"}',
      null,
    ],
    ["map {'k': date '2020-01-01'}", '{"k":"2020-01-01"}', null],
  ])('%s is sent as %s', async (sql, text, hex) => {
    const { column, value } = await valueIn(sql)
    expect(column.text(value)).toBe(text)
    if (hex !== null) expect(column.binary(value).toString('hex')).toBe(hex)
  })

  test('what is sent in binary comes back as a parameter that is the same value', async () => {
    const values = [
      'false',
      '-7::smallint',
      '2147483647::int',
      '-9223372036854775807',
      '1.5::float',
      '-0.1::double',
      "date '1899-12-31'",
      "date '0001-12-31 (BC)'",
      "date 'infinity'",
      "timestamp '1999-12-31 23:59:59.999999'",
      "timestamp '-infinity'",
      "timestamp '0044-03-15 (BC) 01:02:03.4'",
      "timestamptz '1969-12-31 23:59:59+00'",
      "time '23:59:59.999999'",
      "interval '-14 months 3 days -5 microseconds'",
      "'00112233-4455-6677-8899-aabbccddeeff'::uuid",
      "'\\x00\\xff'::blob",
      '-0.00000001::decimal(38, 8)',
      '0::decimal(9, 2)',
      '12345678901234567890123456789012345678::decimal(38, 0)',
      "['a', null, 'b''c', 'x,y', ' z ', '']",
      '[1, null, -3]',
      "[date '1999-12-31', null]",
      '[1.25, -0.01]',
    ]
    for (const sql of values) {
      const { column, value } = await valueIn(sql)
      const text = parameterText(column.binary(value), { isBinary: true, oid: column.oid })
      const declared = column.oid === 1700 ? decimalTypeOf(text!) : declaredType(column.oid)!
      const same = await connection.runAndReadAll(`select (${sql})::${declared}::varchar`)
      expect([sql, await taken(text, declared)]).toEqual([sql, String(same.getRows()[0]![0])])
    }
  })
})

describe('parameters as text', () => {
  test.each([
    [1082, '0044-03-15 BC', '0044-03-15 (BC)'],
    [1082, '2024-02-01T10:00:00.000+00:00', '2024-02-01'],
    [1114, '0044-03-15 01:02:03 BC', '0044-03-15 (BC) 01:02:03'],
    [1184, '2024-02-01 00:00:00+02', '2024-01-31 22:00:00+00'],
    [1186, '1 year -2 mons +3 days -04:05:06.789', '10 months 3 days -04:05:06.789'],
    [1186, 'P1Y2M3DT4H5M6S', '1 year 2 months 3 days 04:05:06'],
    [1186, '3 days', '3 days'],
    [16, 'on', 'true'],
    [16, 'off', 'false'],
    [16, 't', 'true'],
    [17, '\\x4142ff', 'AB\\xFF'],
    [1009, '{a,"b,c",NULL}', "[a, 'b,c', NULL]"],
    [1000, '{t,on}', '[true, true]'],
    [1182, '{"0044-03-15 BC"}', "['0044-03-15 (BC)']"],
  ])('of type %i: %s is %s', async (oid, text, expected) => {
    const given = parameterText(Buffer.from(text), { isBinary: false, oid })
    expect(await taken(given, declaredType(oid)!)).toBe(expected)
  })

  test.each([
    ['1e-8', 'DECIMAL(38, 10)'],
    ['-0', 'DECIMAL(38, 10)'],
    ['1e-20', 'DECIMAL(38, 20)'],
    ['0.123456789012', 'DECIMAL(38, 12)'],
    ['12345678901234567890123456789012345678', 'DECIMAL(38, 0)'],
    ['1e30', 'DECIMAL(38, 0)'],
    ['NaN', 'DECIMAL(38, 10)'],
  ])('the number %s is of %s', (text, type) => expect(decimalTypeOf(text)).toBe(type))

  test('a number with more digits than DuckDB has is refused', () => {
    expect(() => decimalTypeOf('1234567890123456789012345678901234567.89')).toThrow(/38 digits/)
  })
})

describe('what is malformed is refused', () => {
  test.each([
    [23, '0001'],
    [20, ''],
    [1186, '00'],
    [1700, '0001'],
    [1700, '7fff0000000000000001'],
    [1007, '00000001000000000000001700000002000000010000000400000001'],
    [1007, '0000000100000000000000177fffffff0000000100000000'],
    [25, 'ff'],
    [25, '00'],
  ])('type %i, %s', (oid, hex) => {
    const bytes = Buffer.from(hex, 'hex')
    expect(() => parameterText(bytes, { isBinary: true, oid })).toThrow(
      expect.objectContaining({ sqlstate: expect.stringMatching(/^22/) }),
    )
  })
})

describe('round trips', () => {
  const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{0,${most}}$`))
  const decimal = fc
    .tuple(fc.boolean(), digits(28), digits(10))
    .map(([isNegative, whole, fraction]) => {
      const left = whole.replace(/^0+/, '') || '0'
      const text = fraction === '' ? left : `${left}.${fraction}`
      return isNegative && /[1-9]/.test(text) ? `-${text}` : text
    })

  test('of numbers', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        expect(numericText(numericBinary(text))).toBe(text)
      }),
    )
    for (const text of ['NaN', 'Infinity', '-Infinity'])
      expect(numericText(numericBinary(text))).toBe(text)
  })

  test('of numbers, with the digits that DuckDB reads', async () => {
    await fc.assert(
      fc.asyncProperty(decimal, async (text) => {
        const { column, value } = await valueIn(`'${text}'::decimal(38, 10)`)
        expect(numericText(column.binary(value))).toBe(column.text(value))
      }),
      { numRuns: 50 },
    )
  })

  test('of days, which DuckDB writes in the same way', async () => {
    const days = fc.integer({ min: -719_162 * 3, max: 3_000_000 })
    await fc.assert(
      fc.asyncProperty(days, async (day) => {
        expect(daysOf(dayBinary(day).readInt32BE())).toBe(day)
        const written = await taken(`${day}`, 'int').then(() =>
          connection.runAndReadAll(`select (date '1970-01-01' + ${day})::varchar`),
        )
        expect(dayText(day)).toBe(String(written.getRows()[0]![0]).replace(' (BC)', ' BC'))
      }),
      { numRuns: 100 },
    )
  })

  test('of instants', async () => {
    const instants = fc.bigInt({ min: -200_000_000_000_000_000n, max: 900_000_000_000_000_000n })
    await fc.assert(
      fc.asyncProperty(instants, async (micros) => {
        expect(microsOf(instantBinary(micros).readBigInt64BE())).toBe(micros)
        const written = await connection.runAndReadAll(`select make_timestamp(${micros})::varchar`)
        const expected = String(written.getRows()[0]![0]).replace(/^(\S+) \(BC\)(.*)$/, '$1$2 BC')
        expect(instantText(micros)).toBe(expected)
      }),
      { numRuns: 100 },
    )
  })

  test('of intervals', async () => {
    const small = fc.integer({ min: -500, max: 500 })
    const micros = fc.bigInt({ min: -90_000_000_000n, max: 90_000_000_000n })
    await fc.assert(
      fc.asyncProperty(small, small, micros, async (months, days, rest) => {
        const text = intervalText({ months, days, micros: rest })
        const { value } = await valueIn(`interval '${intervalForDuckdb(text)}'`)
        expect(value).toMatchObject({ months, days, micros: rest })
      }),
      { numRuns: 100 },
    )
  })

  test('of texts in lists', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.option(
            fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll('\0', '')),
          ),
          { minLength: 1 },
        ),
        async (items) => {
          const prepared = await connection.prepare('select $1::varchar[]')
          const written = `{${items.map((item) => (item === null ? 'NULL' : `"${item.replaceAll(/["\\]/g, '\\$&')}"`)).join(',')}}`
          prepared.bindVarchar(
            1,
            parameterText(Buffer.from(written), { isBinary: false, oid: 1009 })!,
          )
          const [[list]] = (await prepared.runAndReadAll()).getRows() as [[{ items: unknown[] }]]
          expect(list.items).toEqual(items)
        },
      ),
      { numRuns: 50 },
    )
  })
})

test('numbers of the catalogs that are none are binary too', () => {
  expect(binaryOf(1700, 'NaN')).toEqual(numericBinary('NaN'))
})
