// How names of people and firms get changed: nicknames, typing errors, legal forms.
import type { Random } from './random.ts'
import { COUNTRIES, RARE_COUNTRIES } from './words.ts'

const FORMS = [...new Set([...COUNTRIES, ...RARE_COUNTRIES].flatMap(({ forms }) => forms))]

const NICKNAMES: Record<string, string> = {
  Maximilian: 'Max',
  Katharina: 'Kathi',
  Oliver: 'Ollie',
  Amelia: 'Amy',
  Niklas: 'Nik',
  Tobias: 'Tobi',
  Anton: 'Toni',
  Jakub: 'Kuba',
  Andrei: 'Andi',
  Camille: 'Cam',
  Louis: 'Lou',
  Lorenzo: 'Enzo',
  Matteo: 'Teo',
  Mikkel: 'Mike',
  Beatriz: 'Bea',
  Astrid: 'Asti',
  Moritz: 'Mo',
  Lukas: 'Luke',
  Felix: 'Fex',
  Julia: 'Jule',
}

export const nicknameOf = (name: string) => NICKNAMES[name] ?? name

/** Two letters change places, or one is left out; the first and the last stay. */
export function misspelt(random: Random, word: string): string {
  if (word.length < 5) return word
  const i = random.int(1, word.length - 3)
  const [a = '', b = ''] = [word[i], word[i + 1]]
  const middle = random.chance(0.5) && a !== b ? b + a : b
  return word.slice(0, i) + middle + word.slice(i + 2)
}

/** Without its accents, as old systems keep it. */
export const unaccented = (word: string) =>
  word
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')

const LONG_FORMS: Record<string, string> = {
  GmbH: 'Gesellschaft mbH',
  AG: 'Aktiengesellschaft',
  Ltd: 'Limited',
  plc: 'PLC',
  'B.V.': 'BV',
  'N.V.': 'NV',
  'S.L.': 'SL',
  'S.A.': 'SA',
  'S.r.l.': 'Srl',
  'S.p.A.': 'SpA',
  'Inc.': 'Incorporated',
  LLC: 'L.L.C.',
  'A/S': 'AS',
  Oy: 'OY',
  'Sp. z o.o.': 'Sp. z.o.o.',
}

/** A firm's name and its legal form. */
export function withoutForm(name: string): [bare: string, form: string] {
  const form = FORMS.find((candidate) => name.endsWith(` ${candidate}`)) ?? ''
  return [name.slice(0, name.length - form.length).trimEnd(), form]
}

/** A firm's name in another spelling: its legal form left out, written out, or an error in it. */
export function spelling(random: Random, name: string): string {
  const [bare, form] = withoutForm(name)
  const long = LONG_FORMS[form] ?? form
  switch (random.int(0, 5)) {
    case 0:
      return bare
    case 1:
      return `${bare} ${long}`.trim()
    case 2:
      return name.toUpperCase()
    case 3:
      return `${bare.replace(' ', '')} ${form}`.trim()
    case 4:
      return `${bare.replace(' ', '-')} ${form}`.trim()
    default: {
      const [first = '', second = '', ...rest] = bare.split(' ')
      return [first, misspelt(random, second), ...rest, form].join(' ').trim()
    }
  }
}
