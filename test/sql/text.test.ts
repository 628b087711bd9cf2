/** Text in SQL: ids, lists, addresses and choices. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { settings } from '../../src/settings.ts'
import { chosen, isOneOf } from '../../src/sql/choice.ts'
import { customFieldsOf, firstKnownFields, noFields } from '../../src/sql/custom_fields.ts'
import { countryCode, countryName, regionOf } from '../../src/sql/geography.ts'
import { keysOf, valuesOf } from '../../src/sql/maps.ts'
import { salesforceId } from '../../src/sql/salesforce.ts'
import { segmentOf } from '../../src/sql/segment.ts'
import * as text from '../../src/sql/text.ts'
import { evaluated, raw, textOf } from './fragments.ts'

type OfText = (value: Expression<string | null>) => RawBuilder<unknown>

const fragments: [OfText, given: string | null, result: string][] = [
  [(id) => text.scopedId('hubspot', id), '12', 'VARCHAR: hubspot:12'],
  [(id) => text.scopedId('hubspot', id), null, 'VARCHAR: null'],
  [(id) => text.sourceKey('hubspot', raw("''"), id), '12', 'VARCHAR: hubspot:12'],
  [(id) => text.sourceKey('hubspot', raw("'emea'"), id), '12', 'VARCHAR: hubspot.emea:12'],
  [(id) => text.sourceKey('hubspot', raw("'emea'"), id), null, 'VARCHAR: null'],
  [salesforceId, '0013000000AbCdE', 'VARCHAR: 0013000000AbCdEAAV'],
  [salesforceId, '0013000000AbCdEAAV', 'VARCHAR: 0013000000AbCdEAAV'],
  [salesforceId, 'x', 'VARCHAR: x'],
  [text.itemsOf, ' a ;; b;', 'VARCHAR: a, b'],
  [text.firstOf, ' a ; b', 'VARCHAR: a'],
  [text.firstOf, ';b', 'VARCHAR: null'],
  [text.emailDomain, ' Anna@Berg.Example ', 'VARCHAR: berg.example'],
  [text.emailDomain, 'anna@localhost', 'VARCHAR: null'],
  [text.bareDomain, 'https://www.Berg.example/about?x', 'VARCHAR: berg.example'],
  [text.bareDomain, ' ', 'VARCHAR: null'],
  [text.comparable, ' Berg\t  AG ', 'VARCHAR: berg ag'],
  [text.comparable, '  ', 'VARCHAR: null'],
  [text.tidy, ' Berg   AG ', 'VARCHAR: Berg AG'],
  [text.tidy, '', 'VARCHAR: null'],
  [(value) => text.matched(value, '(\\d+)-(\\d+)', 2), 'x 12-34', 'VARCHAR: 34'],
  [(value) => text.matched(value, '(\\d+)'), 'none', 'VARCHAR: null'],
  [text.instantOf, '2024-03-31T10:00:00Z', 'TIMESTAMP: 2024-03-31T10:00:00.000Z'],
  [text.instantOf, 'soon', 'TIMESTAMP: null'],
  [(value) => text.joined(value, textOf(null), textOf('Berg')), 'Anna', 'VARCHAR: Anna Berg'],
  [(value) => text.joined(value, textOf(null)), null, 'VARCHAR: null'],
  [text.wholeNumberOf, '42', 'BIGINT: 42'],
  [text.wholeNumberOf, 'many', 'BIGINT: null'],
  [text.words, 'COMPUTER_SOFTWARE', 'VARCHAR: Computer software'],
  [text.addressIn, 'Anna Berg <Anna@berg.example>', 'VARCHAR: anna@berg.example'],
  [text.addressIn, 'Anna Berg', 'VARCHAR: null'],
  [text.withoutAddress, 'Anna  Berg <anna@berg.example>', 'VARCHAR: Anna Berg'],
  [text.withoutAddress, 'anna@berg.example', 'VARCHAR: null'],
  [text.localMoneyOf, '12.3', 'DECIMAL(18,2): 12.30'],
  [text.localMoneyOf, 'twelve', 'DECIMAL(18,2): null'],
  [text.nothingAsNull, '', 'VARCHAR: null'],
  [text.nothingAsNull, ' ', 'VARCHAR:  '],
  [(value) => text.containsWord(value, 'won'), 'Closed Won', 'BOOLEAN: true'],
  [(value) => text.containsWord(value, 'won'), 'unwon', 'BOOLEAN: false'],
  [(value) => text.containsWord(value, 'won'), null, 'BOOLEAN: false'],
  [(value) => text.serial(value as Expression<string>, textOf('b')), 'a', 'VARCHAR: a/b'],
  [(value) => text.withDetail(value as Expression<string>, textOf('x')), 'A', 'VARCHAR: A (x)'],
  [
    (value) =>
      chosen(
        value,
        [
          ['a', 'A'],
          ['b', 'B'],
        ],
        textOf('other'),
      ),
    'b',
    'VARCHAR: B',
  ],
  [(value) => chosen(value, [['a', 'A']], textOf('other')), 'c', 'VARCHAR: other'],
  [(value) => chosen(value, [['a', 'A']], textOf('other')), null, 'VARCHAR: null'],
  [(value) => isOneOf(value, ['a', 'b']), 'b', 'BOOLEAN: true'],
  [(value) => isOneOf(value, ['a']), null, 'BOOLEAN: false'],
  [(value) => isOneOf(value, []), 'a', 'BOOLEAN: false'],
  [countryCode, ' germany ', 'VARCHAR: DE'],
  [countryCode, 'de', 'VARCHAR: DE'],
  [countryCode, 'Atlantis', 'VARCHAR: null'],
  [countryName, 'DE', 'VARCHAR: Germany'],
  [countryName, null, 'VARCHAR: Unknown'],
  [regionOf, 'DE', `VARCHAR: ${settings.regions['DE']}`],
  [regionOf, 'AQ', 'VARCHAR: Other'],
  [regionOf, null, 'VARCHAR: Unknown'],
]

const tests = fragments.map(([fragment, given, result]) => ({ fragment, given, result }))

test.each(tests)('$given gives $result', async ({ fragment, given, result }) => {
  // From a column, since DuckDB forgets the type of a constant null.
  const from = `(select ${given === null ? 'null::varchar' : `'${given}'`} as given)`
  expect(await evaluated(fragment(raw('given')), from)).toBe(result)
})

test('anything becomes text', async () => {
  expect(await evaluated(text.asText(raw('12::bigint')))).toBe('VARCHAR: 12')
  expect(await evaluated(text.asText(raw('null::date')))).toBe('VARCHAR: null')
})

test('keys and values of a map stand in one order', async () => {
  const map = raw("map {'b': '2', 'a': '1'}")
  expect(await evaluated(keysOf(map))).toBe('VARCHAR: b, a')
  expect(await evaluated(valuesOf(map))).toBe('VARCHAR: 2, 1')
})

describe('the segment of an account', () => {
  const [smallest, second] = [...settings.segments].sort(
    (a, b) => a.fromEmployees - b.fromEmployees,
  )

  test('is the largest that its employees reach', async () => {
    const employees = (count: number) => evaluated(segmentOf(raw(`${count}::bigint`)))
    expect(await employees(second!.fromEmployees)).toBe(`VARCHAR: ${second!.name}`)
    expect(await employees(second!.fromEmployees - 1)).toBe(`VARCHAR: ${smallest!.name}`)
  })

  test('is unknown where their number is', async () => {
    expect(await evaluated(segmentOf(raw('null::bigint')))).toBe('VARCHAR: Unknown')
  })
})

describe('fields of a company’s own', () => {
  const gathered = raw("map {'Contract Length': '12', 'Else': 'x'}")
  const fields = [
    { name: 'contract_length', header: 'Contract Length' },
    { name: 'region_code', header: 'Region_Code__c' },
  ]

  test('come under their names, those that a record has', async () => {
    const named = customFieldsOf('hubspot', 'opportunities', gathered, fields)
    expect(await evaluated(keysOf(named))).toBe('VARCHAR: contract_length')
    expect(await evaluated(valuesOf(named))).toBe('VARCHAR: 12')
  })

  test('come from the first record that has them', async () => {
    const records = `(values (1, map {'size': 'S'}), (2, map {'size': 'M', 'colour': 'red'}), (3, null))
      as record(place, fields)`
    const first = firstKnownFields('accounts', raw('fields'), [raw('place')], ['size', 'colour'])
    expect(await evaluated(sql`cast(${first} as varchar)`, records)).toBe(
      'VARCHAR: {size=S, colour=red}',
    )
  })

  test('are null where none is declared', async () => {
    expect(await evaluated(noFields)).toBe('MAP(VARCHAR, VARCHAR): null')

    expect(await evaluated(customFieldsOf('hubspot', 'opportunities', gathered, []))).toBe(
      'MAP(VARCHAR, VARCHAR): null',
    )
  })
})
