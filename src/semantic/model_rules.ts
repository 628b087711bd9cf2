/** What a model has to declare for its views to be governed: policies, a date, classes, dimensions. */
import { type CubeConfig, isPublicView, type MemberConfig, measureMeta } from './catalog.ts'

export interface Origins {
  readonly fileOf: (cube: string) => string
  readonly hasPolicy: (view: string) => boolean
  /** `cube.member` of `view.member`. */
  readonly memberOf: (name: string) => string
}

/** A sentence for each rule that a public view breaks. */
export function rulesBroken(cubes: readonly CubeConfig[], origins: Origins): string[] {
  return cubes
    .filter(isPublicView)
    .flatMap((view) =>
      [...ofView(view, origins), ...ofMeasures(view)].map(
        (finding) => `${origins.fileOf(view.config.name)}: ${finding}`,
      ),
    )
}

function ofView({ config }: CubeConfig, { hasPolicy }: Origins): string[] {
  const date = config.dimensions.find(({ name }) => name === `${config.name}.date`)
  return [
    ...(hasPolicy(config.name)
      ? []
      : [`the view ${config.name} has no access_policy, so everybody could read it; give it one.`]),
    ...(date?.type === 'time'
      ? []
      : [`the view ${config.name} has no time dimension \`date\`, which every view is dated by.`]),
  ]
}

function ofMeasures({ config }: CubeConfig): string[] {
  const known = new Set(
    [...config.dimensions, ...config.segments].map(({ name }) => name.split('.')[1]),
  )
  return config.measures.flatMap((measure) => ofMeasure(measure, known))
}

function ofMeasure({ name, meta }: MemberConfig, known: ReadonlySet<string | undefined>): string[] {
  const { data, error } = measureMeta.safeParse(meta)
  if (error)
    return [
      `the meta of ${name} does not say what rules it: ${error.issues
        .map(({ path, message }) => `${path.join('.') || 'meta'}: ${message}`)
        .join('; ')}.`,
    ]
  return [
    ...data.dimensions,
    ...data.needs,
    ...data.one_of,
    ...data.never_over,
    ...Object.entries(data.default).flat(),
  ]
    .filter((dimension) => !known.has(dimension))
    .map((dimension) => `${name} allows ${dimension}, which its view does not have.`)
}
