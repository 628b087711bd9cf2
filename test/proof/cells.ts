/** The cells of an answer, and how two of them are compared. */

export type Grain = 'week' | 'month' | 'quarter' | 'year' | 'none'
/** The values of the measures by the values of what was asked for. */
export type Answers = Readonly<Record<string, Readonly<Record<string, number | null>>>>

/** Of these nothing is 0: an event that did not happen, a balance that nobody has. */
const nothingIsZero = ['additive', 'balance']

/**
 * The cells that differ, in words. A rate is NULL on both sides or on none; a count of nothing may
 * be 0 or NULL, since a view has other events in the same cell.
 *
 * @param within how far figures may be apart that are estimates, in their unit
 */
export function differences(
  expected: Answers,
  answered: Answers,
  measures: readonly string[],
  classOf: (measure: string) => string,
  within = 0,
): string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(answered)])].flatMap((key) =>
    measures.flatMap((measure) => {
      const [own, ours] = [expected[key]?.[measure] ?? null, answered[key]?.[measure] ?? null]
      const otherwise = nothingIsZero.includes(classOf(measure)) ? 0 : Number.NaN
      return isEqual(own ?? otherwise, ours ?? otherwise, within)
        ? []
        : [`${measure} of ${key || 'all'} is ${ours}, not ${own}`]
    }),
  )
}

/** Equal to ten digits: sums are of decimals, only their quotients are not. */
const isEqual = (one: number, other: number, within: number) =>
  Object.is(one, other) ||
  Math.abs(one - other) <= Math.max(within, 1e-10 * Math.max(1, Math.abs(one)))
