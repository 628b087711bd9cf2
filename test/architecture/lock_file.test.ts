/** Holds the lock file to what `npm ci` needs on every machine, and to naming no place to fetch from. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'

interface Locked {
  version?: string
  resolved?: string
  integrity?: string
  link?: boolean
  optionalDependencies?: Record<string, string>
}
const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>
}

/** Where Node would find a package that another one asks for. */
function found(from: string, name: string): Locked | undefined {
  const inside = `${from === '' ? '' : `${from}/`}node_modules/${name}`
  if (packages[inside] || from === '') return packages[inside]
  const above = from.lastIndexOf('node_modules/')
  return found(above <= 0 ? '' : from.slice(0, above - 1), name)
}

test('it names no address to download from', () => {
  const addresses = Object.values(packages).flatMap(({ resolved }) =>
    resolved?.includes(':') ? [resolved] : [],
  )
  expect(addresses).toEqual([])
})

// A lock file written over an installed tree leaves out the binaries of other platforms, and
// `npm ci` then refuses it; write it in an empty folder.
test('it has the optional packages of every platform', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !found(path, name))
      .map((name) => `${path} asks for ${name}`),
  )
  expect(missing).toEqual([])
})

test('it holds every package to its contents', () => {
  const unchecked = Object.entries(packages).filter(
    ([path, { integrity, link }]) =>
      path.startsWith('node_modules/') && !link && integrity === undefined,
  )
  expect(unchecked.map(([path]) => path)).toEqual([])
})
