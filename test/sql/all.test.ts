/** Every fragment of raw SQL has a test of its type: those in this folder. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'

const read = (pattern: string) =>
  globSync(join(projectRoot, pattern))
    .sort()
    .map((file) => [file.slice(projectRoot.length + 1), readFileSync(file, 'utf8')] as const)

const tests = read('test/sql/*.test.ts')
  .map(([, source]) => source.replaceAll(/^import [^']*'/gm, ''))
  .join('\n')
const fragments = read('src/sql/*.ts').flatMap(([file, source]) =>
  [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => [file, name!]),
)

test.each(fragments.filter(([, name]) => name !== 'macros'))('%s: %s is tested', (_, name) => {
  expect(tests).toMatch(new RegExp(`\\b${name}\\b`))
})
