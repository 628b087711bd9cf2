/**
 * Where people are mentioned who are erased: by their addresses anywhere, by full names and
 * telephone numbers in text that says nothing else of them, such as notes and names of deals.
 *
 * A file is looked through once for all its columns, and only columns that mention someone are
 * changed: to plan that for all of them costs more than to read most files.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier, literal } from '../warehouse/quoting.ts'
import type { Searched } from './searched_columns.ts'

/** What a file says of people who are erased, as it spells it. */
export interface Mentions {
  /** The columns that may have some. */
  readonly columns: ReadonlySet<string>
  /** The patterns of addresses, by what stands in their place. */
  readonly addresses: ReadonlyMap<string, string>
  /** The patterns of names, by what stands in their place. */
  readonly names: ReadonlyMap<string, string>
  /** The pattern of telephone numbers. */
  readonly phones: string | undefined
}

/** What may stand between two words of a name: blanks, a comma, an initial. */
const gap = `(?:%20|[^\\pL\\pN@;|/]{1,3}(?:\\pL\\.?[^\\pL\\pN@;|/]{1,2})?)`
/** Around a name is nothing that makes it a part of an address, a domain or a longer name. */
const aroundAddress = ['(^|[^a-zA-Z0-9._%+-])', '($|[^a-zA-Z0-9_-])'] as const
const [start, end] = ['(^|[^\\pL\\pN@])', '([._%+-]*(?:$|[^\\pL\\pN@._%+-]))']

/** The functions in SQL that find mentions in a text, on top of those of eraser.ts. */
export function mentionMacros(nameLengths: readonly number[]): Record<string, string> {
  const grams = nameLengths.map(
    (length) => `list_transform(range(1, len(words) - ${length - 2}),
      lambda place: array_to_string(words[place:place + ${length - 1}], ' '))`,
  )
  // The longest first, so that a country's digits go with the rest.
  const numbers = [5, 4, 3, 2, 1, 0].map(
    (more) => `list_transform(range(1, len(digits) - ${more - 1}),
      lambda place: array_to_string(digits[place:place + ${more}], ' '))`,
  )
  const runsOf = (items: string, runs: readonly string[]) =>
    `list_distinct(flatten(flatten(list_transform([${items}], ${runs.length === 0 ? 'lambda none: []::varchar[][]' : `lambda ${items.startsWith('name') ? 'words' : 'digits'}: [${runs.join(', ')}]`}))))`
  return {
    'folded(cell)': 'strip_accents(lower(cell))',
    'name_words(cell)': `list_filter(regexp_extract_all(cell, '[\\pL\\pM]+'), lambda word: length(word) > 1)`,
    'name_runs(cell)': runsOf('name_words(cell)', grams),
    // One name has one pseudonym, in either order.
    'name_pseudonym(name)': `'erased' || left(keyed_hash('pseudonym',
      array_to_string(list_sort(string_split(folded(name), ' ')), ' ')), 12)`,
    // A number is known by its last nine digits, since its country need not be written.
    'phone_key(digits)': 'case when length(digits) between 7 and 15 then right(digits, 9) end',
    'number_runs(cell)': runsOf(`regexp_extract_all(cell, '\\d+')`, numbers),
  }
}

/**
 * Finds the mentions in the texts of rows.
 *
 * @param texts what the columns say, as expressions in SQL
 * @param source a relation in SQL
 * @param isLooked whether a column is looked through for names and numbers; all for addresses
 */
export async function findMentions(
  connection: DuckDBConnection,
  texts: ReadonlyMap<string, string>,
  source: string,
  isLooked: (column: string) => boolean = () => true,
): Promise<Mentions> {
  // Most cells have no address, no two words and no number: only the others are taken apart.
  const said = (columns: Iterable<[string, string]>, where: (cell: string) => string) =>
    `select distinct concat_ws(' ; ', ${[...columns]
      .map(([, text]) => `case when ${where(text)} then ${text} end`)
      .join(', ')}, '') as said from ${source}`
  const looked = [...texts].filter(([column]) => isLooked(column))
  const result = await connection.runAndReadAll(
    `with erased as (select unnest(getvariable('erased'))),
      addresses as (select unnest(erased_addresses(said)) as spelled from (${said(texts, (cell) => `contains(${cell}, '@') or contains(${cell}, '%40')`)})),
      name_runs as (select distinct unnest(name_runs(said)) as spelled from (${said(looked, (cell) => `regexp_matches(${cell}, '\\pL{2}[^\\pL@;|/].*\\pL{2}')`)})),
      names as (select * from name_runs where keyed_hash('full name', folded(spelled)) in (from erased)),
      number_runs as (select distinct unnest(number_runs(said)) as spelled from (${said(looked, (cell) => `regexp_matches(${cell}, '\\d(?:[ ().+/-]{0,3}\\d){6}')`)})),
      phones as (select * from number_runs where keyed_hash('phone', phone_key(replace(spelled, ' ', ''))) in (from erased))
     from (select distinct 'address' as kind, spelled, pseudonym(spelled) as pseudonym from addresses
     union all select distinct 'name', spelled, name_pseudonym(spelled) from names
     union all select distinct 'phone', spelled, '' from phones)
     order by length(spelled) desc, spelled`,
  )
  const found = result.getRowObjectsJS() as unknown as Found[]
  const byPseudonym = (kind: Found['kind'], patternOf: (spelled: string) => string) => {
    const ofKind = Map.groupBy(
      found.filter((one) => one.kind === kind),
      ({ pseudonym }) => pseudonym,
    )
    const patterns = [...ofKind].map(([pseudonym, spellings]): [string, string] => [
      pseudonym,
      `(?:${spellings.map(({ spelled }) => patternOf(spelled)).join('|')})`,
    ])
    return new Map(patterns)
  }
  return {
    columns: await columnsWith(connection, found, texts, source),
    addresses: byPseudonym('address', addressPattern),
    names: byPseudonym('name', (name) => name.replaceAll(' ', gap)),
    phones: byPseudonym('phone', (digits) => digits.replaceAll(' ', '[ ().+/-]{0,3}')).get(''),
  }
}

interface Found {
  readonly kind: 'address' | 'name' | 'phone'
  readonly spelled: string
  readonly pseudonym: string
}

/** The columns that have the longest piece of any that was found. */
async function columnsWith(
  connection: DuckDBConnection,
  found: readonly Found[],
  texts: ReadonlyMap<string, string>,
  source: string,
): Promise<Set<string>> {
  if (found.length === 0) return new Set()
  const pieces = found.map(
    ({ spelled }) =>
      spelled.split(/[ @]/).sort((one, other) => other.length - one.length)[0] as string,
  )
  const listed = [...new Set(pieces)].map(literal)
  const has = [...texts].map(
    ([column, text]) =>
      `bool_or(${listed.map((piece) => `contains(${text}, ${piece})`).join(' or ')}) as ${identifier(column)}`,
  )
  const result = await connection.runAndReadAll(`select ${has.join(', ')} from ${source}`)
  return new Set(
    Object.entries(result.getRowObjectsJS()[0]!).flatMap(([column, is]) => (is ? [column] : [])),
  )
}

/** An address as a pattern, also where it stands in a link. */
const addressPattern = (address: string) =>
  address
    .replaceAll(/[^a-zA-Z0-9]/g, (sign) => (/[\x21-\x7e]/.test(sign) ? `\\${sign}` : sign))
    .replace('\\@', '(?:@|%40)')

/** The patterns of what is looked for, each with what stands in its place. */
function replacements(searched: Searched, { addresses, names, phones }: Mentions) {
  const [before, after] = aroundAddress
  return [
    ...[...addresses].map(([by, address]) => [`${before}${address}${after}`, `\\1${by}\\2`]),
    ...(searched.names === 'parts' ? [...names] : []).map(([by, name]) => [
      `${start}${name}${end}`,
      `\\1${by}\\2`,
    ]),
    ...(searched.names === 'whole' ? [...names] : []).map(([by, name]) => [
      `^\\s*${name}\\s*$`,
      by,
    ]),
    ...(searched.phones && phones !== undefined
      ? [[`(^|[^\\pL\\d+(])[+(]{0,2}${phones}($|[^\\pL\\d])`, '\\1…\\2']]
      : []),
  ] as [pattern: string, by: string][]
}

/** A text without mentions, as SQL: the text itself where none was found. */
export function withoutMentions(text: string, searched: Searched, mentions: Mentions): string {
  const replaced = (cell: string, [pattern, by]: [string, string]) =>
    `regexp_replace(${cell}, ${literal(pattern)}, ${literal(by)}, 'g')`
  // Twice, since two may share the sign between them.
  return replacements(searched, mentions).reduce(
    (cell, one) => replaced(replaced(cell, one), one),
    text,
  )
}

/** Whether a text has the name or number of someone who is erased, as SQL. */
export function hasMention(text: string, mentions: Mentions): string {
  const all = { names: 'parts', phones: 'parts' } as const
  const found = replacements(all, { ...mentions, addresses: new Map() }).map(
    ([pattern]) => `coalesce(regexp_matches(${text}, ${literal(pattern)}), false)`,
  )
  return found.join(' or ') || 'false'
}
