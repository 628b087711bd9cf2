/** Holds the tree to one direction of imports, and each table to one file and one name. */
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/settings.ts'
import { tables } from '../../transforms/index.ts'

const filesOf = (pattern: string) => globSync(pattern, { cwd: projectRoot }).sort()

/** What a file imports, as paths from the project root; packages by their name. */
function importsOf(file: string, { types } = { types: true }): string[] {
  const source = readFileSync(join(projectRoot, file), 'utf8')
  const statements = types ? source : source.replaceAll(/^(?:import|export) type\b/gm, '//')
  return [
    ...statements.matchAll(/^(?:import|export)\b[^'`]*?from '([^']+)'|\bimport\('([^']+)'\)/gm),
  ]
    .map(([, declared, called]) => declared ?? called)
    .map((target) =>
      target!.startsWith('.')
        ? relative(projectRoot, join(projectRoot, dirname(file), target!))
        : target!,
    )
}

/** Of each part of the tree, what it may import beside itself. Order: what is read before what reads. */
const layers: [part: RegExp, mayImport: RegExp][] = [
  [
    /^transforms\/sources\//,
    /^(kysely|zod|src\/(columns|contract|custom_fields|export|settings|table)\.ts|transforms\/(sources|staging\/objects)\/.*)$/,
  ],
  [/^transforms\/staging\/objects\//, /^src\/columns\.ts$/],
  [
    /^transforms\/staging\//,
    /^(kysely|zod|src\/(columns|custom_fields|table|settings|run_tables)\.ts|src\/sql\/.*|transforms\/(sources|staging)\/.*)$/,
  ],
  [
    /^transforms\/references\//,
    /^(kysely|zod|src\/(columns|settings|table)\.ts|src\/(references|sql)\/.*|transforms\/references\/.*)$/,
  ],
  [
    /^transforms\/conformed\//,
    /^(kysely|zod|src\/(columns|table|settings|run_tables)\.ts|src\/(identity|sql)\/.*|transforms\/(references|staging|conformed)\/.*|transforms\/funnel_stages\.ts)$/,
  ],
  [
    /^transforms\/marts\//,
    /^(kysely|zod|src\/(columns|table|settings|run_tables)\.ts|src\/sql\/.*|transforms\/(conformed|marts|quality)\/.*|transforms\/funnel_stages\.ts)$/,
  ],
  [
    /^transforms\/quality\//,
    /^(kysely|src\/(columns|table|settings|run_tables)\.ts|src\/sql\/.*|transforms\/(sources|references|staging|conformed|quality)\/.*)$/,
  ],
  [/^src\/sql\//, /^(kysely|src\/(columns|custom_fields|settings|table)\.ts|src\/sql\/.*)$/],
  [/^src\/identity\//, /^(kysely|src\/(columns|table|settings)\.ts|src\/(identity|sql)\/.*)$/],
  [
    /^src\/references\//,
    /^(kysely|node:.*|libphonenumber-js.*|disposable-email-domains-js|email-providers.*|role-based-email-addresses|src\/(columns|table)\.ts|src\/references\/.*)$/,
  ],
  [/^src\/sample\//, /^(node:.*|src\/sample\/.*)$/],
  [/^src\/warehouse\//, /^(?!src\/(semantic|cli|sample|docs|gateway)\/|transforms\/|express)/],
  [/^src\/semantic\//, /^(?!src\/(cli|sample|docs|gateway)\/|transforms\/)/],
  [/^src\/gateway\//, /^(?!src\/(cli|sample|docs|web_server)\/|transforms\/)/],
  [/^src\/web_server\//, /^(?!src\/(cli|sample|docs|gateway)\/|transforms\/)/],
  [/^src\/[a-z_]+\.ts$/, /^(?!src\/(warehouse|semantic|cli|sample|docs|gateway)\/|transforms\/)/],
]

describe('imports', () => {
  const sources = filesOf('{src,transforms}/**/*.ts')

  test.each(layers)('of %s flow one way', (part, mayImport) => {
    const files = sources.filter((file) => part.test(file))
    expect(files).not.toEqual([])
    const astray = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => !mayImport.test(target))
        .map((target) => `${file} imports ${target}`),
    )
    expect(astray).toEqual([])
  })

  test('of values make no circle', () => {
    const targets = new Map(sources.map((file) => [file, importsOf(file, { types: false })]))
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]) => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
        return
      }
      if (done.has(file)) return
      for (const target of targets.get(file) ?? []) visit(target, [...path, file])
      done.add(file)
    }
    for (const file of sources) visit(file, [])
    expect(circles).toEqual([])
  })
})

describe('a table', () => {
  const camelCase = (name: string) => name.replace(/_+(\w)/g, (_, letter) => letter.toUpperCase())
  const files = filesOf('transforms/{references,staging,conformed,quality,marts}/**/*.ts').filter(
    (file) => /^(ref|stg|map|dim|fct|mart)_/.test(basename(file)),
  )

  test.each(files)('%s is its file, its name and its export', async (file) => {
    const name = basename(file, '.ts')
    const module = await import(join(projectRoot, file))
    expect(Object.keys(module)).toContain(camelCase(name))
    expect(module[camelCase(name)].name).toBe(name)
    expect(tables).toContain(module[camelCase(name)])
  })

  test('is listed once', () => {
    const names = tables.map((table) => table.name)
    expect(names).toEqual([...new Set(names)])
  })

  test('that is a source stands in a file of its system: <system>.ts or <system>_<part>.ts', async () => {
    for (const file of filesOf('transforms/sources/*.ts')) {
      for (const table of Object.values(await import(join(projectRoot, file)))) {
        if (!(table as { source?: { contract?: object } } | undefined)?.source?.contract) continue
        const [, system] = (table as { name: string }).name.match(/^raw_(\w+?)__/) ?? []
        expect(`${basename(file, '.ts')}_`).toMatch(new RegExp(`^${system}_`))
        expect(tables).toContain(table)
      }
    }
  })

  test('is at home in the folder that its name says', () => {
    const strays = files.filter((file) => {
      const layer = file.split('/')[1]!
      const prefix = basename(file).split('_')[0]!
      const prefixes = {
        references: ['ref'],
        staging: ['stg'],
        conformed: ['map', 'dim', 'fct'],
        quality: ['fct'],
        marts: ['mart'],
      }
      return !prefixes[layer as keyof typeof prefixes].includes(prefix)
    })
    expect(strays).toEqual([])
  })
})
