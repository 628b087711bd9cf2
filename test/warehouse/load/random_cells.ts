/** Random cells as exports have them: mostly right, some nearly right, some wrong. */
import type { Layout } from '../../../src/contract.ts'

export type Kind =
  | 'text'
  | 'choice'
  | 'integer'
  | 'money'
  | 'recurring'
  | 'rate'
  | 'number'
  | 'flag'
  | 'day'
  | 'timestamp'

export interface Random {
  /** A number from 0 to below 1. */
  next(): number
  below(count: number): number
  pick<T>(choices: readonly T[]): T
}

/** The same random numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number) => Math.floor(next() * count)
  return { next, below, pick: (choices) => choices[below(choices.length)]! }
}

/** Cells at the edges of each rule. */
const edges: Record<Kind, readonly string[]> = {
  text: ['Müller, "A" & Söhne', 'two\nlines', ' blanks around ', '\u00a0', 'null', "it's", '=1+1'],
  choice: ['open', 'Open', 'Void', ' paid ', 'void', 'paid.'],
  integer: [
    '0',
    '-0',
    '+7',
    '007',
    '1,234',
    '1.234',
    '12,34',
    '1,2345',
    '1e3',
    '5.0',
    '5,0',
    '5.5',
    '9007199254740991',
    '9007199254740992',
    '-9007199254740992',
    '99999999999999999999',
    '0x1F',
    '1_000',
    '--5',
    '5.',
    '1,234.00',
  ],
  money: [
    '0',
    '-0.00',
    '.5',
    '-.5',
    '5.',
    '12.345',
    '12.340',
    '12,34',
    '1,234.56',
    '1.234,56',
    '1,234,567',
    '12,34,567.00',
    '9999999999999999.99',
    '99999999999999999',
    '000000000000000000000012.00',
    '1.5e3',
    '€5',
    '+5.10',
    '2.60%',
    '€ 1.234,56',
    '$1,234.50',
    '(1,234.00)',
    '($5.00)',
    '1 234,56',
    '1\u00a0234,56 €',
    '1\u202f234.56',
    "1'234.50",
    'CHF 1’234.50',
    '12 EUR',
    'USD 12.50',
    '-€5',
    '€-5',
    '−5',
    '5-',
    '-5-',
    '0,123',
    '0.123',
    '1.234',
    '1,234,56',
    '1,234 567',
    '€',
    '(5',
    'EURO 5',
    'kr 100',
  ],
  recurring: [
    '0.123456789',
    '0.12345678',
    '99999999999999999999.99',
    '100000000000000000000',
    '-1.1',
  ],
  rate: ['1.12345678', '1.123456789', '1.1234567800', '9999999999.9', '99999999999', '.00000001'],
  number: [
    '0.1',
    '-0',
    '1e400',
    '-1e400',
    '1e-400',
    '1E+5',
    '2.60%',
    '2.60 %',
    '1,234.5',
    '1.234,5%',
    'NaN',
    'Infinity',
    'inf',
    '.5',
    '5.',
    '%',
    '123456789012345678901234567890123456789',
    '0.30000000000000004',
    '1e5%',
  ],
  flag: [
    'true',
    'TRUE',
    'False',
    'yes',
    'No',
    'y',
    'N',
    '1',
    '0',
    'on',
    'maybe',
    '2',
    'truee',
    'T',
    'ja',
    'Nein',
    'oui',
    'NON',
    'wahr',
    'Falsch',
    'vrai',
    'faux',
  ],
  day: [
    '2024-02-29',
    '2023-02-29',
    '2024-02-31',
    '31.02.2024',
    '2024-2-1',
    '2024-01-01 00:00',
    '2024-01-01T00:00:00.000Z',
    '2024-01-01 00:00:00 UTC',
    '2024-01-01 00:00:01',
    '2024-01-01T00:00:00+00:00',
    '2024-01-01T00:00:00+02:00',
    '1900-02-29',
    '2000-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '0001-01-01',
    '9999-12-31',
    '20240101',
    'infinity',
    'epoch',
    '2024-01-01 (BC)',
    '31.12.2024',
    '1. 2. 2024',
    '1.2.2024',
    '32.1.2024',
    '1/2/2024',
    '13/1/2024',
    '1/13/2024',
    '13/13/2024',
    '1-2-2024',
    '2024/03/31',
    '12. März 2024',
    '3 mars 2024',
    '1er août 2024',
    'Mar 12, 2024',
    'Sunday, March 31, 2024',
    'March 31st, 2024',
    '31-Dez-2024',
    '5. Dez. 2024',
    '30 Februar 2024',
    '5 Foobar 2024',
    '1706659200',
    '1706659200000',
    '1706659200000000',
    '20241301',
  ],
  timestamp: [
    '2024-03-31',
    '2024-03-31 02:30',
    '2024-10-27 02:30',
    '2024-10-27T02:30:00Z',
    '2024-04-07 01:45',
    '2024-10-06 02:15',
    '2024-03-31T02:30:15.5',
    '2024-03-31T02:30:15.123456Z',
    '2024-03-31T02:30Z',
    '2024-03-31 02:30:15 UTC',
    '2024-03-31 02:30:15+02:00',
    '2024-03-31 02:30:15+0530',
    '2024-03-31T02:30:15-03',
    '2024-03-31 02:30:15 +02:00',
    '2024-03-31 02:30+15:00',
    '2024-03-31 24:00',
    '2024-03-31 23:60',
    '2024-03-31 23:59:60',
    '2024-02-30 10:00',
    '2024-02-30T10:00:00Z',
    '2024-03-31 2:30',
    '2024-03-31 02:30 PM',
    '03/31/2024 02:30',
    '1700000000',
    '1700000000123',
    '17000000001',
    '170000000',
    '99999999',
    '-170000000',
    '2024-03-31Z',
    '2024-03-31T',
    'now',
    '1969-12-31 23:59:59',
    '31.12.2024',
    '1. 2. 2024',
    '1.2.2024',
    '32.1.2024',
    '1/2/2024',
    '13/1/2024',
    '1/13/2024',
    '13/13/2024',
    '1-2-2024',
    '2024/03/31',
    '12. März 2024',
    '3 mars 2024',
    '1er août 2024',
    'Mar 12, 2024',
    'Sunday, March 31, 2024',
    'March 31st, 2024',
    '31-Dez-2024',
    '5. Dez. 2024',
    '30 Februar 2024',
    '5 Foobar 2024',
    '1706659200',
    '1706659200000',
    '1706659200000000',
    '20241301',
    '1/2/2024 3:05 PM',
    '1/2/2024 12:00 AM',
    '1/2/2024 12:30 p.m.',
    '1/2/2024 13:05 PM',
    '31.12.2024 23:59:59',
    '31/12/2024 9:15',
    '31.12.2024, 09:15 Uhr',
    '2024-01-05 9:15 am',
    'Mar 12, 2024, 3:45\u202fPM',
    'March 12, 2024 at 3:45 PM',
    '12. März 2024 um 15:45',
    '1700000000123456',
    '0000-01-01',
  ],
}

/** A cell of a kind. */
export function randomCell(kind: Kind, layout: Partial<Layout>, random: Random): string {
  const chance = random.next()
  if (chance < 0.02) return random.pick(['', ' ', '\t', '\u00a0', '--', 'n/a', ' N/A', '-'])
  if (chance < 0.05) return random.pick(edges[kind])
  if (chance < 0.06) return changed(random.pick(edges[kind]), random)
  const usual = usualCell(kind, random)
  if (chance < 0.07) return ` ${usual}\u00a0`
  return layout.decimal === ',' && isNumeric.has(kind) ? swapped(usual) : usual
}

const isNumeric = new Set<Kind>(['integer', 'money', 'recurring', 'rate', 'number'])
const swapped = (cell: string) => cell.replaceAll(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'))

/** A cell with a character more, less or other. */
function changed(cell: string, random: Random): string {
  const at = random.below(cell.length + 1)
  const character = random.pick([...'0123456789.,-+:TZ%eE ab'])
  return random.pick([
    cell.slice(0, at) + cell.slice(at + 1),
    cell.slice(0, at) + character + cell.slice(at),
    cell.slice(0, at) + character + cell.slice(at + 1),
  ])
}

function usualCell(kind: Kind, random: Random): string {
  const two = (count: number, from = 0) => String(random.below(count) + from).padStart(2, '0')
  const date = () => `${random.pick(['1999', '2023', '2024'])}-${two(12, 1)}-${two(28, 1)}`
  const slashed = () => `${random.below(12) + 1}/${random.below(28) + 1}/2024`
  switch (kind) {
    case 'text':
      return random.pick(['Ärzte GmbH', 'deal', 'x y', '', '12'])
    case 'choice':
      return random.pick(['open', 'paid', 'Void'])
    case 'integer':
      return random.pick([String(random.below(1e6) - 5e5), '1,234,567', '12'])
    case 'money':
    case 'recurring':
    case 'rate':
      return random.pick(['', '-']) + (random.below(1e7) / 100).toFixed(random.pick([0, 1, 2]))
    case 'number':
      return random.pick([String(random.next() * 1e4), '12', '-0.5', '33.3%'])
    case 'flag':
      return random.pick(['true', 'false', 'Yes', 'No', '1', '0'])
    case 'day':
      return random.pick([date, date, date, slashed])()
    case 'timestamp':
      return (
        date() +
        random.pick(['', ` ${two(24)}:${two(60)}`, `T${two(24)}:${two(60)}:00.${two(90, 10)}Z`])
      )
  }
}
