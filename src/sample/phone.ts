// Telephone numbers of people and firms, and the many ways in which they are typed.
import type { Random } from './random.ts'

export interface Phone {
  /** `49` */
  code: string
  /** `0`, where a number is dialled with it inside the country. */
  trunk: string
  /** `151` */
  prefix: string
  /** `55512345` */
  number: string
}

/** Country code, trunk prefix, prefixes, digits that follow: as mobile networks have them. */
const PLANS: Record<string, [string, string, string, number]> = {
  DE: ['49', '0', '151 160 170 175', 8],
  AT: ['43', '0', '660 664', 7],
  CH: ['41', '0', '76 78 79', 7],
  GB: ['44', '0', '7400 7500 7700 7800', 6],
  IE: ['353', '0', '85 86 87', 7],
  FR: ['33', '0', '6 7', 8],
  NL: ['31', '0', '6', 8],
  BE: ['32', '0', '470 486 495', 6],
  ES: ['34', '', '6', 8],
  IT: ['39', '', '320 338 347', 7],
  SE: ['46', '0', '70 73 76', 7],
  DK: ['45', '', '20 40 60', 6],
  FI: ['358', '0', '40 50', 7],
  PL: ['48', '', '501 601', 6],
  RO: ['40', '0', '72 74', 7],
  US: ['1', '', '212 512 617', 7],
  EE: ['372', '', '5', 7],
  PT: ['351', '', '91 93', 7],
}

export function makePhone(random: Random, countryCode: string): Phone {
  const plan = PLANS[countryCode]
  if (plan === undefined) throw new Error(`No telephone numbers for ${countryCode}`)
  const [code, trunk, prefixes, length] = plan
  const prefix = random.pick(prefixes.split(' '))
  let number = String(random.int(2, 9))
  while (number.length < length) number += String(random.int(0, 9))
  return { code, trunk, prefix, number }
}

const e164 = ({ code, prefix, number }: Phone) => `+${code}${prefix}${number}`

/** As somebody types it: one way without dirt, with it any of six. */
export function typed(random: Random, phone: Phone, dirt: number): string {
  const { code, trunk, prefix, number } = phone
  if (!random.chance(0.3 * dirt)) return `+${code} ${prefix} ${number}`
  return random.pick([
    e164(phone),
    `00${code} ${prefix} ${number}`,
    `+${code} ${trunk === '' ? '' : '(0)'}${prefix} ${number}`,
    `${trunk}${prefix} ${number}`,
    `${trunk}${prefix}/${number}`,
    `(${trunk}${prefix}) ${number.slice(0, 3)}-${number.slice(3)}`,
  ])
}
