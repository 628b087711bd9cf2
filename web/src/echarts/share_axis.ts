/** The axis of shares: it ends at 100 % where no share is more. */

/** Steps that lead to 100 % exactly. */
const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5]
/** How many steps an axis has at most. */
const most = 4

/** What a share that stays the same is shown within. */
const around = (share: number) => [
  share >= 0 ? Math.max(0, share - 0.05) : share - 0.05,
  Math.min(1, share + 0.05),
]

/**
 * Between which shares the axis runs, and in which steps; nothing is said, as for the library to
 * choose, where a share is above 100 % or none is known. From 0 % on where bars stand on it.
 */
export function shareAxis(
  values: readonly (number | null)[],
  isFromZero: boolean,
): { readonly min?: number; readonly max?: number; readonly interval?: number } {
  const known = values.filter((value) => value !== null)
  const [low, high] = [Math.min(...known, ...(isFromZero ? [0] : [])), Math.max(...known)]
  if (known.length === 0 || high > 1) return {}
  if (high === low) return shareAxis(around(low), isFromZero)
  const ends = (step: number) => [Math.floor(low / step), Math.ceil(high / step)] as const
  const step = steps.find((one) => ends(one)[1] - ends(one)[0] <= most)
  if (step === undefined) return {}
  const [min, max] = ends(step).map((count) => Math.round(count * step * 100) / 100)
  return { min: min!, max: max!, interval: step }
}
