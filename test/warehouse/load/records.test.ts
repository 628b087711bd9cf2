/** Where the records of a file stand. */
import { expect, test } from 'vitest'
import type { LineEnd } from '../../../src/warehouse/load/header.ts'
import { RecordScanner, scanRecords } from '../../../src/warehouse/load/records.ts'
import { ExportsFolder } from './folder.ts'

test.each<[string, string, LineEnd, number[]]>([
  ['one a line', 'a,b\nc,d\n', '\n', [1, 2]],
  ['a last one without a line end', 'a,b\nc,d', '\n', [1, 2]],
  ['none in blank lines', '\na\n\r\n\nb\n\n', '\n', [2, 5]],
  ['one over the lines of a quoted value', 'a,"b\n\nc"\nd\n', '\n', [1, 4]],
  ['one over lines, with a quote in the value', 'a,"b""\n"""\nd\n', '\n', [1, 3]],
  ['two where a quote stands inside a value', '5" disk,b\nc,d\n', '\n', [1, 2]],
  ['one where blanks precede the quote', 'a, "b\nc"\n', '\n', [1]],
  ['one a line of CR', 'a\rb\r', '\r', [1, 2]],
  ['an empty quoted value is a record', '""\n', '\n', [1]],
])('there is %s', async (_, content, lineEnd, lines) => {
  const path = new ExportsFolder().write('crm/x.csv', content)
  const found: number[] = []
  await scanRecords(path, { lineEnd, skip: 0 }, ({ line }) => found.push(line))
  expect(found).toEqual(lines)
})

test('the header and the lines before it are left out by their number, blank ones counted', async () => {
  const path = new ExportsFolder().write('crm/x.csv', 'Report\n\nid\n1\n')
  const found: unknown[] = []
  await scanRecords(path, { lineEnd: '\n', skip: 3 }, (place) => found.push(place))
  expect(found).toEqual([{ entry: 3, from: 11, line: 4 }])
})

test('a file may come in pieces of any size', () => {
  const content = Buffer.from('a,"b\n""c"\r\n\n"d",e\nf')
  for (let size = 1; size <= content.length; size++) {
    const lines: number[] = []
    const scanner = new RecordScanner('\n', ({ line }) => lines.push(line))
    for (let from = 0; from < content.length; from += size)
      scanner.feed(content.subarray(from, from + size))
    scanner.end()
    expect([scanner.records, lines]).toEqual([3, [1, 4, 5]])
  }
})

test('a quote that is not closed is known by the line of its record', () => {
  const scanner = new RecordScanner('\n')
  scanner.feed(Buffer.from('a\nb,"c\nd\n'))
  expect(scanner.openLine).toBe(2)
})
