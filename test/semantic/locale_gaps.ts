/** What a language lacks of a model, has too much of, or says of an English text that has changed. */
import {
  anywhere,
  type Described,
  englishOf,
  type FolderMeta,
  keysOf,
  type Locale,
  placeholders,
  type ViewMeta,
  valueKeysOf,
} from '../../src/semantic/locales.ts'
import type { Vocabulary } from './vocabularies.ts'

/** A line for each gap: what it is, and where. */
export function gapsOf(views: readonly ViewMeta[], { texts, folders }: Locale): string[] {
  const described = views.flatMap(describedIn)
  const names = new Set(views.flatMap(({ nestedFolders }) => nestedFolders.flatMap(namesIn)))
  const used = new Set(described.map((of) => keyOf(of, texts)))
  return [
    ...new Set([
      ...described.flatMap((of) => gapOf(of, texts)),
      ...[...names].filter((name) => !(name in folders)).map((name) => `missing: folder ${name}`),
      ...Object.keys(texts)
        .filter((key) => !used.has(key))
        .map((key) => `orphan: ${key}`),
      ...Object.keys(folders)
        .filter((name) => !names.has(name))
        .map((name) => `orphan: folder ${name}`),
    ]),
  ]
}

/**
 * A line for each value of ours that has no name in the language, and for each name of no value.
 * Beside the values of its vocabulary a dimension may have names of its own for values of systems.
 */
export function valueGapsOf(vocabularies: readonly Vocabulary[], { values }: Locale): string[] {
  const everywhere = Object.values(placeholders)
  const needed = new Set([
    ...everywhere.map((name) => `${anywhere}: ${name}`),
    ...vocabularies.flatMap(({ dimension, values: own }) => {
      const codes = dimension.meta?.values ?? {}
      const keys = valueKeysOf(dimension)
      const key = keys.find((candidate) => candidate in values) ?? keys.at(-1)!
      return [...own.map((value) => codes[value] ?? value), ...Object.values(codes)]
        .filter((name) => !everywhere.includes(name))
        .map((name) => `${key}: ${name}`)
    }),
  ])
  const named = new Set(
    Object.entries(values).flatMap(([key, names]) =>
      Object.keys(names).map((name) => `${key}: ${name}`),
    ),
  )
  return [
    ...[...needed].filter((name) => !named.has(name)).map((name) => `missing: ${name}`),
    ...[...named].filter((name) => !needed.has(name)).map((name) => `orphan: ${name}`),
  ]
}

/** The view itself, and all that it shows. */
export const describedIn = (view: ViewMeta): Described[] => [
  view,
  ...view.measures,
  ...view.dimensions,
  ...view.segments,
  ...view.hierarchies,
]

const keyOf = (of: Described, texts: Locale['texts']) => {
  const keys = keysOf(of)
  return keys.find((key) => key in texts) ?? keys.at(-1)!
}

function gapOf(of: Described, texts: Locale['texts']): string[] {
  const key = keyOf(of, texts)
  const found = texts[key]
  if (found === undefined) return [`missing: ${key}`]
  const { title, description } = englishOf(of)
  if (found.english.title !== title || found.english.description !== description)
    return [`outdated: ${key}`]
  return description !== undefined && found.description === undefined
    ? [`missing: the description of ${key}`]
    : []
}

const namesIn = ({ name, members }: FolderMeta): string[] => [
  name,
  ...members.flatMap((member) => (typeof member === 'string' ? [] : namesIn(member))),
]
