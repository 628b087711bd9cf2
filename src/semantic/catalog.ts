/** What the compiled model says of its views and measures, as far as queries are held to it. */
import * as z from 'zod'

/** The granularities of `date` that a class of measures answers by (KPIS §1). */
export const granularitiesOf = {
  additive: ['day', 'week', 'month', 'quarter', 'year'],
  ratio: ['day', 'week', 'month', 'quarter', 'year'],
  distribution: ['day', 'week', 'month', 'quarter', 'year'],
  balance: ['month', 'quarter', 'year'],
  trailing: ['month', 'quarter', 'year'],
  company: ['month', 'quarter', 'year'],
} as const

export type MeasureClass = keyof typeof granularitiesOf
const classes = Object.keys(granularitiesOf) as [MeasureClass, ...MeasureClass[]]

/** The part of a measure's `meta` that rules queries. */
export const measureMeta = z.object({
  class: z.enum(classes),
  /** The dimensions of the view that it can be sliced and filtered by. */
  dimensions: z.array(z.string()),
  /** Where they differ from those of the class. */
  granularities: z.array(z.string()).optional(),
  /** Dimensions that a query has to group by or hold to one value. */
  needs: z.array(z.string()).default([]),
  /** Dimensions that a query has to hold to one value: rows of several are not to be added up. */
  one_of: z.array(z.string()).default([]),
  /**
   * Dimensions of which there is a default: a query that filters by one has to group by it or hold
   * it to one value, since rows of several tell of the same.
   */
  never_over: z.array(z.string()).default([]),
  /**
   * By dimension whose values are never added up, the segment that a query is narrowed to which
   * neither groups by the dimension nor holds it to one value.
   */
  default: z.record(z.string(), z.string()).default({}),
  /** How many days before `data_as_of` a query by day may begin. */
  day_history_days: z.number().int().positive().optional(),
})

export interface GovernedMeasure {
  /** `view.measure` */
  readonly name: string
  readonly class: MeasureClass
  readonly dimensions: ReadonlySet<string>
  readonly granularities: readonly string[]
  readonly needs: readonly string[]
  readonly oneOf: readonly string[]
  readonly neverOver: readonly string[]
  /** Segment by dimension, both as `view.name`. */
  readonly defaults: ReadonlyMap<string, string>
  readonly dayHistoryDays: number | undefined
}

export interface Catalog {
  /** The governed measures by `view.measure`. */
  readonly measures: ReadonlyMap<string, GovernedMeasure>
  /** The names of cubes and hidden views, and `view.member` of hidden members: not to be asked. */
  readonly closed: ReadonlySet<string>
}

/** A cube or view as Cube's metadata tells of it. */
export interface CubeConfig {
  readonly config: {
    readonly name: string
    readonly type?: 'cube' | 'view'
    readonly isVisible?: boolean
    readonly public?: boolean
    readonly measures: readonly MemberConfig[]
    readonly dimensions: readonly MemberConfig[]
    readonly segments: readonly MemberConfig[]
  }
}

export interface MemberConfig {
  readonly name: string
  readonly type?: string
  readonly description?: string
  readonly isVisible?: boolean
  readonly meta?: unknown
}

/** Gathers the measures that declare a class; others are technical and not held to anything. */
export function catalogOf(cubes: readonly CubeConfig[]): Catalog {
  const measures = cubes.flatMap(({ config }) => config.measures.flatMap(governed))
  return {
    measures: new Map(measures.map((measure) => [measure.name, measure])),
    closed: new Set(
      cubes.flatMap((cube) => (isPublicView(cube) ? hidden(cube) : cube.config.name)),
    ),
  }
}

/** Views that are asked; a cube is what they are made of, without policies of its own. */
export const isPublicView = ({ config }: CubeConfig) =>
  config.type === 'view' && config.isVisible !== false

function governed({ name, meta }: MemberConfig): GovernedMeasure[] {
  const { data } = measureMeta.safeParse(meta)
  if (data === undefined) return []
  return [
    {
      name,
      class: data.class,
      dimensions: new Set(data.dimensions),
      granularities: data.granularities ?? granularitiesOf[data.class],
      needs: data.needs,
      oneOf: data.one_of,
      neverOver: data.never_over,
      defaults: new Map(
        Object.entries(data.default).map((pair) => {
          const [dimension, segment] = pair.map((member) => `${name.split('.')[0]}.${member}`)
          return [dimension!, segment!]
        }),
      ),
      dayHistoryDays: data.day_history_days,
    },
  ]
}

const hidden = ({ config }: CubeConfig) =>
  [...config.measures, ...config.dimensions, ...config.segments]
    .filter(({ isVisible }) => isVisible === false)
    .map(({ name }) => name)
