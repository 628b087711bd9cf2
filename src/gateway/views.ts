/** The views as a bearer sees them: the tables of SQL, and their columns. */
import * as z from 'zod'
import type { Gateway } from '../semantic/gateway.ts'
import { sentenceOf } from '../semantic/gateway.ts'
import type { SecurityContext } from '../semantic/roles.ts'
import { SqlError } from './sql_error.ts'

const member = z.object({
  name: z.string(),
  title: z.string().default(''),
  shortTitle: z.string().default(''),
  description: z.string().default(''),
  type: z.string().default('boolean'),
  aggType: z.string().optional(),
  isVisible: z.boolean().default(true),
  meta: z.record(z.string(), z.unknown()).default({}),
  aliasMember: z.string().optional(),
})

const cube = z.object({
  name: z.string(),
  title: z.string().default(''),
  description: z.string().default(''),
  type: z.string().optional(),
  isVisible: z.boolean().default(true),
  dimensions: z.array(member),
  measures: z.array(member),
  segments: z.array(member).default([]),
})

type Cube = z.output<typeof cube>

export interface Member {
  /** As a column is named. */
  readonly name: string
  /** `view.name` */
  readonly path: string
  readonly kind: 'dimension' | 'measure' | 'segment'
  /** Cube's: string, number, time, boolean; of a measure also count, sum …. */
  readonly type: string
  /** How a measure aggregates: sum, count, countDistinct, number …. */
  readonly aggregation: string
  readonly title: string
  readonly description: string
  readonly meta: Readonly<Record<string, unknown>>
  /** The cube that it comes from. */
  readonly cube: string
}

export interface View {
  readonly name: string
  readonly title: string
  readonly description: string
  /** Dimensions, then segments, then measures: the order of `*`. */
  readonly members: readonly Member[]
  readonly byName: ReadonlyMap<string, Member>
}

/** The views that a bearer may read, by name in lower case, with the members that it may see. */
export async function viewsOf(
  gateway: Gateway,
  bearer: SecurityContext,
): Promise<ReadonlyMap<string, View>> {
  const answer = await gateway.ask('meta', {}, bearer)
  const error = sentenceOf(answer)
  if (error !== undefined) throw new SqlError('42501', error)
  const cubes = z.array(cube).parse(answer.body.cubes)
  const views = cubes.filter(({ type, isVisible }) => type === 'view' && isVisible).map(viewOf)
  return new Map(views.filter(({ members }) => members.length > 0).map((view) => [view.name, view]))
}

function viewOf({ name, title, description, dimensions, segments, measures }: Cube): View {
  const members = [
    ...visible('dimension', dimensions),
    ...visible('segment', segments),
    ...visible('measure', measures),
  ]
  const byName = new Map(members.map((member) => [member.name.toLowerCase(), member]))
  return { name, title, description, members, byName }
}

function visible(kind: Member['kind'], members: readonly z.output<typeof member>[]): Member[] {
  return members
    .filter(({ isVisible }) => isVisible)
    .map(({ name, title, shortTitle, type, aggType, description, meta, aliasMember }) => ({
      kind,
      path: name,
      name: name.slice(name.indexOf('.') + 1),
      type: kind === 'segment' ? 'boolean' : type,
      aggregation: aggType ?? type,
      title: shortTitle || title,
      description,
      meta,
      cube: (aliasMember ?? name).split('.')[0]!,
    }))
}
