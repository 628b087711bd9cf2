/** What happened on a day that explains a figure, from the file that the settings name. */
import { request } from './transport.ts'

export interface Annotation {
  /** YYYY-MM-DD */
  readonly date: string
  readonly text: string
  /** The views and charts that show it; all by default. */
  readonly views?: readonly string[]
  readonly charts?: readonly string[]
}

/** The annotations; none where they cannot be had: no figure depends on them. */
export async function annotations(): Promise<Annotation[]> {
  try {
    const body: unknown = await (await request('/annotations.json')).json()
    return Array.isArray(body) ? body : []
  } catch {
    return []
  }
}

/** Those that a chart shows. */
export const annotationsOf = (
  all: readonly Annotation[],
  { id, view }: { id: string; view: string },
): Annotation[] =>
  all.filter(
    ({ views, charts }) =>
      (views === undefined && charts === undefined) ||
      views?.includes(view) ||
      charts?.includes(id),
  )
