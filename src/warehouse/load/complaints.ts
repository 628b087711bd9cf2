/** What the loader says of headers that it expected, or did not. */
import { headersOf } from '../../export.ts'
import type { AnyTable } from '../../table.ts'
import { closest, editDistance } from './edit_distance.ts'
import { contractOf, plain, type Reading, type Shape } from './recognition.ts'

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
  const likely = missing.flatMap((name) => {
    const [header = name] = headersOf(name, table.columns[name])
    return closest(header, shape.unknown) ?? []
  })
  const isOne = missing.length === 1
  const lacks = `${isOne ? 'the header' : 'the headers'} ${few(missing.map((name) => wanted(table, name)))}`
  const found = few([...new Set(likely)].map(quoted))
  const subject = isNamed
    ? `${file}, line ${line}: ${lacks} of ${table.name} ${isOne ? 'is' : 'are'} missing`
    : `${file} belongs to no contract: nearest is ${table.name}, but ${lacks} ${isOne ? 'is' : 'are'} missing`
  const closestFound = found === '' ? '' : `, and the closest of its unknown headers: ${found}`
  const remedy = isNamed
    ? `export the file with ${isOne ? 'that header' : 'those headers'}, or name the new ${isOne ? 'one' : 'ones'} in the contract`
    : 'take it away, or write a contract for it'
  return `${subject}${closestFound}; ${remedy}.`
}

/** Says which columns of a file the contract does not read, and which they could be meant for. */
export function unreadColumns(file: string, { unknown, places, gathered }: Shape, table: AnyTable) {
  if (unknown.length === 0) return []
  const absent = Object.keys(table.columns).filter((name) => !(name in places || name in gathered))
  const suspicions = absent.flatMap((name) => {
    const header = closest(name, unknown.map(plain))
    const isNear = header && editDistance(name, header) <= Math.max(1, name.length / 3)
    return isNear ? [`${quoted(unknown[unknown.map(plain).indexOf(header)]!)} may be ${name}`] : []
  })
  const suspected = suspicions.length > 0 ? `; ${few(suspicions)}, which it lacks` : ''
  return [`${file}: ${table.name} does not read ${few(unknown.map(quoted))}${suspected}.`]
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
