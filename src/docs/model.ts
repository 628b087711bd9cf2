/** The model's YAML as the documentation and the lineage read it: cubes, views and their members. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { UserError } from '../errors.ts'

const kinds = { measures: 'measure', dimensions: 'dimension', segments: 'segment' } as const

const memberSchema = z.looseObject({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  type: z.string().optional(),
  public: z.boolean().default(true),
  meta: z.record(z.string(), z.unknown()).default({}),
})
const members = z.array(memberSchema).default([])
const cubeSchema = z.looseObject({
  name: z.string(),
  sql_table: z.string().optional(),
  sql: z.string().optional(),
  measures: members,
  dimensions: members,
  segments: members,
})
const includedSchema = z.union([
  z.string().transform((name) => ({ name })),
  z.looseObject({
    name: z.string(),
    alias: z.string().optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    meta: z.record(z.string(), z.unknown()).optional(),
  }),
])
const viewSchema = z.looseObject({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  public: z.boolean().default(true),
  cubes: z.array(
    z.looseObject({
      join_path: z.string(),
      prefix: z.boolean().default(false),
      includes: z.union([z.literal('*'), z.array(includedSchema)]),
      excludes: z.array(z.string()).default([]),
    }),
  ),
})
const fileSchema = z.looseObject({
  cubes: z.array(cubeSchema).default([]),
  views: z.array(viewSchema).default([]),
})

type Cube = z.output<typeof cubeSchema>

/** A measure, dimension or segment of a cube. */
interface Member {
  readonly kind: 'measure' | 'dimension' | 'segment'
  readonly name: string
  readonly type?: string
  readonly public: boolean
  readonly title?: string
  readonly description?: string
  readonly meta: Readonly<Record<string, unknown>>
  /** Every piece of SQL in it: its expression, filters and cases. */
  readonly sql: readonly string[]
}

export interface CubeModel {
  readonly name: string
  /** The table that it stands on, or the SQL. */
  readonly table?: string
  readonly sql?: string
  readonly members: ReadonlyMap<string, Member>
}

/** A member as a view offers it; those that are not public are none. */
export interface ViewMember extends Member {
  readonly view: string
  readonly cube: string
  /** Its name in the cube. */
  readonly cubeMember: string
}

export interface ViewModel {
  readonly name: string
  readonly title?: string
  readonly description: string
  readonly public: boolean
  readonly members: readonly ViewMember[]
}

export interface Model {
  readonly cubes: ReadonlyMap<string, CubeModel>
  readonly views: readonly ViewModel[]
}

/**
 * Reads the model under a folder.
 *
 * @throws UserError that names the file whose YAML is not a model.
 */
export function readModel(folder: string): Model {
  const files = yamlFiles(folder).map((file) => readFile(folder, file))
  const cubes = new Map(
    files.flatMap((file) => file.cubes).map((cube) => [cube.name, cubeOf(cube)] as const),
  )
  const views = files.flatMap((file) => file.views).map((view) => viewOf(view, cubes))
  return { cubes, views: views.sort((one, other) => (one.name < other.name ? -1 : 1)) }
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
}

function readFile(folder: string, file: string): z.output<typeof fileSchema> {
  try {
    return fileSchema.parse(parse(readFileSync(join(folder, file), 'utf8')) ?? {})
  } catch (cause) {
    const reason =
      cause instanceof z.ZodError
        ? cause.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
        : (cause as Error).message.split('\n')[0]
    throw new UserError(`model/${file} is not a model that can be read: ${reason}`, { cause })
  }
}

function cubeOf({ name, sql_table: table, sql, ...cube }: Cube): CubeModel {
  const members = Object.entries(kinds).flatMap(([key, kind]) =>
    cube[key as keyof typeof kinds].map((member): [string, Member] => [
      member.name,
      { ...memberOf(member), kind, sql: sqlIn(member) },
    ]),
  )
  return {
    name,
    ...(table === undefined ? {} : { table }),
    ...(sql === undefined ? {} : { sql }),
    members: new Map(members),
  }
}

function memberOf({ name, type, title, description, ...member }: z.output<typeof memberSchema>) {
  return {
    name,
    public: member.public,
    meta: member.meta,
    ...(type === undefined ? {} : { type }),
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description: oneLine(description) }),
  }
}

/** Every text under a key `sql`, however deep: expressions, filters, cases. */
function sqlIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'sql' && typeof inner === 'string' ? [inner] : sqlIn(inner),
  )
}

function viewOf(
  {
    name: view,
    title,
    description = '',
    public: isPublic,
    cubes: parts,
  }: z.output<typeof viewSchema>,
  cubes: ReadonlyMap<string, CubeModel>,
): ViewModel {
  const members = parts.flatMap(({ join_path, prefix, includes, excludes }): ViewMember[] => {
    const cube = cubes.get(join_path.split('.').at(-1)!)
    if (!cube) return []
    const included =
      includes === '*' ? [...cube.members.keys()].map((name) => ({ name })) : includes
    return included
      .filter(({ name }) => !excludes.includes(name))
      .flatMap(({ name: cubeMember, ...own }: z.output<typeof includedSchema>) => {
        const member = cube.members.get(cubeMember)
        if (!member?.public) return []
        const { alias, ...words } = own as { alias?: string } & Partial<Member>
        const name = `${prefix ? `${cube.name}_` : ''}${alias ?? cubeMember}`
        return [{ ...member, ...words, name, cubeMember, view, cube: cube.name }]
      })
  })
  return {
    name: view,
    ...(title === undefined ? {} : { title }),
    description: oneLine(description),
    public: isPublic,
    members,
  }
}

const oneLine = (words: string) => words.replaceAll(/\s+/g, ' ').trim()
