/** The model's titles, descriptions and names of values in the languages of `model/locales/<language>.json`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const words = z.string().min(1)
const text = z.strictObject({ title: words, description: words.optional() })

/** One language. English has no file: it is what the model's own files say. */
const localeFile = z.strictObject({
  /**
   * By what they are of: a view, a segment or hierarchy of a view, or the `cube.member` that a
   * member comes from, which holds in every view that shows it, unless `view.member` has words of
   * its own. `english` is what was translated: words for another English text are out of date, and
   * the English stands in for them.
   */
  texts: z.record(z.string(), text.extend({ english: text })),
  /** By their English names. */
  folders: z.record(z.string(), words),
  /**
   * Values of ours, by the dimension and their English names. A dimension is a `view.member`, a
   * `cube.member`, or the member's name alone where those of that name have the same values; those
   * under `*` may stand in every one.
   */
  values: z.record(z.string(), z.record(z.string(), words)),
})
export type Locale = z.infer<typeof localeFile>

/** A view, or something in it, as Cube's metadata tells of it. */
export interface Described {
  readonly name: string
  /** `cube.member` of what a view takes from a cube. */
  readonly aliasMember?: string
  /** Of a member it begins with the view's; its own is the short one. */
  readonly title?: string
  readonly shortTitle?: string
  readonly description?: string
}

export interface DimensionMeta extends Described {
  readonly type: string
  /** `values`: the names of values that are codes, as the model's files say them. */
  readonly meta?: { readonly values?: Names; readonly [key: string]: unknown }
}
type Names = Readonly<Record<string, string>>

export interface FolderMeta {
  readonly name: string
  readonly members: readonly (string | FolderMeta)[]
}

export interface ViewMeta extends Described {
  readonly measures: readonly Described[]
  readonly dimensions: readonly DimensionMeta[]
  readonly segments: readonly Described[]
  readonly hierarchies: readonly Described[]
  readonly folders: readonly FolderMeta[]
  readonly nestedFolders: readonly FolderMeta[]
}

const english: Locale = { texts: {}, folders: {}, values: {} }

/** What stands in any dimension for what is not known, and for what there is none of. */
export const anywhere = '*'
export const placeholders: Names = { unknown: 'Unknown', not_allocated: 'Not allocated' }

/** English, and each language that the model has a file of. */
export function languagesOf(model: string): string[] {
  const folder = join(model, 'locales')
  const files = existsSync(folder) ? readdirSync(folder) : []
  const languages = files.flatMap((file) => /^(\w+)\.json$/.exec(file)?.[1] ?? [])
  return ['en', ...languages.toSorted()]
}

export function readLocale(model: string, language: string): Locale {
  if (language === 'en') return english
  const path = join(model, 'locales', `${language}.json`)
  try {
    return localeFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new Error(`${path} is not a file of titles, descriptions and values.`, { cause })
  }
}

/** Where the words for something are looked up, in this order. */
export const keysOf = ({ name, aliasMember }: Described): string[] =>
  aliasMember === undefined ? [name] : [name, aliasMember]

/** Its own title and its description, as the model's files say them. */
export const englishOf = ({ title = '', shortTitle = title, description }: Described) => ({
  title: shortTitle,
  description,
})

/** A view's metadata in another language; what has no words in it stays English. */
export function localized(view: ViewMeta, locale: Locale): ViewMeta {
  const own = translated(view, locale)
  const member = <D extends Described>(of: D) => {
    const { title, description } = translated(of, locale)
    return { ...of, title: `${own.title} ${title}`, shortTitle: title, description }
  }
  const folder = (of: FolderMeta): FolderMeta & { title: string } => ({
    ...of,
    title: locale.folders[of.name] ?? of.name,
    members: of.members.map((inside) => (typeof inside === 'string' ? inside : folder(inside))),
  })
  return {
    ...view,
    ...own,
    measures: view.measures.map(member),
    dimensions: view.dimensions.map((of) => ({ ...member(of), ...named(of, locale) })),
    segments: view.segments.map(member),
    hierarchies: view.hierarchies.map((of) => ({ ...of, title: translated(of, locale).title })),
    folders: view.folders.map(folder),
    nestedFolders: view.nestedFolders.map(folder),
  }
}

/** The keys under which the names of a dimension's values are looked up, in this order. */
export const valueKeysOf = (of: Described): string[] => [
  ...keysOf(of),
  of.name.slice(of.name.indexOf('.') + 1),
]

/** The metadata of a dimension with the names of its values, as far as they differ from the values. */
function named(of: DimensionMeta, { values }: Locale): Pick<DimensionMeta, 'meta'> {
  if (of.type !== 'string') return {}
  const codes = { ...placeholders, ...of.meta?.values }
  const own = valueKeysOf(of).find((key) => key in values)
  const words = { ...values[anywhere], ...(own === undefined ? {} : values[own]) }
  const names = Object.entries(codes).map(([code, name]) => [code, words[name] ?? name])
  return { meta: { ...of.meta, values: { ...words, ...Object.fromEntries(names) } } }
}

function translated(of: Described, { texts }: Locale) {
  const own = englishOf(of)
  const found = keysOf(of)
    .map((key) => texts[key])
    .find((candidate) => candidate !== undefined)
  return {
    title: found?.english.title === own.title ? found.title : own.title,
    description:
      found?.english.description === own.description ? found?.description : own.description,
  }
}
