/** The sample company's exports written to a folder, and read back as rows. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Company, writeExports } from '../../src/sample/index.ts'

export type Row = Record<string, string>

/** Writes to a new folder, hands it over, and removes it. */
export async function withExports<T>(company: Company, use: (dir: string) => T): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'sample-'))
  try {
    await writeExports(company, dir)
    return use(dir)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

export const filesOf = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.csv'))
    .sort()

/** One hash over every file's name and bytes. */
export function hashOf(dir: string): string {
  const hash = createHash('sha256')
  for (const name of filesOf(dir)) hash.update(name).update(readFileSync(join(dir, name)))
  return hash.digest('hex')
}

function recordsOf(text: string): string[][] {
  const records: string[][] = []
  for (const line of text.trimEnd().split('\n')) {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(
      (match) => match[1] ?? '',
    )
    // The pattern also finds the empty text behind the last cell.
    if (!line.endsWith(',')) cells.pop()
    records.push(
      cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)),
    )
  }
  return records
}

/** All rows of the files whose path begins so, in the order of their names. */
export function rowsOf(dir: string, prefix: string): Row[] {
  return filesOf(dir)
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => {
      const [header = [], ...records] = recordsOf(readFileSync(join(dir, name), 'utf8'))
      return records.map((cells) =>
        Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ''])),
      )
    })
}
