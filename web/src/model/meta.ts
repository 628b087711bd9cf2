/** The model's metadata as `/cubejs-api/v1/meta` tells it, in one language. */
import { request } from '../api/transport.ts'

interface Member {
  /** `view.member` */
  readonly name: string
  readonly shortTitle: string
  readonly description?: string
  readonly type: string
  /** Of a dimension that is a figure: `currency`, `percent`. */
  readonly format?: unknown
}

interface Dimension extends Member {
  readonly meta?: {
    /** The names of its values, where they are not the values themselves. */
    readonly values?: Readonly<Record<string, string>>
    /** Of sentences: the dimension of the view that tells what they are made of. */
    readonly parts?: string
  }
}

export type MeasureClass =
  | 'additive'
  | 'ratio'
  | 'distribution'
  | 'balance'
  | 'trailing'
  | 'company'

export interface Measure extends Member {
  readonly drillMembers?: readonly string[]
  readonly meta: {
    readonly kpi?: boolean
    readonly class: MeasureClass
    readonly dimensions: readonly string[]
    readonly granularities?: readonly string[]
    readonly needs?: readonly string[]
    readonly one_of?: readonly string[]
    /** By dimension that is never added up over, the segment that holds where none is asked for. */
    readonly default?: Readonly<Record<string, string>>
    readonly date?: string
    readonly formula?: string
    readonly unit: string
    readonly good: 'up' | 'down' | 'neutral'
    readonly owner?: string
    readonly source?: string
    readonly department?: string
    readonly leading?: boolean
  }
}

export interface View {
  readonly name: string
  readonly title: string
  readonly description?: string
  readonly measures: readonly Measure[]
  readonly dimensions: readonly Dimension[]
  readonly segments?: readonly { readonly name: string; readonly shortTitle: string }[]
  readonly folders: readonly {
    readonly name: string
    readonly title?: string
    readonly members: readonly string[]
  }[]
}

/** What may be asked, by name. What the reader's role does not see is not in it. */
export interface Model {
  readonly views: ReadonlyMap<string, View>
  readonly measures: ReadonlyMap<string, Measure>
  readonly dimensions: ReadonlyMap<string, Dimension>
}

export async function loadModel(locale: string): Promise<Model> {
  const response = await request(`/cubejs-api/v1/meta?locale=${locale}`)
  return modelOf(((await response.json()) as { cubes: View[] }).cubes)
}

export function modelOf(views: readonly View[]): Model {
  return {
    views: new Map(views.map((view) => [view.name, view])),
    measures: new Map(
      views.flatMap((view) => view.measures.filter(isGoverned).map((known) => [known.name, known])),
    ),
    dimensions: new Map(
      views.flatMap((view) => view.dimensions.map((known) => [known.name, known])),
    ),
  }
}

const isGoverned = ({ meta }: { meta?: { class?: unknown } }) => meta?.class !== undefined
