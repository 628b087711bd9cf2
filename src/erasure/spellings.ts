/** The spellings of a full name that are looked for in texts. */
import { roleNames } from '../references/role_names.ts'

/** Titles, which are no part of a name. */
const titles = new Set(
  'dr prof professor mr mrs ms miss mx sir herr frau hr fr mag ing dipl med mme mlle monsieur madame jr sr phd mba'.split(
    ' ',
  ),
)

/** The most words of a name that is looked for. */
const mostWords = 5

/**
 * The spellings of a full name that are looked for: in either order, with and without the names in
 * between. None where it is that of a role, such as Sales Team, or has one word.
 *
 * @param first the words of the first names; of a name that stands in one column, all words
 * @param last the words of the last name
 */
export function spellingsOf(first: readonly string[], last: readonly string[] = []): string[] {
  const [given, family] = [first, last].map((words) =>
    words.filter((word) => word.length > 1 && !titles.has(word)),
  ) as [string[], string[]]
  const [fore, sur] = family.length > 0 ? [given, family] : [given.slice(0, -1), given.slice(-1)]
  const [call] = fore
  if (call === undefined || sur.length === 0) return []
  roles ??= new Set([...roleNames()].map(([role]) => role))
  if ([...fore, ...sur].every((word) => roles!.has(word))) return []
  const spellings = [
    [...fore, ...sur],
    [...sur, ...fore],
    [call, ...sur],
    [...sur, call],
  ].filter((words) => words.length <= mostWords)
  return [...new Set(spellings.map((words) => words.join(' ')))]
}
let roles: Set<string> | undefined
