/** How sure a figure over companies is: companies are independent of each other, what is in one is not. */

const resamples = 2000

/** Between which two values 95 % of the figures lie that as many companies, drawn again, would give. */
export function intervalOf<T>(
  companies: readonly T[],
  figure: (drawn: readonly T[]) => number,
): readonly [low: number, high: number] {
  const random = generator(1)
  const figures = Array.from({ length: resamples }, () =>
    figure(companies.map(() => companies[Math.floor(random() * companies.length)]!)),
  ).sort((a, b) => a - b)
  const at = (share: number) => figures[Math.floor(share * resamples)]!
  return [at(0.025), at(0.975)]
}

/** A generator of our own, so that the same results are told the same. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
