/** Every title and description of the model in every language, and how they are served. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  englishOf,
  languagesOf,
  localized,
  readLocale,
  type ViewMeta,
} from '../../src/semantic/locales.ts'
import { type Server, startServer } from '../../src/semantic/server.ts'
import { issueToken, type TokenClaims } from '../../src/semantic/tokens.ts'
import { projectRoot } from '../../src/settings.ts'
import { leakSentences } from '../../transforms/conformed/leak_sentences.ts'
import { playbookSentences } from '../../transforms/marts/playbook/sentences.ts'
import { describedIn, gapsOf, valueGapsOf } from './locale_gaps.ts'
import { type Vocabulary, vocabulariesOf } from './vocabularies.ts'
import { publishedWarehouse } from './warehouses.ts'

const model = join(projectRoot, 'model')

let server: Server
let bearer: (claims: Omit<TokenClaims, 'expires'>) => Promise<string>
let authorization: string
/** The real model's views; no table is needed in order to describe them. */
let views: readonly ViewMeta[]
let vocabularies: readonly Vocabulary[]
beforeAll(async () => {
  const warehouse = await publishedWarehouse('b1', {})
  server = await startServer({ host: '127.0.0.1', port: 0, warehouse, model })
  const secret = readFileSync(join(warehouse, 'secret'), 'utf8').trim()
  bearer = async (claims) => `Bearer ${await issueToken(secret, { ...claims, expires: 60 })}`
  authorization = await bearer({ role: 'admin' })
  views = (await meta()).views
  vocabularies = vocabulariesOf(views, model)
}, 60_000)
afterAll(() => server.close())

async function meta(query = '', headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/cubejs-api/v1/meta${query}`, {
    headers: { authorization, ...headers },
  })
  const body = (await response.json()) as { cubes: ViewMeta[]; error?: string }
  return { status: response.status, headers: response.headers, views: body.cubes, ...body }
}

const revenue = (of: readonly ViewMeta[]) => of.find(({ name }) => name === 'revenue')!
const member = (of: readonly ViewMeta[], name: string) =>
  describedIn(revenue(of)).find((candidate) => candidate.name === `revenue.${name}`)

test('the model speaks English, German, Finnish, Japanese and Romanian', () => {
  expect(languagesOf(model)).toEqual(['en', 'de', 'fi', 'ja', 'ro'])
})

test.each([
  ['leakage', leakSentences],
  ['playbook', playbookSentences],
])('the sentences of %s stand in the model’s files as the transforms have them', (name, told) => {
  const { dimensions } = views.find((view) => view.name === name)!
  const parts = dimensions.find((of) => of.name === `${name}.reason_parts`)
  expect(parts?.meta?.values).toMatchObject(told)
})

describe.each(['de', 'fi', 'ja', 'ro'])('model/locales/%s.json', (language) => {
  const locale = readLocale(model, language)

  test('says everything that the model says, and nothing else', () => {
    expect(gapsOf(views, locale)).toEqual([])
  })

  test('names every value of ours, and nothing else', () => {
    expect(valueGapsOf(vocabularies, locale)).toEqual([])
  })

  test('keeps the numbers, abbreviations and names of what it translates', () => {
    const kept = /\b(?:[A-Z]{3,}|NULL|Q\d|\d+|\w+\.config\.ts)\b|R²|[÷−]/g
    const lost = Object.entries(locale.texts).flatMap(([key, { english, ...own }]) =>
      (['title', 'description'] as const).flatMap((part) =>
        (english[part]?.match(kept) ?? [])
          .filter((word) => !own[part]?.includes(word))
          .map((word) => `${key}: ${word}`),
      ),
    )
    expect(lost).toEqual([])
  })

  test('has the blanks of what it translates', () => {
    const blanks = (text: string) => [...text.matchAll(/\[\w+\]/g)].map(String).sort()
    for (const names of Object.values(locale.values))
      for (const [english, name] of Object.entries(names))
        expect(blanks(name), english).toEqual(blanks(english))
  })

  test('has sentences for descriptions, and titles that tell the members of a view apart', () => {
    const told = Object.values(locale.texts).filter(({ description }) => description !== undefined)
    expect(told.filter(({ description }) => !/[.。]$/.test(description!))).toEqual([])
    expect(told.filter(({ description, english }) => description === english.description)).toEqual(
      [],
    )
    for (const view of views) {
      const { measures, dimensions, segments } = localized(view, locale)
      const titles = [...measures, ...dimensions, ...segments].map((of) => englishOf(of).title)
      expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([])
    }
  })
})

describe('a gap is noticed', () => {
  const view = {
    name: 'deals',
    title: 'Deals',
    measures: [
      {
        name: 'deals.won',
        aliasMember: 'facts.won',
        title: 'Deals Won',
        shortTitle: 'Won',
        description: 'Won ones.',
      },
    ],
    dimensions: [],
    segments: [],
    hierarchies: [],
    folders: [],
    nestedFolders: [{ name: 'Wins', members: ['deals.won'] }],
  }
  const of = (title: string, description?: string) => ({
    title: `${title} (de)`,
    ...(description && { description: `${description} (de)` }),
    english: { title, ...(description && { description }) },
  })
  const whole = {
    texts: { deals: of('Deals'), 'facts.won': of('Won', 'Won ones.') },
    folders: { Wins: 'Gewinne' },
    values: {},
  }

  test('and a whole language has none', () => {
    expect(gapsOf([view], whole)).toEqual([])
  })

  test('where words are missing', () => {
    expect(gapsOf([view], { texts: {}, folders: {}, values: {} })).toEqual([
      'missing: deals',
      'missing: facts.won',
      'missing: folder Wins',
    ])
  })

  test('where they are of something that is gone', () => {
    const texts = { ...whole.texts, 'facts.lost': of('Lost') }
    expect(
      gapsOf([view], { ...whole, texts, folders: { ...whole.folders, Losses: 'Verluste' } }),
    ).toEqual(['orphan: facts.lost', 'orphan: folder Losses'])
  })

  test('where the English has changed, which then stands in for them', () => {
    const texts = { ...whole.texts, 'facts.won': of('Won', 'Won deals.') }
    expect(gapsOf([view], { ...whole, texts })).toEqual(['outdated: facts.won'])
    expect(localized(view, { ...whole, texts }).measures).toEqual([
      { ...view.measures[0], title: 'Deals (de) Won (de)', shortTitle: 'Won (de)' },
    ])
  })

  test('where a description is missing', () => {
    const { description: _, ...untold } = of('Won', 'Won ones.')
    const texts = { ...whole.texts, 'facts.won': untold }
    expect(gapsOf([view], { ...whole, texts })).toEqual(['missing: the description of facts.won'])
  })

  test('where a value of ours has no name, a code none by its English one, or a name no value', () => {
    const dimension = {
      name: 'deals.state',
      aliasMember: 'facts.state',
      type: 'string',
      meta: { values: { open: 'Open', unknown: 'Unknown', theirs: 'Theirs' } },
    }
    const vocabulary = { dimension, values: ['open', 'Won', 'unknown'] }
    const values = { '*': { Unknown: 'U', 'Not allocated': 'N' }, state: { Won: 'W', Lost: 'L' } }
    const gaps = ['missing: state: Open', 'missing: state: Theirs', 'orphan: state: Lost']
    expect(valueGapsOf([vocabulary], { ...whole, values })).toEqual(gaps)
    expect(valueGapsOf([], whole)).toEqual(['missing: *: Unknown', 'missing: *: Not allocated'])
    expect(
      valueGapsOf([vocabulary], { ...whole, values: { ...values, 'facts.state': {} } }),
    ).toEqual([
      'missing: facts.state: Open',
      'missing: facts.state: Won',
      'missing: facts.state: Theirs',
      'orphan: state: Won',
      'orphan: state: Lost',
    ])
  })

  test('and a view may have words of its own for a member', () => {
    const texts = { ...whole.texts, 'deals.won': of('Won', 'Won ones.') }
    expect(gapsOf([view], { ...whole, texts })).toEqual(['orphan: facts.won'])
  })
})

describe('metadata', () => {
  test('is in English where nobody says otherwise', async () => {
    for (const language of ['', '*', 'fr', 'en-GB,de;q=0.5']) {
      const answer = await meta('', language === '' ? {} : { 'accept-language': language })
      expect(answer.headers.get('content-language')).toBe('en')
      expect(member(answer.views, 'mrr')).toMatchObject({
        title: 'Revenue Monthly recurring revenue (MRR)',
        shortTitle: 'Monthly recurring revenue (MRR)',
      })
    }
  })

  test('is in the language that the header likes best of those that there are', async () => {
    const answer = await meta('', { 'accept-language': 'fr, de-AT;q=0.8, en;q=0.5' })
    expect(answer.headers.get('content-language')).toBe('de')
    expect(answer.headers.get('vary')).toContain('Accept-Language')
    expect(revenue(answer.views).title).toBe('Umsatz')
    expect(member(answer.views, 'mrr')).toMatchObject({
      title: 'Umsatz Monatlich wiederkehrender Umsatz (MRR)',
      shortTitle: 'Monatlich wiederkehrender Umsatz (MRR)',
      aliasMember: 'revenue_events.mrr',
      meta: { class: 'balance' },
    })
  })

  test('is in the language of ?locale, whatever the header says', async () => {
    for (const locale of ['ja', 'ja-JP', 'JA']) {
      const answer = await meta(`?locale=${locale}`, { 'accept-language': 'de' })
      expect(answer.headers.get('content-language')).toBe('ja')
      expect(member(answer.views, 'net_revenue_retention')).toMatchObject({
        shortTitle: '純収益維持率（NRR）',
      })
    }
  })

  test('names the values of ours, codes in English too, and no other value', async () => {
    const namesIn = async (locale: string, view: string, dimension: string) => {
      const of = (await meta(`?locale=${locale}`)).views.find(({ name }) => name === view)!
      return of.dimensions.find(({ name }) => name === `${view}.${dimension}`)!.meta?.values
    }
    const placeholders = { unknown: 'Unknown', not_allocated: 'Not allocated' }
    expect(await namesIn('en', 'leakage', 'finding_status')).toEqual({
      ...placeholders,
      open: 'Open',
      recovered: 'Recovered',
      ended: 'Ended',
    })
    expect(await namesIn('en', 'leakage', 'account_name')).toEqual(placeholders)
    expect(await namesIn('de', 'leakage', 'finding_status')).toMatchObject({ open: 'Offen' })
    expect(await namesIn('de', 'accounts', 'lifecycle')).toMatchObject({ Churned: 'Abgewandert' })
    expect(await namesIn('de', 'leakage', 'account_name')).toEqual({
      Unknown: 'Unbekannt',
      'Not allocated': 'Nicht zugeordnet',
      unknown: 'Unbekannt',
      not_allocated: 'Nicht zugeordnet',
    })
    expect(await namesIn('de', 'accounts', 'account_mrr')).toBeUndefined()
  })

  test('translates hierarchies and folders, and keeps what they are known by', async () => {
    const answer = await meta('?locale=fi')
    const { hierarchies, folders, nestedFolders } = revenue(answer.views)
    expect(hierarchies).toContainEqual(
      expect.objectContaining({ name: 'revenue.geography', title: 'Maantiede' }),
    )
    const dates = expect.objectContaining({ name: 'Date', title: 'Päivämäärä' })
    expect(folders).toContainEqual(dates)
    expect(nestedFolders).toContainEqual(dates)
    expect(revenue(views).folders).toContainEqual(
      expect.objectContaining({ name: 'Date', title: 'Date' }),
    )
  })

  test('is translated with the SQL of the model, too', async () => {
    const { status, views: extended } = await meta('?extended&locale=de')
    expect(status).toBe(200)
    expect(member(extended, 'mrr')).toMatchObject({
      shortTitle: 'Monatlich wiederkehrender Umsatz (MRR)',
    })
  })

  test('in a language that there is not is refused with the ones that there are', async () => {
    const { status, error } = await meta('?locale=fr')
    expect(status).toBe(400)
    expect(error).toBe('There are no titles in the language fr; there are en, de, fi, ja, ro.')
  })

  test('shows a role no more in its language than in English', async () => {
    const rep = { authorization: await bearer({ role: 'rep', user: 'Ann Lee' }) }
    const names = async (locale: string) =>
      (await meta(`?locale=${locale}`, rep)).views.flatMap(describedIn).map(({ name }) => name)
    const seen = await names('de')
    expect(seen).toEqual(await names('en'))
    expect(seen).toContain('revenue')
    expect(seen).not.toContain('marketing')
  })
})
