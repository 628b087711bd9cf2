// The vocabulary of the sample: places, names and firms, all of our own making.
import type { Currency } from './money.ts'

export const PRODUCT_NAME = 'Lumenfold'
export const OWN_DOMAIN = 'lumenfold.example'

export interface Country {
  name: string
  code: string
  local: string
  weight: number
  currency: Currency
  team: 'dach' | 'international'
  cities: readonly string[]
  forms: readonly string[]
}

function country(
  name: string,
  code: string,
  local: string,
  weight: number,
  team: Country['team'],
  cities: string,
  forms: string,
  currency: Currency = 'EUR',
): Country {
  const list = (text: string) => text.split(',').map((word) => word.trim())
  return { name, code, local, weight, currency, team, cities: list(cities), forms: list(forms) }
}

export const COUNTRIES: readonly Country[] = [
  country(
    'Germany',
    'DE',
    'Deutschland',
    30,
    'dach',
    'Berlin,München,Hamburg,Köln,Leipzig,Stuttgart',
    'GmbH,AG,SE',
  ),
  country('Austria', 'AT', 'Österreich', 6, 'dach', 'Wien,Graz,Linz', 'GmbH,AG'),
  country(
    'Switzerland',
    'CH',
    'Schweiz',
    8,
    'dach',
    'Zürich,Basel,Bern,Lausanne',
    'AG,Sàrl',
    'CHF',
  ),
  country(
    'United Kingdom',
    'GB',
    'UK',
    14,
    'international',
    'London,Manchester,Leeds,Bristol',
    'Ltd,plc',
    'GBP',
  ),
  country('Ireland', 'IE', 'Éire', 3, 'international', 'Dublin,Cork,Galway', 'Ltd'),
  country('France', 'FR', 'France', 9, 'international', 'Paris,Lyon,Nantes,Lille', 'SAS,SA'),
  country(
    'Netherlands',
    'NL',
    'Nederland',
    8,
    'international',
    'Amsterdam,Utrecht,Rotterdam',
    'B.V.,N.V.',
  ),
  country('Belgium', 'BE', 'België', 3, 'international', 'Gent,Brussel,Antwerpen', 'NV,BV'),
  country('Spain', 'ES', 'España', 5, 'international', 'Madrid,Barcelona,Valencia', 'S.L.,S.A.'),
  country('Italy', 'IT', 'Italia', 5, 'international', 'Milano,Torino,Bologna', 'S.r.l.,S.p.A.'),
  country('Sweden', 'SE', 'Sverige', 4, 'international', 'Stockholm,Göteborg,Malmö', 'AB'),
  country('Denmark', 'DK', 'Danmark', 3, 'international', 'København,Aarhus', 'A/S,ApS'),
  country('Finland', 'FI', 'Suomi', 2, 'international', 'Helsinki,Tampere', 'Oy'),
  country('Poland', 'PL', 'Polska', 3, 'international', 'Warszawa,Kraków,Wrocław', 'Sp. z o.o.'),
  country('Romania', 'RO', 'România', 2, 'international', 'Cluj-Napoca,București', 'SRL'),
  country(
    'United States',
    'US',
    'USA',
    6,
    'international',
    'New York,Boston,Austin',
    'Inc.,LLC',
    'USD',
  ),
]

/** Countries that only planted accounts live in: their last customer can leave for good. */
export const RARE_COUNTRIES: readonly Country[] = [
  country('Estonia', 'EE', 'Eesti', 0, 'international', 'Tallinn', 'OÜ'),
  country('Portugal', 'PT', 'Portugal', 0, 'international', 'Porto', 'Lda'),
]

export const INDUSTRIES = [
  'COMPUTER_SOFTWARE',
  'INFORMATION_TECHNOLOGY_AND_SERVICES',
  'FINANCIAL_SERVICES',
  'LOGISTICS_AND_SUPPLY_CHAIN',
  'MACHINERY',
  'RETAIL',
  'RENEWABLES_ENVIRONMENT',
  'HOSPITAL_HEALTH_CARE',
  'MARKETING_AND_ADVERTISING',
  'E_LEARNING',
] as const

const words = (text: string) => text.trim().split(/\s+/)

export const FIRST_NAMES = words(`
  Anna Lukas Sophie Jonas Marie Felix Laura Maximilian Lena Paul Clara Moritz Julia Niklas Katharina
  Emma Oliver Amelia Jack Isla Harry Freya George Poppy Arthur Camille Hugo Chloé Louis Manon Jules
  Sanne Daan Fenna Bram Lotte Sven Giulia Matteo Chiara Lorenzo Lucía Pablo Carmen Álvaro Elsa Oskar
  Astrid Nils Saga Mikkel Freja Aino Eero Zofia Jakub Hanna Piotr Ioana Andrei Elena Mihai Aoife Conor
  Niamh Cillian Beatriz Tiago Nora Emil Ida Viggo Mara Tobias Greta Anton`)

export const LAST_NAMES = words(`
  Keller Brandt Vogel Lindner Haas Schuster Berger Roth Pfeiffer Krüger Steiner Gruber Hofer Moser
  Baumann Frei Ashworth Barlow Whitfield Thornton Hale Pemberton Kershaw Dubois Laurent Moreau Girard
  Fontaine Lefèvre Jansen Visser Bakker Mulder Peeters Claes Rossi Moretti Conti Galli Navarro Ortega
  Vidal Serrano Lindqvist Bergström Sandberg Holm Dahl Nygaard Kjær Virtanen Laine Kowalski Zieliński
  Wójcik Popescu Ionescu Munteanu Byrne Gallagher Doyle Nolan Almeida Carvalho Sørensen Eklund Weiss
  Aigner Falk Reuter Sommer Winter Kaspersen Oikonomou Marchetti`)

export const FIRM_ROOTS = words(`
  Alder Amber Anker Arbor Arvo Astra Aurel Baltic Basalt Beacon Birke Blau Boreal Brenn Bright Calder
  Cardo Celer Cobalt Corvo Delta Dorn Eiger Elara Elbe Ember Falken Ferro Fjell Flint Forma Garda
  Glas Granit Grove Halden Hansa Harbor Helio Hexa Ikon Inno Isar Jura Kalk Kite Kobalt Korn Kraft
  Lago Larch Linden Lumo Magna Marin Medi Meridia Mosel Nebel Nexa Nord Novo Oben Okto Optima Orbit
  Pantera Pico Pinea Polar Prisma Quadro Quell Ravel Rhein Rivo Salix Sigma Silva Solis Stahl Stella
  Strato Talon Tern Thale Tundra Umbra Vanta Vela Verde Vesta Vigo Volta Weser Wolken Xeno Zenit Zephyr`)

export const FIRM_ENDINGS = words(`
  Logistik Systems Energy Labs Soft Trade Works Medica Finance Data Retail Motion Cargo Health Media
  Cloud Tech Mobility Instruments Foods Robotics Supply Learning Security Digital Partners Chemie
  Print Optik Textil Travel Networks`)

export const JOB_TITLES = [
  'Head of Revenue Operations',
  'VP Sales',
  'Sales Operations Manager',
  'CFO',
  'Marketing Manager',
  'Head of Growth',
  'Managing Director',
  'CRM Manager',
  'Business Analyst',
  'IT Lead',
  'Procurement Manager',
  'Chief Revenue Officer',
] as const

export const FREE_MAIL = ['freepost.example', 'webbox.example', 'posteo-mail.example'] as const

const LATIN: Record<string, string> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'o',
  å: 'a',
  æ: 'ae',
  ł: 'l',
  ń: 'n',
  ó: 'o',
  ș: 's',
}

/** A name as it stands in an address: `Kjær` → `kjaer`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[äöüßøåæłńóș]/g, (letter) => LATIN[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
