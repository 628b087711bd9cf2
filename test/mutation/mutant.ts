/** A mutant: one change to one file, which some test has to notice. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Mutant {
  /** Says what is changed and where: `model/cubes/revenue.yml quick_ratio: swapped parts`. */
  readonly id: string
  readonly file: string
  /** The place of the text that is replaced. */
  readonly start: number
  readonly end: number
  readonly replace: string
  /** The tests that are likely to notice, by what is in their paths: the likeliest first. */
  readonly tests: readonly (readonly string[])[]
}

/** A mutant by the text that it replaces, which must stand in the file once. */
export function replacing(
  root: string,
  file: string,
  find: string,
  replace: string,
  tests: Mutant['tests'],
): Mutant {
  const text = readFileSync(join(root, file), 'utf8')
  const start = text.indexOf(find)
  if (start < 0 || text.indexOf(find, start + 1) >= 0)
    throw new Error(
      `${file} has ${start < 0 ? 'no' : 'more than one'} ‘${find}’: mend the mutant that replaces it.`,
    )
  const id = `${file}: ${shown(find)} → ${shown(replace)}`
  return { id, file, start, end: start + find.length, replace, tests }
}

/** A text in one line, not too long. */
export const shown = (text: string) => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line === '' ? 'nothing' : `‘${line.length > 70 ? `${line.slice(0, 69)}…` : line}’`
}

/** Runs `work` while the file in a checkout is changed, and puts it back. */
export async function withMutant<T>(
  checkout: string,
  { file, start, end, replace }: Mutant,
  work: () => Promise<T>,
): Promise<T> {
  const path = join(checkout, file)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.slice(0, start) + replace + text.slice(end))
  try {
    return await work()
  } finally {
    writeFileSync(path, text)
  }
}

/** A few of many, the same ones each time, from all over the file. */
export function chosen(mutants: readonly Mutant[], count: number): Mutant[] {
  const rank = ({ id }: Mutant) => createHash('sha256').update(id).digest('hex')
  const ranked = [...mutants].sort((one, other) => (rank(one) < rank(other) ? -1 : 1))
  return ranked.slice(0, count).sort((one, other) => one.start - other.start)
}
