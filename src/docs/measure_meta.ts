/** The `meta` of a measure: what the model says of a KPI beside its SQL. */
import * as z from 'zod'
import { UserError } from '../errors.ts'
import type { ViewMember } from './model.ts'

const schema = z.looseObject({
  class: z.string().optional(),
  dimensions: z.array(z.string()).optional(),
  date: z.string().optional(),
  formula: z.string().optional(),
  unit: z.string().optional(),
  good: z.string().optional(),
  owner: z.string().optional(),
  source: z.string().optional(),
  department: z.string().optional(),
  leading: z.boolean().optional(),
  granularities: z.array(z.string()).optional(),
})
export type KpiMeta = z.output<typeof schema>

export const isKpi = ({ kind, meta }: ViewMember) => kind === 'measure' && meta['kpi'] === true

/** @throws UserError that names the measure whose meta has a wrong value. */
export function metaOf({ view, name, meta }: ViewMember): KpiMeta {
  const checked = schema.safeParse(meta)
  if (checked.success) return checked.data
  const wrong = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new UserError(`The meta of ${view}.${name} in the model is wrong: ${wrong.join('; ')}.`)
}
