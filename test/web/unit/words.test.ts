/** Every language of the interface says everything, with the same figures in the same places. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../../src/settings.ts'

const web = join(projectRoot, 'web', 'src')
const languages = ['en', 'de', 'ro', 'ja', 'fi']

type Words = { readonly [key: string]: string | Words }

const read = (language: string): Map<string, string> =>
  new Map(flat(JSON.parse(readFileSync(join(web, 'locales', `${language}.json`), 'utf8'))))

const flat = (words: Words, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  )

/** A key without its plural form. */
const plain = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '')
const blanks = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort()

const english = read('en')

describe.each(languages)('the words in %s', (language) => {
  const words = read(language)

  test('are those that English has', () => {
    const keys = (of: Map<string, string>) => [...new Set([...of.keys()].map(plain))].sort()
    expect(keys(words)).toEqual(keys(english))
  })

  test('have a blank for each figure', () => {
    for (const [key, text] of words)
      expect(blanks(text), key).toEqual(
        blanks(english.get(key) ?? english.get(`${plain(key)}_other`) ?? ''),
      )
  })

  test('know each plural of the language', () => {
    const forms = new Set(
      [0, 1, 2, 5, 11, 20, 100].map((count) => new Intl.PluralRules(language).select(count)),
    )
    const counted = [...words.keys()].filter((key) => plain(key) !== key).map(plain)
    for (const key of counted)
      for (const form of forms) expect(words.has(`${key}_${form}`), `${key}_${form}`).toBe(true)
  })

  test('are not left in English where they are sentences', () => {
    if (language === 'en') return
    const isSentence = (text: string) =>
      /\p{L}{3,} +\p{L}{2,}/u.test(text.replaceAll(/{{\w+}}/g, ''))
    const same = [...words].filter(([key, text]) => isSentence(text) && english.get(key) === text)
    expect(same.map(([key]) => key)).toEqual([])
  })
})

test('no component asks for words that there are not', () => {
  const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readFileSync(join(web, path), 'utf8'))
    .join('\n')
  const asked = [...sources.matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key]) => key!)
  const known = new Set([...english.keys()].map(plain))
  expect(asked.length).toBeGreaterThan(40)
  expect(asked.filter((key) => !known.has(key))).toEqual([])
})
