/**
 * Dimensions for the fields that the settings declare: the model's files with them put in.
 *
 * A cube whose `meta.custom_fields` names a business object keeps their values in its column of
 * that name. A field is a dimension of that cube and of each view that joins it, and slices every
 * measure that the object itself slices.
 */
import { parse, stringify } from 'yaml'
import type { Settings } from '../config.ts'
import { UserError } from '../errors.ts'

type CustomFields = Settings['customFields']
type CustomObject = keyof CustomFields

interface Member {
  readonly name: string
  meta?: { dimensions?: readonly string[] }
}
interface Cube {
  readonly name: string
  readonly meta?: { readonly custom_fields?: CustomObject }
  dimensions: Member[]
  measures?: Member[]
}
interface Included {
  readonly join_path: string
  includes: (string | { name: string; alias?: string })[]
}
interface ModelFile {
  readonly cubes?: Cube[]
  readonly views?: { readonly name: string; readonly cubes: Included[] }[]
}

/** What slices a measure where the object as such does. */
const anchors: Readonly<Record<CustomObject, string>> = {
  accounts: 'account_name',
  people: 'person_name',
  opportunities: 'opportunity_name',
}

const objects = Object.keys(anchors) as CustomObject[]

export const hasCustomFields = (fields: CustomFields): boolean =>
  objects.some((object) => Object.keys(fields[object]).length > 0)

/**
 * The model's files, with a dimension for each declared field.
 *
 * @param files the files' texts by path
 * @throws UserError where a field has the name of a member that is there
 */
export function withCustomDimensions(
  files: ReadonlyMap<string, string>,
  fields: CustomFields,
): { fileName: string; content: string }[] {
  const parsed = [...files].map(([path, text]) => ({
    path,
    model: parse(text) as ModelFile,
  }))
  const cubes = parsed.flatMap(({ model }) => model.cubes ?? [])
  const objectOf = new Map(cubes.map(({ name, meta }) => [name, meta?.custom_fields]))
  for (const cube of cubes) {
    const object = objectOf.get(cube.name)
    if (object) cube.dimensions.push(...dimensionsOf(cube, fields[object]))
    for (const { meta } of cube.measures ?? [])
      if (meta?.dimensions)
        meta.dimensions = [...meta.dimensions, ...added(meta.dimensions, fields)]
  }
  for (const view of parsed.flatMap(({ model }) => model.views ?? []))
    for (const part of view.cubes) {
      const object = objectOf.get(part.join_path.split('.').at(-1)!)
      if (object) part.includes.push(...includedIn(view, fields[object]))
    }
  return parsed.map(({ path, model }) => ({ fileName: path, content: stringify(model) }))
}

const added = (dimensions: readonly string[], fields: CustomFields) =>
  objects.flatMap((object) =>
    dimensions.includes(anchors[object]) ? Object.keys(fields[object]) : [],
  )

const types = {
  text: { type: 'string', sql: (value: string) => value },
  number: { type: 'number', sql: (value: string) => `try_cast(${value} as double)` },
  flag: { type: 'boolean', sql: (value: string) => `try_cast(${value} as boolean)` },
  // A view has one time dimension, its date: a day of the company's own is shown, not grouped.
  day: { type: 'string', sql: (value: string) => `cast(try_cast(${value} as date) as varchar)` },
} as const

function dimensionsOf(cube: Cube, fields: CustomFields[CustomObject]) {
  return Object.entries(fields).map(([name, field]) => {
    if ([...cube.dimensions, ...(cube.measures ?? [])].some((member) => member.name === name))
      throw taken(name, cube.name)
    const { type, sql } = types[field.type]
    return {
      name,
      title: field.title,
      description: `A field of the company’s own: ${Object.entries(field.from)
        .map(([system, header]) => `“${header}” of ${system}`)
        .join(', ')}.`,
      sql: sql(`{CUBE}.custom_fields['${name}']`),
      type,
    }
  })
}

function includedIn(view: { name: string; cubes: Included[] }, fields: CustomFields[CustomObject]) {
  const members = view.cubes.flatMap(({ includes }) =>
    includes.map((member) => (typeof member === 'string' ? member : (member.alias ?? member.name))),
  )
  const names = Object.keys(fields)
  const [again] = names.filter((name) => members.includes(name))
  if (again) throw taken(again, view.name)
  return names
}

const taken = (field: string, where: string) =>
  new UserError(
    `revops.config.ts, customFields: ${where} has a member ${field} already; give the field another name.`,
  )
