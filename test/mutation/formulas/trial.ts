/** What is being tried: shared by Vitest's runner and the tests that it runs, within one process. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Twins } from './twins.ts'

export interface Trial {
  /** Where the model with the twins stands, the list of mutants, and that of the killed. */
  readonly folder: string
  /** What the running test has asked for. */
  readonly asked: Set<string>
  /** In whose place the running test is answered; the model's own measures, without one. */
  mutant: Twins | undefined
  /** What no test has noticed so far. */
  alive: readonly Twins[]
}

export interface Killed {
  readonly id: string
  readonly by: string
  readonly message: string
}

const place = Symbol.for('revops mutation trial')

/** The one of this process; its folder is named by the environment. */
export function trial(): Trial {
  const all = globalThis as { [place]?: Trial }
  all[place] ??= begun(process.env['REVOPS_TWINS']!)
  return all[place]
}

function begun(folder: string): Trial {
  const killed = new Set(killedIn(folder).map(({ id }) => id))
  const all = JSON.parse(readFileSync(join(folder, 'mutants.json'), 'utf8')) as Twins[]
  return {
    folder,
    asked: new Set(),
    mutant: undefined,
    alive: all.filter(({ id }) => !killed.has(id)),
  }
}

const killedFile = (folder: string) => join(folder, 'killed.jsonl')

export function killedIn(folder: string): Killed[] {
  if (!existsSync(killedFile(folder))) return []
  const lines = readFileSync(killedFile(folder), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Killed)
}

export const writeKilled = (folder: string, killed: Killed): void =>
  appendFileSync(killedFile(folder), `${JSON.stringify(killed)}\n`)
