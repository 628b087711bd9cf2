/** Values of dimensions as they are read: those of ours have names in the reader's language. */
import type { Model } from './meta.ts'

/**
 * The name of a value; one that a customer's systems wrote is its own.
 *
 * @param dimension `view.dimension`
 */
export const nameOf = (model: Model, dimension: string, value: unknown): string =>
  value === null || value === undefined
    ? '–'
    : (model.dimensions.get(dimension)?.meta?.values?.[String(value)] ?? String(value))

/** The name of a value of a dimension that several views have, by the first that names it. */
export function nameAmong(model: Model, dimension: string, value: string): string {
  for (const name of model.dimensions.keys())
    if (name.endsWith(`.${dimension}`) && nameOf(model, name, value) !== value)
      return nameOf(model, name, value)
  return value
}
