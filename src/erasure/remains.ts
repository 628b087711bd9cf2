/** What tells of a person beside tables: the run store, and the raw exports, which are the user's. */
import { createReadStream, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { namesIn, readIfThere, writeDurably } from '../warehouse/diskio.ts'
import { patternOf } from './proof.ts'
import type { FoundPerson } from './search.ts'

/** Takes what messages quote of the person out of the run store. */
export function eraseFromRuns(
  warehouse: string,
  { addresses, texts }: Pick<FoundPerson, 'addresses' | 'texts'>,
) {
  const hasAddress = new RegExp(patternOf(addresses), 'i')
  const quoted = [...texts].filter((text) => text.length > 2)
  const isHers = (line: string) =>
    hasAddress.test(line) ||
    quoted.some((text) => line.includes(`'${text}'`) || line.includes(`= ${text}`))
  const cleaned = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value
        .split('\n')
        .map((line) => (isHers(line) ? 'What was said here told of a person who is erased.' : line))
        .join('\n')
    if (Array.isArray(value)) return value.map(cleaned)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, cleaned(held)]))
  }
  const folder = join(warehouse, 'runs')
  for (const name of namesIn(folder).filter((one) => one.endsWith('.json'))) {
    const path = join(folder, name)
    const text = readIfThere(path)!
    const after = JSON.stringify(cleaned(JSON.parse(text)))
    if (after !== text) writeDurably(path, after)
  }
}

/**
 * The raw files that hold the person: of some whose rows did, those that are still there.
 *
 * @param areSure whether their rows did; else it is looked for in their text
 */
export async function exportsWith(
  folder: string | undefined,
  suspects: ReadonlySet<string>,
  addresses: Iterable<string>,
  areSure: boolean,
): Promise<string[]> {
  if (folder === undefined) return []
  const pattern = new RegExp(patternOf(addresses), 'i')
  const found: string[] = []
  for (const file of [...suspects].sort()) {
    const path = rawPath(folder, file)
    if (path !== undefined && (areSure || (await textHolds(path, pattern)))) found.push(file)
  }
  return found
}

/** The file on disk; of a file in another, that one. */
function rawPath(folder: string, file: string): string | undefined {
  if (file === '.' || file === '') return undefined
  return existsSync(join(folder, file)) ? join(folder, file) : rawPath(folder, dirname(file))
}

async function textHolds(path: string, pattern: RegExp): Promise<boolean> {
  let rest = ''
  for await (const piece of createReadStream(path, 'utf8')) {
    const text = rest + piece
    if (pattern.test(text)) return true
    rest = text.slice(-400)
  }
  return false
}
