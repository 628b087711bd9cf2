/** What the loader says of headers that it expected, or did not. */

import { closest, editDistance } from '../../edit_distance.ts'
import { headersOf, isAutomatic } from '../../export.ts'
import type { AnyTable } from '../../table.ts'
import { contractOf, plain, type Reading, type Shape } from './shape.ts'

/**
 * Says why a file belongs to no contract.
 *
 * @param nearest the contract that it would belong to
 * @param isNamed whether the file's name says that it belongs to it
 */
export function noContract(file: string, nearest: Reading, isNamed: boolean): string {
  const { table, shape, missing, line } = nearest
  if (missing.length === 0) {
    const { headers, unknown } = shape
    return `${file} belongs to no contract: nearest is ${table.name}, but it knows only ${headers.length - unknown.length} of the ${headers.length} headers; if it is meant, name the file ${contractOf(table).object}.csv, else take it away.`
  }
  const { byDay } = contractOf(table).layout
  if (byDay && missing.length === 1 && missing[0] === byDay.day)
    return `${file}, line ${line}: it has no day column, for which ${table.name} looks under ${wanted(table, byDay.day)}: ${byDay.reason}.`
  const likely = missing.flatMap((name) => {
    const [header = name] = headersOf(name, table.columns[name])
    return closest(header, shape.unknown) ?? []
  })
  const isOne = missing.length === 1
  const lacks = `${isOne ? 'the header' : 'the headers'} ${few(missing.map((name) => wanted(table, name)))}`
  const found = few([...new Set(likely)].map(quoted))
  const { headers } = shape
  const [twice] = headers.filter((header, place) => headers.indexOf(header) < place)
  const standsTwice = twice === undefined ? '' : `, ${quoted(twice)} stands twice`
  const subject = isNamed
    ? `${file}, line ${line}: ${lacks} of ${table.name} ${isOne ? 'is' : 'are'} missing`
    : `${file} belongs to no contract: nearest is ${table.name}, but ${lacks} ${isOne ? 'is' : 'are'} missing`
  const closestFound = found === '' ? '' : `, and the closest of its unknown headers: ${found}`
  const remedy = isNamed
    ? `export the file with ${isOne ? 'that header' : 'those headers'}, or name the new ${isOne ? 'one' : 'ones'} in the contract`
    : 'take it away, or write a contract for it'
  return `${subject}${standsTwice}${closestFound}; ${remedy}.`
}

/** Says which columns of a file the contract does not read, and which of its own the file lacks. */
export function unreadColumns(file: string, shape: Shape, table: AnyTable): string[] {
  const { unknown } = shape
  if (unknown.length === 0) return []
  const absent = absentColumns(table, shape)
  const lacks = absent.length === 0 ? '' : `, and finds no ${few(absent)}`
  return [`${file}: ${table.name} does not read ${few(unknown.map(quoted))}${lacks}.`]
}

/** The columns of a contract that a file lacks: only optional ones, since it was recognised. */
const absentColumns = (table: AnyTable, { places, gathered }: Shape): string[] =>
  Object.keys(table.columns).filter(
    (name) => !(name in places || name in gathered || isAutomatic(contractOf(table), name)),
  )

/**
 * Says which headers of a file look renamed. An export may lack an optional column, but one that
 * lacks it and has an unknown header in its place would lose the column's values without a word:
 * its place is taken where the two are spelled nearly alike, or where another file of the export
 * has the same headers but for these.
 */
export function renamedHeaders(
  table: AnyTable,
  files: readonly { readonly file: string; readonly shape: Shape }[],
): string[] {
  return files.flatMap(({ file, shape }) => {
    const { headers, unknown } = shape
    if (unknown.length === 0) return []
    const kept = headers.filter((header) => !unknown.includes(header))
    const siblings = files.filter(
      (other) =>
        other.file !== file &&
        kept.every((header) => other.shape.headers.includes(header)) &&
        // A header that the other has too stands for none of its others.
        unknown.some((header) => !other.shape.headers.includes(header)),
    )
    const absent = absentColumns(table, shape)
    const renamed = absent.flatMap((name) => {
      const sibling = siblings.find((other) => name in other.shape.places)
      const near = nearlyAlike(headersOf(name, table.columns[name]), unknown)
      if (sibling) {
        const header = sibling.shape.headers[sibling.shape.places[name]!]!
        return [`${quoted(header)}, which ${sibling.file} has,`]
      }
      return near ? [`${wanted(table, name)}, for which ${quoted(near)} may stand,`] : []
    })
    return renamed.length === 0
      ? []
      : [
          `${file} lacks ${few(renamed)} and has ${few(unknown.map(quoted))}, which ${table.name} does not know: export it under the old header, or name the new one in the contract.`,
        ]
  })
}

/** The unknown header that is spelled nearly as one that a column stands under. */
function nearlyAlike(accepted: readonly string[], unknown: readonly string[]): string | undefined {
  const letters = (header: string) => header.replaceAll(/\d/g, '')
  for (const header of accepted.map(plain)) {
    const nearest = closest(header, unknown.map(plain))
    // A second address is no misspelt first one.
    if (nearest === undefined || letters(nearest) === letters(header)) continue
    if (header.length > 5 && editDistance(header, nearest) <= Math.max(1, header.length / 12))
      return unknown[unknown.map(plain).indexOf(nearest)]
  }
  return undefined
}

const quoted = (header: string) => `'${header}'`

/** A column's header, with the others that it may stand under. */
function wanted(table: AnyTable, name: string): string {
  const headers = headersOf(name, table.columns[name])
  const others = new Map(headers.map((header) => [plain(header), header]))
  others.delete(plain(headers[0]!))
  const also = [...others.values()].map(quoted).join(', ')
  return `${quoted(headers[0]!)}${also && ` (or ${also})`}`
}

const few = (words: readonly string[]) =>
  words.length > 5
    ? `${words.slice(0, 4).join(', ')} and ${words.length - 4} more`
    : words.join(', ')
