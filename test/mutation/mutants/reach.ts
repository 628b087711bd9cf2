/** Which tests stand on a file by what they import, the nearest first. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const imported = /\bfrom '(\.[^']+)'/g
/** Lists of all tables: what imports one stands on everything, which tells nothing. */
const lists = /^transforms\/(?:.+\/)?index\.ts$/

const known = new Map<string, (file: string) => readonly string[]>()

/** Of a tree: gives the test files that reach a file by imports, the fewest steps first. */
export function testsReaching(root: string): (file: string) => readonly string[] {
  const reaching = known.get(root) ?? reachOf(root)
  known.set(root, reaching)
  return reaching
}

function reachOf(root: string) {
  const importers = new Map<string, string[]>()
  for (const file of globSync('{src,test,transforms}/**/*.ts', { cwd: root }).sort())
    for (const [, path] of readFileSync(join(root, file), 'utf8').matchAll(imported)) {
      const target = join(dirname(file), path!)
      if (!existsSync(join(root, target)) || lists.test(file)) continue
      importers.set(target, [...(importers.get(target) ?? []), file])
    }
  return (file: string) => {
    const reached = new Set([file])
    // A set is walked in the order in which it grows: by steps, then by name.
    for (const one of reached)
      for (const importer of importers.get(one) ?? []) reached.add(importer)
    return [...reached].filter((one) => one.endsWith('.test.ts'))
  }
}
