/** The time of day where somebody is, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { settings } from '../settings.ts'

/**
 * The time zone that most of a country's people live in, by IANA name, for the countries
 * (ISO 3166-1 alpha-2) of which it is known. A country of several zones has that of its largest
 * city: who writes from there to the other end of it is off by the difference.
 */
export const timeZones: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    'Africa/Algiers': 'DZ',
    'Africa/Cairo': 'EG',
    'Africa/Casablanca': 'MA',
    'Africa/Johannesburg': 'ZA LS SZ',
    'Africa/Lagos': 'NG AO BJ CM GA NE',
    'Africa/Maputo': 'MZ BW MW RW ZM ZW',
    'Africa/Nairobi': 'KE ET TZ UG MG',
    'Africa/Tunis': 'TN',
    'Africa/Abidjan': 'CI BF GH ML SN TG',
    'America/Bogota': 'CO',
    'America/Buenos_Aires': 'AR',
    'America/Caracas': 'VE',
    'America/Costa_Rica': 'CR',
    'America/Guatemala': 'GT HN NI SV',
    'America/Guayaquil': 'EC',
    'America/Havana': 'CU',
    'America/La_Paz': 'BO',
    'America/Lima': 'PE',
    'America/Mexico_City': 'MX',
    'America/Montevideo': 'UY',
    'America/New_York': 'US',
    'America/Panama': 'PA',
    'America/Asuncion': 'PY',
    'America/Puerto_Rico': 'PR DO',
    'America/Santiago': 'CL',
    'America/Sao_Paulo': 'BR',
    'America/Toronto': 'CA',
    'Asia/Almaty': 'KZ',
    'Asia/Amman': 'JO',
    'Asia/Baghdad': 'IQ',
    'Asia/Baku': 'AZ',
    'Asia/Bangkok': 'TH',
    'Asia/Beirut': 'LB',
    'Asia/Colombo': 'LK',
    'Asia/Dhaka': 'BD',
    'Asia/Dubai': 'AE OM',
    'Asia/Hong_Kong': 'HK MO',
    'Asia/Jakarta': 'ID',
    'Asia/Jerusalem': 'IL',
    'Asia/Karachi': 'PK',
    'Asia/Kolkata': 'IN',
    'Asia/Kuala_Lumpur': 'MY BN',
    'Asia/Manila': 'PH',
    'Asia/Riyadh': 'SA BH KW QA YE',
    'Asia/Saigon': 'VN KH LA',
    'Asia/Seoul': 'KR',
    'Asia/Shanghai': 'CN',
    'Asia/Singapore': 'SG',
    'Asia/Taipei': 'TW',
    'Asia/Tashkent': 'UZ',
    'Asia/Tbilisi': 'GE',
    'Asia/Tehran': 'IR',
    'Asia/Tokyo': 'JP',
    'Asia/Yerevan': 'AM',
    'Atlantic/Reykjavik': 'IS',
    'Australia/Sydney': 'AU',
    'Europe/Amsterdam': 'NL',
    'Europe/Athens': 'GR',
    'Europe/Belgrade': 'RS BA HR ME MK SI',
    'Europe/Berlin': 'DE',
    'Europe/Brussels': 'BE',
    'Europe/Bucharest': 'RO',
    'Europe/Budapest': 'HU',
    'Europe/Chisinau': 'MD',
    'Europe/Copenhagen': 'DK',
    'Europe/Dublin': 'IE',
    'Europe/Helsinki': 'FI',
    'Europe/Istanbul': 'TR',
    'Europe/Kiev': 'UA',
    'Europe/Lisbon': 'PT',
    'Europe/London': 'GB',
    'Europe/Luxembourg': 'LU',
    'Europe/Madrid': 'ES AD',
    'Europe/Malta': 'MT',
    'Europe/Minsk': 'BY',
    'Europe/Moscow': 'RU',
    'Europe/Oslo': 'NO',
    'Europe/Paris': 'FR MC',
    'Europe/Prague': 'CZ SK',
    'Europe/Riga': 'LV',
    'Europe/Rome': 'IT SM VA',
    'Europe/Sofia': 'BG',
    'Europe/Stockholm': 'SE',
    'Europe/Tallinn': 'EE',
    'Europe/Tirane': 'AL',
    'Europe/Vienna': 'AT',
    'Europe/Vilnius': 'LT',
    'Europe/Warsaw': 'PL',
    'Europe/Zurich': 'CH LI',
    'Asia/Nicosia': 'CY',
    'Pacific/Auckland': 'NZ',
  }).flatMap(([zone, countries]) => countries.split(' ').map((country) => [country, zone])),
)

/**
 * Somebody’s time zone: the one said, where it is one of those listed, for DuckDB refuses what it
 * does not know; else that of the country; that of the reports where the country is not listed.
 */
export const timeZoneOf = (
  said: Expression<string | null>,
  country: Expression<string | null>,
): RawBuilder<string> => {
  const zones = [...new Set(Object.values(timeZones))].map((zone) => sql.lit(zone))
  return sql`case when ${said} in (${sql.join(zones)}) then ${said} ${sql.join(
    Object.entries(timeZones).map(
      ([code, zone]) => sql`when ${country} = ${sql.lit(code)} then ${sql.lit(zone)}`,
    ),
    sql` `,
  )} else ${sql.lit(settings.reportingTimeZone)} end`
}

/** What clocks of a time zone show at an instant. */
export const localTimeOf = <T extends Date | null>(
  at: Expression<T>,
  zone: Expression<string>,
): RawBuilder<T> => sql`timezone(${zone}, timezone('UTC', ${at}))`

/** The weekday of a day or an instant, by its English name. */
export const weekdayOf = (at: Expression<Date | null>): RawBuilder<string | null> =>
  sql`dayname(${at})`

/** The hour of an instant, as clocks show it: '09:00'. */
export const hourOf = (at: Expression<Date | null>): RawBuilder<string | null> =>
  sql`strftime(${at}, '%H:00')`
