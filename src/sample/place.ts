// Streets and postal codes: where firms have their offices.
import type { Random } from './random.ts'
import type { Country } from './words.ts'

const STREETS: Record<string, string> = {
  DE: 'Hafenstraße,Lindenallee,Mühlenweg,Bahnhofstraße,Am Speicher,Ringstraße,Gartenweg',
  AT: 'Donaugasse,Lindengasse,Bahnhofstraße,Mühlweg',
  CH: 'Seestrasse,Bahnhofstrasse,Rue du Lac,Industriestrasse',
  GB: 'Harbour Road,Station Road,Mill Lane,Kings Parade,Foundry Street',
  IE: 'Harbour Road,Mill Lane,Quay Street',
  FR: 'Rue du Port,Avenue des Tilleuls,Rue de la Gare,Quai du Nord',
  ES: 'Calle del Puerto,Avenida del Mar,Calle Mayor',
  IT: 'Via del Porto,Viale dei Tigli,Via Roma',
  US: 'Harbor Street,Maple Avenue,Mill Road,Foundry Lane',
}
const ELSEWHERE = 'Havnegade,Linden Street,Station Street,Mill Street'
/** Those who write the house number first. */
const NUMBER_FIRST = new Set(['GB', 'IE', 'FR', 'US'])

export function makePlace(random: Random, country: Country): { street: string; zip: string } {
  const street = random.pick((STREETS[country.code] ?? ELSEWHERE).split(','))
  const number = random.int(1, 180)
  const zip = String(random.int(10_000, 98_999)).slice(
    0,
    'AT CH BE DK'.includes(country.code) ? 4 : 5,
  )
  return {
    street: NUMBER_FIRST.has(country.code) ? `${number} ${street}` : `${street} ${number}`,
    zip: country.code === 'GB' ? `${random.pick(['M', 'L', 'B', 'E'])}${zip[0]} ${zip[1]}QX` : zip,
  }
}
