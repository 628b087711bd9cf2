/** The names of months as exports write them, in English, German and French, short and long. */

const names = [
  'jan january januar jänner janv janvier',
  'feb february februar févr fév février fevrier',
  'mar march mär märz mrz mars',
  'apr april avr avril',
  'may mai',
  'jun june juni juin',
  'jul july juli juil juillet',
  'aug august août aout',
  'sep sept september septembre',
  'oct october okt oktober octobre',
  'nov november novembre',
  'dec december dez dezember déc décembre decembre',
]

/** The number of a month, from 1, by its name in lower case. */
export const monthOf: ReadonlyMap<string, number> = new Map(
  names.flatMap((words, index) => words.split(' ').map((word) => [word, index + 1] as const)),
)

/** SQL: the number of the month whose name an expression gives; NULL where it is none. */
export const monthSql = (name: string): string =>
  `case lower(${name}) ${[...monthOf].map(([word, month]) => `when '${word}' then ${month}`).join(' ')} end`

/** A pattern for a name, short or long; that it is a month's, the map says. */
export const monthPattern = '[A-Za-zäéûÄÉÛ]{3,9}'
