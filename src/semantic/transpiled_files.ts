/**
 * What Cube made of the model's files before, kept from one process to the next: a model is compiled
 * by every command that asks a KPI, and hardly ever changes.
 *
 *   <folder>/<hash of all that decides it>.json     one file of the model, in one step
 *
 * It is a cache: what cannot be read or written is made anew.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonOf, unfinishedPath } from '../warehouse/diskio.ts'

/** What became of a file. */
export interface Transpiled {
  readonly content: string
  readonly errors: readonly unknown[]
  readonly warnings: readonly unknown[]
}

/** So many results stay: each compilation has some hundred. */
const mostKept = 3000

export class TranspiledFiles {
  readonly #folder: string
  /** What decides the results of all files alike. */
  readonly #version: string
  readonly #known = new Map<string, Transpiled>()
  #isSwept = false

  constructor(folder: string, version: string) {
    this.#folder = folder
    this.#version = version
  }

  /**
   * The result for some input, worked out where it is not known. Results with errors or warnings
   * are told each time and not kept.
   */
  of(input: unknown, make: () => Transpiled): Transpiled {
    const key = createHash('sha256')
      .update(JSON.stringify([this.#version, input]))
      .digest('hex')
    const known = this.#known.get(key) ?? this.#read(key)
    if (known) {
      this.#known.set(key, known)
      return known
    }
    const made = make()
    if (made.errors.length + made.warnings.length > 0) return made
    this.#known.set(key, made)
    this.#write(key, made.content)
    return made
  }

  #read(key: string): Transpiled | undefined {
    try {
      const content = jsonOf(readFileSync(join(this.#folder, `${key}.json`), 'utf8'))
      return typeof content === 'string' ? { content, errors: [], warnings: [] } : undefined
    } catch {
      return undefined
    }
  }

  #write(key: string, content: string) {
    try {
      mkdirSync(this.#folder, { recursive: true })
      if (!this.#isSwept) this.#sweep()
      const path = join(this.#folder, `${key}.json`)
      const unfinished = unfinishedPath(path)
      writeFileSync(unfinished, JSON.stringify(content))
      renameSync(unfinished, path)
    } catch {
      // A folder that nobody may write to costs time, and nothing else.
    }
  }

  /** Takes all away once they are too many: what is still asked for is soon there again. */
  #sweep() {
    this.#isSwept = true
    const names = readdirSync(this.#folder)
    if (names.length > mostKept)
      for (const name of names) rmSync(join(this.#folder, name), { force: true })
  }
}
